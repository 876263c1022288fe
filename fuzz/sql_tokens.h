// The text of a statement as a database's lexer reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/token.h"
#include "stores/query.h"

namespace assay {

enum class SqlKind : std::uint8_t {
  kWord,    // SELECT, or a name without quotes
  kName,    // a name in quotes; `text` is what it names
  kString,  // a text in quotes; `text` is what it holds
  kNumber,
  kPlace,   // ? or what else stands for a value
  kSymbol,  // one character; <=, >=, <>, !=, ||, <=> are one too
  kSemicolon,
  kComment,
  kStray,  // a quote or a comment that does not end, a character that no SQL has
};

struct SqlToken {
  SqlKind kind = SqlKind::kStray;
  std::string text;
};

// The tokens of `text`, all of it. Total: what is no SQL is kStray.
std::vector<SqlToken> sql_tokens(Dialect dialect, std::string_view text);

// True iff the token is this keyword, in any case.
bool is_word(const SqlToken& token, std::string_view upper_case);
bool is_symbol(const SqlToken& token, std::string_view symbol);

// For each place of a statement the field of the column that it stands beside: in `column = ?`, in
// `COALESCE(?, column)`, and in an INSERT by its number. Nothing where it stands beside none.
std::vector<std::optional<Field>> fields_of_places(const std::vector<SqlToken>& tokens);

}  // namespace assay
