// MySQL's dialect in SQLite's words, to run a statement where no server is.
#pragma once

#include <string>
#include <vector>

#include "fuzz/sql_tokens.h"

namespace assay {

// Collations that SQLite must be taught: MySQL pads blanks away in every text that is no bytes, and
// takes cases for one unless told otherwise.
inline constexpr const char* kPaddedCollation = "mysql_padded";
inline constexpr const char* kPaddedCaselessCollation = "mysql_padded_caseless";

// The statement of these tokens (of Dialect::kMysql) for SQLite, with the same places. Types become
// TEXT with the comparison that they have in MySQL, the position counts as it does there; locks, an
// engine and comments go. What SQLite does not know stays, and does not prepare.
std::string sqlite_text(const std::vector<SqlToken>& tokens);

}  // namespace assay
