#include "fuzz/fail.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(FailDeathTest, TellsTheStoryAndAborts) {
  EXPECT_EXIT(fail("one record too many\n  expected: 1"), ::testing::KilledBySignal(SIGABRT),
              "one record too many\n  expected: 1");
}

TEST(FailDeathTest, StopsWithoutACrash) {
  EXPECT_EXIT(stop("no room"), ::testing::ExitedWithCode(72), "^fuzz: no room\n$");
}

}  // namespace
}  // namespace assay
