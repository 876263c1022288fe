#include "harness/difference.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Token record(const char* id, const char* user) {
  return Token().with(Field::kId, id).with(Field::kUserName, user);
}

TEST(Difference, OfEqualListsIsNone) {
  const std::vector<Token> records = {record("1", "a"), record("2", "b")};
  const Difference diff = difference(records, records);
  EXPECT_TRUE(diff.none());
  EXPECT_FALSE(diff.reordered);
}

TEST(Difference, TellsAnotherOrderButNoChange) {
  const Difference diff = difference({record("1", "a"), record("2", "b"), record("3", "c")},
                                     {record("3", "c"), record("1", "a"), record("2", "b")});
  EXPECT_TRUE(diff.none());
  EXPECT_TRUE(diff.reordered);
}

TEST(Difference, TellsOneRemovedOneAddedAndOneChanged) {
  const Difference diff = difference({record("1", "a"), record("2", "b"), record("3", "c")},
                                     {record("4", "d"), record("3", "x"), record("1", "a")});
  EXPECT_EQ(diff.removed, std::vector<std::size_t>{1});
  EXPECT_EQ(diff.added, std::vector<std::size_t>{0});
  ASSERT_EQ(diff.changed.size(), 1U);
  EXPECT_EQ(diff.changed.front(), (std::pair<std::size_t, std::size_t>{2, 1}));
}

TEST(Difference, SeesASecondRecordUnderAnIdThatIsThere) {
  const Difference diff = difference({record("1", "a")}, {record("1", "b"), record("1", "a")});
  EXPECT_TRUE(diff.removed.empty());
  EXPECT_TRUE(diff.changed.empty());
  EXPECT_EQ(diff.added, std::vector<std::size_t>{0});
}

TEST(Difference, SeesTheSameRecordListedTwice) {
  const Difference diff = difference({record("1", "a"), record("2", "b")},
                                     {record("1", "a"), record("2", "b"), record("2", "b")});
  EXPECT_EQ(diff.added.size(), 1U);
}

TEST(RepeatedTexts, TellsEachOnceAndNoAbsentOnes) {
  const std::vector<Token> records = {record("1", "a"), record("2", ""), record("3", "a"),
                                      record("4", ""), record("5", "a")};
  EXPECT_EQ(repeated_texts(records, Field::kUserName), std::vector<std::string_view>{"a"});
  EXPECT_TRUE(repeated_texts(records, Field::kId).empty());
}

}  // namespace
}  // namespace assay
