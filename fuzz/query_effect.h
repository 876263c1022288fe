// What a statement must do to a table, told from the rules and not from any SQL.
#pragma once

#include <string>
#include <vector>

#include "fuzz/construction.h"

namespace assay {

// What running a statement did, or should do.
struct QueryEffect {
  bool refused = false;        // by the table; then nothing has changed
  bool table_is_gone = false;  // then `records` is empty
  std::vector<Token> rows;     // what a SELECT gives
  std::vector<Token> records;  // what the table holds afterwards, in the order of insertion
};

// True iff there is a statement for this question: only a selector that can name a record has one,
// and of the weak tokens only those with a credential have kin. [TS-FIND-02, TS-FIND-05]
bool has_statement(const Request& request);

// The effect on a table that holds `records`. REQUIRES: has_statement(request), the records have
// ids and no empty fields, and neither an id nor a user_name is there twice. A second CREATE TABLE
// is refused by SQLite and does nothing in MySQL.
QueryEffect expected_effect(Dialect dialect, const Request& request,
                            const std::vector<Token>& records);

// Where the two differ, in a line each, values in quotes and cut short; "" where they do not. A
// field that is not set and one that is empty differ here: a table holds NULL for what is absent.
std::string difference(const QueryEffect& expected, const QueryEffect& happened);

// The records, one a line; " none" where there are none.
std::string told(const std::vector<Token>& records);

}  // namespace assay
