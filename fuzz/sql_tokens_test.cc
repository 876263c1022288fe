#include "fuzz/sql_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "kind:text" of each token.
std::vector<std::string> read(Dialect dialect, std::string_view text) {
  constexpr const char* kKinds[] = {"word",   "name",      "string",  "number", "place",
                                    "symbol", "semicolon", "comment", "stray"};
  std::vector<std::string> all;
  for (const SqlToken& token : sql_tokens(dialect, text))
    all.push_back(std::string(kKinds[static_cast<int>(token.kind)]) + ":" + token.text);
  return all;
}
std::vector<std::string> sqlite(std::string_view text) { return read(Dialect::kSqlite, text); }
std::vector<std::string> mysql(std::string_view text) { return read(Dialect::kMysql, text); }

TEST(SqlTokens, AreWordsNamesPlacesAndSymbols) {
  EXPECT_THAT(mysql("SELECT `a``b` FROM t WHERE x<=>? LIMIT 12"),
              ElementsAre("word:SELECT", "name:a`b", "word:FROM", "word:t", "word:WHERE", "word:x",
                          "symbol:<=>", "place:?", "word:LIMIT", "number:12"));
}

TEST(SqlTokens, HaveDoubleQuotesAroundNamesInSqliteAlone) {
  EXPECT_THAT(sqlite(R"("a""b" [c] `d`)"), ElementsAre("name:a\"b", "name:c", "name:d"));
  EXPECT_THAT(mysql(R"("a""b")"), ElementsAre("string:a\"b"));
}

TEST(SqlTokens, HaveBackslashesInTextsOfMysqlAlone) {
  EXPECT_THAT(mysql(R"('a\' ; -- ')"), ElementsAre("string:a' ; -- "));
  EXPECT_THAT(sqlite(R"('a\' ; -- ')"), ElementsAre("string:a\\", "semicolon:;", "comment:-- '"));
}

TEST(SqlTokens, KnowTheCommentsOfTheirDialect) {
  EXPECT_THAT(mysql("1 # a\n2 -- b\n3 /* c */ 4"),
              ElementsAre("number:1", "comment:# a\n", "number:2", "comment:-- b\n", "number:3",
                          "comment:/* c */", "number:4"));
  EXPECT_THAT(mysql("1--2"), ElementsAre("number:1", "symbol:-", "symbol:-", "number:2"));
  EXPECT_THAT(sqlite("1--2"), ElementsAre("number:1", "comment:--2"));
  EXPECT_THAT(sqlite("#"), ElementsAre("stray:#"));
}

TEST(SqlTokens, AreStrayWhereAQuoteDoesNotEnd) {
  for (std::string_view text : {"'a", "\"a", "`a", "[a", "'a''", "x'4"})
    EXPECT_THAT(sqlite(text), ElementsAre(::testing::StartsWith("stray:"))) << text;
  EXPECT_THAT(mysql("'a\\'"), ElementsAre("stray:a quote without an end"));
}

TEST(SqlTokens, TakeEveryKindOfPlace) {
  EXPECT_THAT(sqlite("? ?1 :a @b $c"),
              ElementsAre("place:?", "place:?1", "place::a", "place:@b", "place:$c"));
  EXPECT_THAT(mysql("?1"), ElementsAre("place:?", "number:1"));
}

TEST(SqlTokens, AreNoneInBlanks) { EXPECT_THAT(sqlite(" \t\r\n\f\v"), IsEmpty()); }

TEST(FieldsOfPlaces, AreThoseOfTheColumnsBeside) {
  const auto fields = [](std::string_view text) {
    return fields_of_places(sql_tokens(Dialect::kSqlite, text));
  };
  EXPECT_THAT(fields(R"(UPDATE "t" SET "user_name" = COALESCE(?, "user_name") WHERE "id" = ?)"),
              ElementsAre(Field::kUserName, Field::kId));
  EXPECT_THAT(fields(R"(INSERT INTO "t" ("id", "other", "grant_token") VALUES (?, NULL, ?))"),
              ElementsAre(Field::kId, Field::kGrantToken));
  EXPECT_THAT(fields(R"(SELECT 1 WHERE "access_token" LIKE ? OR LOWER(?) = "id" LIMIT ?)"),
              ElementsAre(Field::kAccessToken, std::nullopt, std::nullopt));
  EXPECT_THAT(fields("INSERT INTO t VALUES (?)"), ElementsAre(std::nullopt));
  EXPECT_THAT(fields("?"), ElementsAre(std::nullopt));
}

}  // namespace
}  // namespace assay
