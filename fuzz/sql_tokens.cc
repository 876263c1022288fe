#include "fuzz/sql_tokens.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay {
namespace {

// SQL's own classes, whatever the locale; a byte beyond ASCII is a letter.
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

class Lexer {
 public:
  Lexer(Dialect dialect, std::string_view text) : dialect_(dialect), text_(text) {}

  std::vector<SqlToken> tokens() {
    std::vector<SqlToken> all;
    all.reserve(text_.size() / 4);
    for (;;) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (at_ == text_.size()) return all;
      all.push_back(next());
    }
  }

 private:
  bool mysql() const { return dialect_ == Dialect::kMysql; }
  char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  SqlToken next() {
    const char c = text_[at_];
    if (begins_comment()) return comment();
    if (c == '`') return quoted(c, SqlKind::kName);
    if (c == '"') return quoted(c, mysql() ? SqlKind::kString : SqlKind::kName);
    if (c == '\'') return quoted(c, SqlKind::kString);
    if (c == '[' && !mysql()) return bracketed();
    if ((c == 'x' || c == 'X') && peek(1) == '\'') {
      ++at_;
      return quoted('\'', SqlKind::kString);
    }
    if (is_letter(c)) return run(SqlKind::kWord);
    if (is_digit(c)) return run(SqlKind::kNumber);
    if (c == '?' || (!mysql() && (c == ':' || c == '@' || c == '$'))) return run(SqlKind::kPlace);
    ++at_;
    if (c == ';') return {SqlKind::kSemicolon, ";"};
    return symbol(c);
  }

  // MySQL wants a blank after the two dashes; SQLite does not, and knows no '#'.
  bool begins_comment() const {
    if (peek(0) == '#') return mysql();
    if (peek(0) == '/' && peek(1) == '*') return true;
    if (peek(0) != '-' || peek(1) != '-') return false;
    return !mysql() || at_ + 2 == text_.size() || is_blank(peek(2));
  }

  SqlToken comment() {
    const std::size_t begin = at_;
    const bool block = peek(0) == '/';
    const std::size_t end = block ? text_.find("*/", at_ + 2) : text_.find('\n', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + (block ? 2 : 1);
    return {SqlKind::kComment, std::string(text_.substr(begin, at_ - begin))};
  }

  // A quote is written twice. In a text of MySQL a backslash takes the next character along.
  SqlToken quoted(char quote, SqlKind kind) {
    const bool escapes = kind == SqlKind::kString && mysql();
    std::string held;
    for (++at_;; ++at_) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != quote && !(escapes && text_[at_] == '\\')) ++at_;
      held.append(text_, begin, at_ - begin);
      if (at_ == text_.size()) break;
      const bool doubled = text_[at_] == quote && peek(1) == quote;
      if (text_[at_] == quote && !doubled) {
        ++at_;
        return {kind, std::move(held)};
      }
      if (at_ + 1 < text_.size()) ++at_;
      held += text_[at_];
    }
    return {SqlKind::kStray, "a quote without an end"};
  }

  SqlToken bracketed() {
    const std::size_t end = text_.find(']', at_);
    if (end == std::string_view::npos) {
      at_ = text_.size();
      return {SqlKind::kStray, "a bracket without an end"};
    }
    const std::size_t begin = std::exchange(at_, end + 1) + 1;
    return {SqlKind::kName, std::string(text_.substr(begin, end - begin))};
  }

  // The first character, and the letters and digits after it. A place of MySQL's is one character.
  SqlToken run(SqlKind kind) {
    const std::size_t begin = at_++;
    if (kind == SqlKind::kPlace && mysql()) return {kind, "?"};
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return {kind, std::string(text_.substr(begin, at_ - begin))};
  }

  SqlToken symbol(char first) {
    constexpr std::array<std::string_view, 8> kOperators = {"<=>", "<=", ">=", "<>",
                                                            "!=",  "||", "==", "&&"};
    for (std::string_view candidate : kOperators) {
      if (candidate[0] != first || !text_.substr(at_ - 1).starts_with(candidate)) continue;
      at_ += candidate.size() - 1;
      return {SqlKind::kSymbol, std::string(candidate)};
    }
    const bool known = std::string_view("(),=<>+-*/%.&|~!@^").find(first) != std::string::npos;
    return {known ? SqlKind::kSymbol : SqlKind::kStray, std::string(1, first)};
  }

  Dialect dialect_;
  std::string_view text_;
  std::size_t at_ = 0;
};

using Tokens = std::vector<SqlToken>;

std::optional<Field> field_at(const Tokens& tokens, std::size_t at) {
  if (at >= tokens.size()) return std::nullopt;
  const SqlKind kind = tokens[at].kind;
  return kind == SqlKind::kName || kind == SqlKind::kWord ? find_field(tokens[at].text)
                                                          : std::nullopt;
}

bool compares(const SqlToken& token) {
  if (token.kind == SqlKind::kSymbol) return token.text.find_first_of("(),.*") == std::string::npos;
  return is_word(token, "LIKE") || is_word(token, "IS");
}

// The columns that an INSERT lists: what stands before its VALUES.
std::vector<std::optional<Field>> listed(const Tokens& tokens) {
  std::vector<std::optional<Field>> fields;
  std::size_t at = 0;
  while (at < tokens.size() && !is_symbol(tokens[at], "(")) ++at;
  for (++at; at < tokens.size() && !is_symbol(tokens[at - 1], ")"); at += 2)
    fields.push_back(field_at(tokens, at));
  return fields;
}

}  // namespace

std::vector<SqlToken> sql_tokens(Dialect dialect, std::string_view text) {
  return Lexer(dialect, text).tokens();
}

bool is_word(const SqlToken& token, std::string_view upper_case) {
  return token.kind == SqlKind::kWord &&
         std::ranges::equal(token.text, upper_case, {}, [](char c) { return upper(c); });
}

bool is_symbol(const SqlToken& token, std::string_view symbol) {
  return token.kind == SqlKind::kSymbol && token.text == symbol;
}

std::vector<std::optional<Field>> fields_of_places(const std::vector<SqlToken>& tokens) {
  const bool insert = !tokens.empty() && is_word(tokens[0], "INSERT");
  const auto columns = insert ? listed(tokens) : std::vector<std::optional<Field>>();
  std::vector<std::optional<Field>> fields;
  std::size_t item = 0;  // of the values of an INSERT
  bool in_values = false;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (insert && is_word(tokens[at], "VALUES")) in_values = true;
    if (in_values && is_symbol(tokens[at], ",")) ++item;
    if (tokens[at].kind != SqlKind::kPlace) continue;
    if (in_values) {
      fields.push_back(item < columns.size() ? columns[item] : std::nullopt);
    } else if (at >= 2 && is_symbol(tokens[at - 1], "(") && is_word(tokens[at - 2], "COALESCE")) {
      fields.push_back(field_at(tokens, at + 2));
    } else {
      fields.push_back(at >= 2 && compares(tokens[at - 1]) ? field_at(tokens, at - 2)
                                                           : std::nullopt);
    }
  }
  return fields;
}

}  // namespace assay
