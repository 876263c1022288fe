// Bytes to a question for the construction of SQL, and a small table to put its answer to.
//
// Every input is a case: what is missing at the end reads as zero.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fuzz/construction.h"

namespace assay {

struct QueryCase {
  Dialect dialect = Dialect::kSqlite;
  std::string table;
  Request request;
  // What the table holds, in the order of insertion: each has an id and no empty fields, no two
  // have the same id, and no two the same user_name.
  std::vector<Token> records;
};

// The case of an input:
//   a byte    how the question is asked: bit 0 dialect, bit 1 saving, the rest modulo 10 an Ask
//   a byte    the table: up to 0xEF from a list, then a text of its own
//   2 bytes   the fields of the token, bit by bit; 1 or 2 bytes each of them's text
//   a text    the id of the question
//   a byte    how many records, modulo 5; each is 2 bytes and texts, as the token
// A text is a byte: up to 0x7F from the pool; up to 0xBF the token's own text in that field (its id
// for the question's id; for a record's the question's id, or in an insert the token's), up to 0xDF
// nearly that; from 0xE0 the bytes that follow, up to an 0xFF.
//
// Without `with_records` the rest is not read.
QueryCase query_case(std::string_view input, bool with_records = true);

// An input of this case. REQUIRES: no text holds the byte 0xFF.
std::string input_of(const QueryCase& query_case);

}  // namespace assay
