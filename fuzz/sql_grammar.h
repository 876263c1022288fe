// The few statements of a token store in MySQL's dialect, as a grammar.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/construction.h"
#include "fuzz/sql_tokens.h"

namespace assay {

// What is wrong with the tokens of a statement for this question, or nothing.
//
// The statement must be of the kind that was asked for, over this table, with these columns and no
// others, each name in backticks; its conditions compare columns of the question with places, by
// `=`, IS NULL and IS NOT FALSE, joined by AND and OR; rows come in the order of `position`, one
// alone where the question is for one, locked where it is for a save; a new value is a place, in an
// update within COALESCE; columns hold bytes, four for a character, and id and user_name are
// unique. What a condition means is not looked at. REQUIRES: has_statement(request).
std::optional<std::string> grammar_fault(const std::vector<SqlToken>& tokens,
                                         const Request& request, std::string_view table);

}  // namespace assay
