#include "stores/record_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace assay {
namespace {

Token record(const std::string& id, const std::string& access) {
  return Token().with(Field::kId, id).with(Field::kAccessToken, access);
}

TEST(RecordList, KeepsTheOrderOfInsertion) {
  RecordList list({record("2", "b"), record("1", "a")});
  Token third = record("0", "c");
  EXPECT_EQ(list.save(third), nullptr);
  EXPECT_TRUE(list.remove("1"));
  EXPECT_THAT(list.records(), ::testing::ElementsAre(record("2", "b"), record("0", "c")));
  EXPECT_FALSE(list.remove("1"));
}

TEST(RecordList, StoresAbsentFieldsAsNotSet) {
  RecordList list;
  Token token = Token().with(Field::kAccessToken, "a").with(Field::kUserName, "");
  EXPECT_EQ(list.save(token), nullptr);
  EXPECT_FALSE(list.records().front()[Field::kUserName].has_value());
  EXPECT_EQ(token[Field::kUserName], "");
}

TEST(RecordList, SaysWhatIsMissingWhereNothingIsPresent) {
  RecordList list;
  Token token = Token().with(Field::kUserName, "");
  EXPECT_THAT(list.save(token), ::testing::HasSubstr("no field"));
  EXPECT_THAT(list.records(), ::testing::IsEmpty());
}

TEST(RecordList, GivesAThousandRecordsAThousandIds) {
  RecordList list;
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    Token token = Token().with(Field::kAccessToken, "a" + std::to_string(i));
    ASSERT_EQ(list.save(token), nullptr);
    ids.insert(*token[Field::kId]);
  }
  EXPECT_EQ(ids.size(), 1000U);
  for (const std::string& id : ids) EXPECT_TRUE(list.find_by_id(id));
}

TEST(RecordList, AnAnswerIsTheRecordItselfAndNoCopy) {
  const RecordList list({record("1", "a")});
  EXPECT_EQ(list.find(Token().with(Field::kAccessToken, "a")), list.records().data());
  EXPECT_EQ(list.find_by_id("1"), list.records().data());
  EXPECT_EQ(list.find_by_id(""), nullptr);
}

}  // namespace
}  // namespace assay
