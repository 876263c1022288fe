#include "fuzz/sql_grammar.h"

#include <gtest/gtest.h>

#include "fuzz/query_effect.h"
#include "fuzz/query_seeds.h"

namespace assay {
namespace {

std::optional<std::string> fault(std::string_view text, const Request& request) {
  return grammar_fault(sql_tokens(Dialect::kMysql, text), request, "tokens");
}

TEST(SqlGrammar, TakesEveryStatementOfTheConstruction) {
  int taken = 0;
  for (const QuerySeed& seed : query_seeds()) {
    const QueryCase& one = seed.query_case;
    if (one.dialect != Dialect::kMysql || one.table != "tokens" || !has_statement(one.request))
      continue;
    const auto construction = make_query_construction(one.dialect, one.table);
    EXPECT_EQ(fault(statement_of(*construction, one.request)->text, one.request), std::nullopt)
        << seed.name;
    ++taken;
  }
  EXPECT_GT(taken, 20);
}

TEST(SqlGrammar, TellsTheTokenThatDoesNotBelong) {
  Request request;
  request.ask = Ask::kDeleteById;
  EXPECT_EQ(fault("DELETE FROM `tokens` WHERE `id` = ?", request), std::nullopt);
  EXPECT_EQ(fault("DELETE FROM `tokens`", request), "token 4 is the end, where WHERE belongs");
  EXPECT_EQ(fault("DELETE FROM `tokens` WHERE `id` = '7'", request),
            "token 7 is \"7\", where a place belongs");
  EXPECT_EQ(fault("DELETE FROM `tokens` WHERE `id` = ? LIMIT 1", request),
            "token 8 is \"LIMIT\", where the end belongs");
}

TEST(SqlGrammar, RefusesWhatIsNearlyRight) {
  Request remove;
  remove.ask = Ask::kDeleteById;
  for (std::string_view text :
       {"DELETE FROM tokens WHERE `id` = ?", "DELETE FROM \"tokens\" WHERE `id` = ?",
        "DELETE FROM `other` WHERE `id` = ?", "DELETE FROM `tokens` WHERE `user_name` = ?",
        "DELETE FROM `tokens` WHERE `id` LIKE ?", "DELETE FROM `tokens` WHERE `id` = ? OR 1 = 1",
        "SELECT FROM `tokens` WHERE `id` = ?", "DELETE FROM `tokens` WHERE (`id` = ?", ""})
    EXPECT_TRUE(fault(text, remove)) << text;
}

}  // namespace
}  // namespace assay
