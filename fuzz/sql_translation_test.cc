#include "fuzz/sql_translation.h"

#include <gtest/gtest.h>

#include "fuzz/construction.h"
#include "fuzz/query_database.h"

namespace assay {
namespace {

std::string translated(std::string_view text) {
  return sqlite_text(sql_tokens(Dialect::kMysql, text));
}

TEST(SqlTranslation, QuotesNamesAndTextsAsSqliteDoes) {
  EXPECT_EQ(translated("SELECT `a``b\"c` FROM `t` WHERE x = 'it\\'s' FOR UPDATE"),
            "SELECT \"a`b\"\"c\" FROM \"t\" WHERE x = 'it''s'");
}

TEST(SqlTranslation, KeepsHowAColumnCompares) {
  EXPECT_EQ(translated("CREATE TABLE `t` (`p` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, "
                       "`a` VARBINARY(40) UNIQUE, `b` VARCHAR(255), "
                       "`c` VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) ENGINE=InnoDB"),
            "CREATE TABLE \"t\" ( \"p\" INTEGER PRIMARY KEY , \"a\" TEXT UNIQUE , "
            "\"b\" TEXT COLLATE mysql_padded_caseless , \"c\" TEXT COLLATE mysql_padded )");
}

TEST(SqlTranslation, MakesTheTableOfTheConstruction) {
  const auto mysql = make_query_construction(Dialect::kMysql, "a`b\"c");
  QueryDatabase database("a`b\"c");
  EXPECT_EQ(database.make(translated(mysql->create_table().text)), std::nullopt);
  EXPECT_TRUE(database.executes(translated(mysql->create_table().text)));
}

TEST(SqlTranslation, IsTotal) {
  for (std::string_view text : {"", "CREATE", "CREATE VARCHAR", "CREATE VARCHAR(", "COLLATE",
                                "CREATE TEXT COLLATE", "CREATE TEXT CHARACTER", "'", "FOR"})
    translated(text);
}

}  // namespace
}  // namespace assay
