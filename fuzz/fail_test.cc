#include "fuzz/fail.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(FailDeathTest, TellsTheStoryAndAborts) {
  EXPECT_EXIT(fail("one record too many\n  expected: 1"), testing::KilledBySignal(SIGABRT),
              "one record too many\n  expected: 1");
}

}  // namespace
}  // namespace assay
