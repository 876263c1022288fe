#include "stores/new_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "spec/token.h"

namespace assay {
namespace {

using ::testing::SizeIs;

TEST(NewId, FitsTheLeastCapacityAndUsesThirtyTwoLetters) {
  std::set<char> letters;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = new_id();
    EXPECT_THAT(id, SizeIs(least_capacity(Field::kId)));
    letters.insert(id.begin(), id.end());
  }
  EXPECT_THAT(letters, SizeIs(32));
  EXPECT_EQ(std::string(letters.begin(), letters.end()), "0123456789abcdefghjkmnpqrstvwxyz");
}

// Ten thousand of 2^50: one in twenty million runs would meet a pair.
TEST(NewId, DoesNotComeTwice) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(new_id());
  EXPECT_THAT(ids, SizeIs(10'000));
}

}  // namespace
}  // namespace assay
