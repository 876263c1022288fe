#include "fuzz/query_effect.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Token record(std::string id) { return Token().with(Field::kId, std::move(id)); }

QueryEffect effect(Ask ask, const Token& token, const std::string& id,
                   const std::vector<Token>& records, bool saving = false) {
  return expected_effect(Dialect::kSqlite, {ask, saving, token, id}, records);
}

TEST(QueryEffect, OfASelectIsTheFirstThatIsNamedOrInASaveAll) {
  const std::vector<Token> records = {record("1").with(Field::kAccessToken, "b"),
                                      record("2").with(Field::kAccessToken, "a"),
                                      record("3").with(Field::kAccessToken, "a")};
  const Token token = Token().with(Field::kAccessToken, "a");
  EXPECT_EQ(effect(Ask::kSelectNamed, token, "", records).rows, std::vector{records[1]});
  EXPECT_EQ(effect(Ask::kSelectNamed, token, "", records, true).rows,
            (std::vector{records[1], records[2]}));
}

TEST(QueryEffect, OfKinLeavesOtherClientsAndOwnedRecordsAlone) {
  const Token others = record("1").with(Field::kRefreshToken, "r").with(Field::kClientId, "x");
  const Token owned = record("2")
                          .with(Field::kClientId, "c")
                          .with(Field::kClientSecret, "s")
                          .with(Field::kUserName, "u");
  const Token ownerless = record("3").with(Field::kClientId, "c").with(Field::kClientSecret, "s");
  const Token token = Token()
                          .with(Field::kAccessToken, "a")
                          .with(Field::kClientId, "c")
                          .with(Field::kClientSecret, "s");
  EXPECT_EQ(effect(Ask::kSelectKin, token, "", {others, owned, ownerless}, true).rows,
            std::vector{ownerless});
  EXPECT_TRUE(effect(Ask::kSelectKin, token, "", {others, owned, ownerless}).rows.empty());
}

TEST(QueryEffect, OfAnUpdateKeepsWhatIsAbsentAndRefusesAnothersUser) {
  const Token mine = record("1").with(Field::kAccessToken, "a").with(Field::kGrantToken, "g");
  const Token theirs = record("2").with(Field::kUserName, "u");
  const Token token = Token().with(Field::kId, "9").with(Field::kAccessToken, "b");
  EXPECT_EQ(effect(Ask::kUpdate, token, "1", {mine, theirs}).records[0],
            record("1").with(Field::kAccessToken, "b").with(Field::kGrantToken, "g"));
  const QueryEffect refused =
      effect(Ask::kUpdate, Token().with(Field::kUserName, "u"), "1", {mine, theirs});
  EXPECT_TRUE(refused.refused);
  EXPECT_EQ(refused.records[0], mine);
}

TEST(QueryEffect, OfAnInsertWantsAnIdAndRefusesWhatIsThere) {
  const std::vector<Token> records = {record("1").with(Field::kUserName, "u")};
  EXPECT_TRUE(effect(Ask::kInsert, Token().with(Field::kGrantToken, "g"), "", records).refused);
  EXPECT_TRUE(effect(Ask::kInsert, record("1"), "", records).refused);
  EXPECT_TRUE(effect(Ask::kInsert, record("2").with(Field::kUserName, "u"), "", records).refused);
  EXPECT_EQ(effect(Ask::kInsert, record("2"), "", records).records.size(), 2U);
}

TEST(QueryEffect, TellsAnEmptyTextFromAnAbsentOne) {
  QueryEffect absent, empty;
  absent.rows = {record("1")};
  empty.rows = {record("1").with(Field::kUserName, "")};
  EXPECT_EQ(difference(absent, absent), "");
  EXPECT_NE(difference(absent, empty), "");
}

}  // namespace
}  // namespace assay
