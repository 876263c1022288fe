#include "stores/record_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "spec/token_store.h"

namespace assay {
namespace {

Token record(const std::string& id, const std::string& access) {
  return Token().with(Field::kId, id).with(Field::kAccessToken, access);
}

TEST(RecordList, KeepsTheOrderOfInsertion) {
  RecordList list({record("2", "b"), record("1", "a")});
  Token third = record("0", "c");
  list.save(third);
  EXPECT_TRUE(list.remove("1"));
  EXPECT_THAT(list.records(), ::testing::ElementsAre(record("2", "b"), record("0", "c")));
  EXPECT_FALSE(list.remove("1"));
}

TEST(RecordList, StoresAbsentFieldsAsNotSet) {
  RecordList list;
  Token token = Token().with(Field::kAccessToken, "a").with(Field::kUserName, "");
  list.save(token);
  EXPECT_FALSE(list.records().front()[Field::kUserName].has_value());
  EXPECT_EQ(token[Field::kUserName], "");
}

TEST(RecordList, SaysWhatIsMissingWhereNothingIsPresent) {
  RecordList list;
  Token token = Token().with(Field::kUserName, "");
  EXPECT_THAT([&] { list.save(token); },
              ::testing::ThrowsMessage<StoreError>(::testing::HasSubstr("no field")));
}

TEST(RecordList, GivesAThousandRecordsAThousandIds) {
  RecordList list;
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    Token token = Token().with(Field::kAccessToken, "a" + std::to_string(i));
    list.save(token);
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
