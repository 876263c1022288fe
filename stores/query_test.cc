#include "stores/query.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace assay {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr auto kNull = std::nullopt;

// A token whose fields hold their own names in capitals, so that a value out of place shows.
Token token_of(std::initializer_list<Field> fields) {
  Token token;
  for (Field field : fields) token[field] = "<" + std::string(name_of(field)) + ">";
  return token;
}

const Query kSqlite(Dialect::kSqlite, "tokens");
const Query kMysql(Dialect::kMysql, "tokens");

const std::string kSqliteSelect =
    R"(SELECT "id", "user_name", "client_id", "client_secret", "refresh_token", "access_token", )"
    R"("grant_token", "expires_in", "redirect_url", "api_domain" FROM "tokens")";
const std::string kMysqlSelect =
    "SELECT `id`, `user_name`, `client_id`, `client_secret`, `refresh_token`, `access_token`, "
    "`grant_token`, `expires_in`, `redirect_url`, `api_domain` FROM `tokens`";

const Token kUser = token_of({Field::kUserName, Field::kAccessToken, Field::kClientId});
const Token kAccess = token_of({Field::kId, Field::kAccessToken, Field::kRefreshToken});
const Token kClient = token_of({Field::kClientId, Field::kClientSecret, Field::kGrantToken});
const Token kWeak = token_of({Field::kClientId, Field::kAccessToken, Field::kRefreshToken});
const Token kWeakWithoutCredential = token_of({Field::kClientId, Field::kExpiresIn});

TEST(QueryInSqlite, SelectsWhatTheUserNames) {
  const auto statement = kSqlite.select_named(kUser, true);
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->text, kSqliteSelect + R"( WHERE "user_name" = ? ORDER BY "position")");
  EXPECT_THAT(statement->values, ElementsAre("<user_name>"));
}

TEST(QueryInSqlite, SelectsWhatTheAccessTokenNames) {
  const auto statement = kSqlite.select_named(kAccess, false);
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->text,
            kSqliteSelect + R"( WHERE "access_token" = ? ORDER BY "position" LIMIT 1)");
  EXPECT_THAT(statement->values, ElementsAre("<access_token>"));
}

TEST(QueryInSqlite, SelectsWhatTheClientNames) {
  const auto statement = kSqlite.select_named(kClient, true);
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->text,
            kSqliteSelect + R"( WHERE "client_id" = ? AND "client_secret" = ? AND )"
                            R"(("refresh_token" = ? OR "grant_token" = ?) ORDER BY "position")");
  EXPECT_THAT(statement->values,
              ElementsAre("<client_id>", "<client_secret>", kNull, "<grant_token>"));
}

TEST(QueryInSqlite, SelectsKinToFind) {
  const auto statement = kSqlite.select_kin(kWeak, false);
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->text,
            kSqliteSelect +
                R"( WHERE (("access_token" = ? OR "refresh_token" = ? OR "grant_token" = ?) AND )"
                R"(("client_id" = ?) IS NOT FALSE) ORDER BY "position" LIMIT 1)");
  EXPECT_THAT(statement->values,
              ElementsAre("<access_token>", "<refresh_token>", kNull, "<client_id>"));
}

TEST(QueryInSqlite, SelectsKinToSave) {
  const auto statement = kSqlite.select_kin(kWeak, true);
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->text,
            kSqliteSelect +
                R"( WHERE (("access_token" = ? OR "refresh_token" = ? OR "grant_token" = ?) AND )"
                R"(("client_id" = ?) IS NOT FALSE) OR ("client_id" = ? AND "client_secret" = ? )"
                R"(AND "user_name" IS NULL) ORDER BY "position" LIMIT 1)");
  EXPECT_THAT(statement->values, ElementsAre("<access_token>", "<refresh_token>", kNull,
                                             "<client_id>", "<client_id>", kNull));
}

TEST(QueryInSqlite, SelectsByIdAndAll) {
  EXPECT_EQ(kSqlite.select_by_id("7", true).text,
            kSqliteSelect + R"( WHERE "id" = ? ORDER BY "position")");
  EXPECT_THAT(kSqlite.select_by_id("7", true).values, ElementsAre("7"));
  EXPECT_EQ(kSqlite.select_all().text, kSqliteSelect + R"( ORDER BY "position")");
  EXPECT_THAT(kSqlite.select_all().values, IsEmpty());
}

TEST(QueryInSqlite, Inserts) {
  const auto statement = kSqlite.insert(kAccess);
  EXPECT_EQ(statement.text,
            R"(INSERT INTO "tokens" ("id", "user_name", "client_id", "client_secret", )"
            R"("refresh_token", "access_token", "grant_token", "expires_in", "redirect_url", )"
            R"("api_domain") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))");
  EXPECT_THAT(statement.values, ElementsAre("<id>", kNull, kNull, kNull, "<refresh_token>",
                                            "<access_token>", kNull, kNull, kNull, kNull));
}

TEST(QueryInSqlite, UpdatesAllButTheId) {
  const auto statement = kSqlite.update("7", kAccess);
  const std::string rest =
      R"("client_id" = COALESCE(?, "client_id"), )"
      R"("client_secret" = COALESCE(?, "client_secret"), )"
      R"("refresh_token" = COALESCE(?, "refresh_token"), )"
      R"("access_token" = COALESCE(?, "access_token"), )"
      R"("grant_token" = COALESCE(?, "grant_token"), "expires_in" = COALESCE(?, "expires_in"), )"
      R"("redirect_url" = COALESCE(?, "redirect_url"), "api_domain" = COALESCE(?, "api_domain") )"
      R"(WHERE "id" = ?)";
  EXPECT_EQ(statement.text, R"(UPDATE "tokens" SET )" + rest);
  EXPECT_THAT(statement.values, ElementsAre(kNull, kNull, "<refresh_token>", "<access_token>",
                                            kNull, kNull, kNull, kNull, "7"));
  const auto with_user = kSqlite.update("7", kUser);
  EXPECT_EQ(with_user.text,
            R"(UPDATE "tokens" SET "user_name" = COALESCE(?, "user_name"), )" + rest);
  EXPECT_THAT(with_user.values, ElementsAre("<user_name>", "<client_id>", kNull, kNull,
                                            "<access_token>", kNull, kNull, kNull, kNull, "7"));
}

TEST(QueryInSqlite, DeletesAndDrops) {
  EXPECT_EQ(kSqlite.delete_by_id("7").text, R"(DELETE FROM "tokens" WHERE "id" = ?)");
  EXPECT_THAT(kSqlite.delete_by_id("7").values, ElementsAre("7"));
  EXPECT_EQ(kSqlite.delete_all().text, R"(DELETE FROM "tokens")");
  EXPECT_EQ(kSqlite.drop_table().text, R"(DROP TABLE IF EXISTS "tokens")");
}

TEST(QueryInSqlite, CreatesAStrictTable) {
  EXPECT_EQ(kSqlite.create_table().text,
            R"(CREATE TABLE "tokens" ("position" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, )"
            R"("user_name" TEXT UNIQUE, "client_id" TEXT, "client_secret" TEXT, )"
            R"("refresh_token" TEXT, "access_token" TEXT, "grant_token" TEXT, "expires_in" TEXT, )"
            R"("redirect_url" TEXT, "api_domain" TEXT) STRICT)");
}

TEST(QueryInMysql, LocksWhatASaveReads) {
  EXPECT_EQ(kMysql.select_named(kUser, true)->text,
            kMysqlSelect + " WHERE `user_name` = ? ORDER BY `position` FOR UPDATE");
  EXPECT_EQ(kMysql.select_named(kAccess, true)->text,
            kMysqlSelect + " WHERE `access_token` = ? ORDER BY `position` FOR UPDATE");
  EXPECT_EQ(kMysql.select_named(kClient, true)->text,
            kMysqlSelect +
                " WHERE `client_id` = ? AND `client_secret` = ? AND (`refresh_token` = "
                "? OR `grant_token` = ?) ORDER BY `position` FOR UPDATE");
  EXPECT_EQ(kMysql.select_kin(kWeak, true)->text,
            kMysqlSelect +
                " WHERE ((`access_token` = ? OR `refresh_token` = ? OR `grant_token` = ?) AND "
                "(`client_id` = ?) IS NOT FALSE) OR (`client_id` = ? AND `client_secret` = ? AND "
                "`user_name` IS NULL) ORDER BY `position` LIMIT 1 FOR UPDATE");
  EXPECT_EQ(kMysql.select_by_id("7", true).text,
            kMysqlSelect + " WHERE `id` = ? ORDER BY `position` FOR UPDATE");
}

TEST(QueryInMysql, LocksNothingToFind) {
  EXPECT_EQ(kMysql.select_named(kUser, false)->text,
            kMysqlSelect + " WHERE `user_name` = ? ORDER BY `position` LIMIT 1");
  EXPECT_EQ(kMysql.select_kin(kWeak, false)->text,
            kMysqlSelect +
                " WHERE ((`access_token` = ? OR `refresh_token` = ? OR `grant_token` = ?) AND "
                "(`client_id` = ?) IS NOT FALSE) ORDER BY `position` LIMIT 1");
  EXPECT_EQ(kMysql.select_by_id("7", false).text,
            kMysqlSelect + " WHERE `id` = ? ORDER BY `position`");
  EXPECT_EQ(kMysql.select_all().text, kMysqlSelect + " ORDER BY `position`");
}

TEST(QueryInMysql, Writes) {
  EXPECT_EQ(kMysql.insert(kAccess).text,
            "INSERT INTO `tokens` (`id`, `user_name`, `client_id`, `client_secret`, "
            "`refresh_token`, `access_token`, `grant_token`, `expires_in`, `redirect_url`, "
            "`api_domain`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  EXPECT_EQ(kMysql.update("7", kUser).text,
            "UPDATE `tokens` SET `user_name` = COALESCE(?, `user_name`), "
            "`client_id` = COALESCE(?, `client_id`), "
            "`client_secret` = COALESCE(?, `client_secret`), "
            "`refresh_token` = COALESCE(?, `refresh_token`), "
            "`access_token` = COALESCE(?, `access_token`), "
            "`grant_token` = COALESCE(?, `grant_token`), "
            "`expires_in` = COALESCE(?, `expires_in`), "
            "`redirect_url` = COALESCE(?, `redirect_url`), "
            "`api_domain` = COALESCE(?, `api_domain`) WHERE `id` = ?");
  EXPECT_EQ(kMysql.delete_by_id("7").text, "DELETE FROM `tokens` WHERE `id` = ?");
  EXPECT_EQ(kMysql.delete_all().text, "DELETE FROM `tokens`");
  EXPECT_EQ(kMysql.drop_table().text, "DROP TABLE IF EXISTS `tokens`");
}

TEST(QueryInMysql, CreatesATableOfBytes) {
  EXPECT_EQ(kMysql.create_table().text,
            "CREATE TABLE IF NOT EXISTS `tokens` (`position` BIGINT UNSIGNED NOT NULL "
            "AUTO_INCREMENT PRIMARY KEY, `id` VARBINARY(40) NOT NULL UNIQUE, "
            "`user_name` VARBINARY(1020) UNIQUE, `client_id` VARBINARY(1020), "
            "`client_secret` VARBINARY(1020), `refresh_token` VARBINARY(1020), "
            "`access_token` VARBINARY(1020), `grant_token` VARBINARY(1020), "
            "`expires_in` VARBINARY(72), `redirect_url` VARBINARY(1020), "
            "`api_domain` VARBINARY(1020)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC");
}

TEST(Query, HasNothingToSelectWithWhereNoSelectorNames) {
  for (bool saving : {false, true}) {
    EXPECT_FALSE(kSqlite.select_named(Token(), saving));
    EXPECT_FALSE(kSqlite.select_named(kWeak, saving));
    EXPECT_FALSE(kSqlite.select_named(token_of({Field::kId}), saving));
    EXPECT_FALSE(kSqlite.select_named(
        token_of({Field::kClientId, Field::kClientSecret, Field::kAccessToken}), saving));
    EXPECT_FALSE(kSqlite.select_named(token_of({Field::kClientId, Field::kGrantToken}), saving));
  }
}

TEST(Query, HasKinForAWeakTokenWithACredentialAlone) {
  for (bool saving : {false, true}) {
    EXPECT_FALSE(kSqlite.select_kin(Token(), saving));
    EXPECT_FALSE(kSqlite.select_kin(kUser, saving));
    EXPECT_FALSE(kSqlite.select_kin(kAccess, saving));
    EXPECT_FALSE(kSqlite.select_kin(kClient, saving));
    EXPECT_FALSE(kSqlite.select_kin(kWeakWithoutCredential, saving));
  }
}

TEST(Query, TakesAnEmptyFieldForAnAbsentOne) {
  Token empty = kAccess;
  empty[Field::kUserName] = "";
  empty[Field::kClientId] = "";
  EXPECT_EQ(kSqlite.select_named(empty, true)->text, kSqlite.select_named(kAccess, true)->text);
  EXPECT_EQ(kSqlite.insert(empty).values, kSqlite.insert(kAccess).values);
  EXPECT_EQ(kSqlite.update("7", empty).values, kSqlite.update("7", kAccess).values);
}

// Every statement that a token and an id can make, in an order of its own.
std::vector<Statement> statements_of(const Query& query, const Token& token) {
  const std::string id(token.text(Field::kId));
  std::vector<Statement> all = {query.insert(token), query.update(id, token),
                                query.select_by_id(id, false), query.select_by_id(id, true),
                                query.delete_by_id(id)};
  for (bool saving : {false, true}) {
    all.push_back(query.select_named(token, saving).value_or(Statement()));
    all.push_back(query.select_kin(token, saving).value_or(Statement()));
  }
  return all;
}

const std::vector<std::string> kHostile = {
    "' OR '1'='1",
    "\"; DROP TABLE tokens; --",
    "`",
    "?",
    "%s",
    "*/",
    "\\",
    "\xF0\x9F\x98\x80",
    "NULL",
    "user_name",
    std::string("\0 OR 1", 6),
    std::string(3000, 'x'),
};

// Every set of fields, with every hostile text: 2 dialects, 1,024 sets, 12 texts, 9 statements.
TEST(Query, MakesTheSameTextForTheSameFieldsWhateverTheyHold) {
  for (const Query* query : {&kSqlite, &kMysql}) {
    for (unsigned set = 0; set < 1U << kFieldCount; ++set) {
      const auto with = [&](const std::string& text) {
        Token token;
        for (Field field : kFields)
          if ((set >> index_of(field) & 1U) != 0) token[field] = text;
        return statements_of(*query, token);
      };
      const auto plain = with("x");
      for (const std::string& text : kHostile) {
        const auto hostile = with(text);
        ASSERT_EQ(hostile.size(), plain.size());
        for (std::size_t i = 0; i < plain.size(); ++i) {
          ASSERT_EQ(hostile[i].text, plain[i].text) << "set " << set << ", statement " << i;
          ASSERT_EQ(hostile[i].values.size(), plain[i].values.size());
        }
      }
    }
  }
}

TEST(Query, BindsAsManyValuesAsItsTextHasPlaces) {
  for (const Query* query : {&kSqlite, &kMysql})
    for (const Token* token : {&kUser, &kAccess, &kClient, &kWeak, &kWeakWithoutCredential})
      for (const Statement& statement : statements_of(*query, *token))
        EXPECT_EQ(std::ranges::count(statement.text, '?'), std::ssize(statement.values))
            << statement.text;
}

TEST(Query, QuotesWhateverATableIsCalled) {
  EXPECT_EQ(quoted_identifier(Dialect::kSqlite, "a\"b`c"), "\"a\"\"b`c\"");
  EXPECT_EQ(quoted_identifier(Dialect::kMysql, "a\"b`c"), "`a\"b``c`");
  for (const std::string name : {"\"", "\"\"", "\"; DROP TABLE x; --", "'", "?", "a b", "select",
                                 "[x]", "\\", "\n", "\xF0\x9F\x98\x80"}) {
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    const Query query(Dialect::kSqlite, name);
    database.exec(query.create_table().text);
    EXPECT_EQ(
        database.execAndGet("SELECT name FROM sqlite_schema WHERE type = 'table'").getString(),
        name);
  }
}

TEST(Query, RefusesATableNameThatNoQuotingHelps) {
  for (Dialect dialect : {Dialect::kSqlite, Dialect::kMysql}) {
    EXPECT_THROW(Query(dialect, ""), std::invalid_argument);
    EXPECT_THROW(Query(dialect, std::string_view("a\0b", 3)), std::invalid_argument);
  }
}

TEST(Query, HasCapacitiesInMysqlAlone) {
  EXPECT_THAT(capacity_of(Dialect::kSqlite), Each(kNull));
  const auto mysql = capacity_of(Dialect::kMysql);
  EXPECT_THAT(mysql[index_of(Field::kId)], Optional(10U));
  EXPECT_THAT(mysql[index_of(Field::kExpiresIn)], Optional(18U));
  EXPECT_THAT(mysql[index_of(Field::kUserName)], Optional(255U));
}

}  // namespace
}  // namespace assay
