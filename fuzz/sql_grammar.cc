#include "fuzz/sql_grammar.h"

#include <algorithm>
#include <initializer_list>
#include <span>

#include "spec/model.h"
#include "spec/text.h"

namespace assay {
namespace {

struct SyntaxFault {
  std::string what;
};

// The columns that a condition may compare.
FieldSet compared(const Request& request) {
  switch (request.ask) {
    case Ask::kSelectNamed: break;
    case Ask::kSelectKin:
      return request.saving
                 ? FieldSet{Field::kAccessToken, Field::kRefreshToken, Field::kGrantToken,
                            Field::kClientId,    Field::kClientSecret, Field::kUserName}
                 : FieldSet{Field::kAccessToken, Field::kRefreshToken, Field::kGrantToken,
                            Field::kClientId};
    default: return {Field::kId};
  }
  switch (selector_of(request.token)) {
    case Selector::kUser: return {Field::kUserName};
    case Selector::kAccess: return {Field::kAccessToken};
    default:
      return {Field::kClientId, Field::kClientSecret, Field::kRefreshToken, Field::kGrantToken};
  }
}

// Reads from the left; throws a SyntaxFault at the first token that does not belong.
class Parser {
 public:
  Parser(std::span<const SqlToken> tokens, const Request& request, std::string_view table)
      : tokens_(tokens), request_(request), table_(table) {}

  void statement() {
    switch (request_.ask) {
      case Ask::kInsert: insert(); break;
      case Ask::kUpdate: update(); break;
      case Ask::kDeleteById:
        words({"DELETE", "FROM"});
        table();
        where();
        break;
      case Ask::kDeleteAll:
        words({"DELETE", "FROM"});
        table();
        break;
      case Ask::kCreateTable: create(); break;
      case Ask::kDropTable:
        words({"DROP", "TABLE", "IF", "EXISTS"});
        table();
        break;
      default: select(); break;
    }
    if (at_ != tokens_.size()) unexpected("the end");
  }

 private:
  [[noreturn]] void unexpected(std::string_view wanted) const {
    const std::string found =
        at_ < tokens_.size() ? "is " + quoted(tokens_[at_].text) : std::string("is the end");
    throw SyntaxFault{"token " + std::to_string(at_ + 1) + " " + found + ", where " +
                      std::string(wanted) + " belongs"};
  }

  bool take_word(std::string_view word) {
    if (at_ == tokens_.size() || !is_word(tokens_[at_], word)) return false;
    ++at_;
    return true;
  }
  void words(std::initializer_list<std::string_view> all) {
    for (std::string_view word : all)
      if (!take_word(word)) unexpected(word);
  }
  bool take_symbol(std::string_view text) {
    if (at_ == tokens_.size() || !is_symbol(tokens_[at_], text)) return false;
    ++at_;
    return true;
  }
  void symbol(std::string_view text) {
    if (!take_symbol(text)) unexpected(text);
  }
  void number(std::string_view text) {
    if (at_ == tokens_.size() || tokens_[at_].kind != SqlKind::kNumber || tokens_[at_].text != text)
      unexpected(text);
    ++at_;
  }
  void name(std::string_view wanted) {
    if (at_ == tokens_.size() || tokens_[at_].kind != SqlKind::kName || tokens_[at_].text != wanted)
      unexpected("the name " + quoted(wanted) + " in backticks");
    ++at_;
  }
  void place() {
    if (at_ == tokens_.size() || tokens_[at_].kind != SqlKind::kPlace) unexpected("a place");
    ++at_;
  }
  void table() { name(table_); }
  void columns() {
    for (Field field : kFields) {
      if (field != kFields.front()) symbol(",");
      name(name_of(field));
    }
  }

  // A column that the question is about.
  void compared_column() {
    const auto field = at_ < tokens_.size() && tokens_[at_].kind == SqlKind::kName
                           ? find_field(tokens_[at_].text)
                           : std::nullopt;
    if (!field || !compared(request_).contains(*field)) unexpected("a column of the question");
    ++at_;
  }

  void factor() {
    if (take_symbol("(")) {
      condition();
      symbol(")");
      if (take_word("IS")) words({"NOT", "FALSE"});
      return;
    }
    compared_column();
    if (take_word("IS")) {
      words({"NULL"});
    } else {
      symbol("=");
      place();
    }
  }
  void condition() {
    do factor();
    while (take_word("AND") || take_word("OR"));
  }
  void where() {
    words({"WHERE"});
    condition();
  }

  void select() {
    words({"SELECT"});
    columns();
    words({"FROM"});
    table();
    if (request_.ask != Ask::kSelectAll) where();
    words({"ORDER", "BY"});
    name("position");
    const bool first =
        request_.ask == Ask::kSelectKin || (request_.ask == Ask::kSelectNamed && !request_.saving);
    if (first) {
      words({"LIMIT"});
      number("1");
    }
    if (request_.saving && request_.ask != Ask::kSelectAll) words({"FOR", "UPDATE"});
  }

  void insert() {
    words({"INSERT", "INTO"});
    table();
    symbol("(");
    columns();
    symbol(")");
    words({"VALUES"});
    symbol("(");
    for (Field field : kFields) {
      if (field != kFields.front()) symbol(",");
      place();
    }
    symbol(")");
  }

  // An absent user_name is left out, so that its index is left alone.
  void update() {
    words({"UPDATE"});
    table();
    words({"SET"});
    bool first = true;
    for (Field field : kFields) {
      if (field == Field::kId || (field == Field::kUserName && !request_.token.has(field)))
        continue;
      if (!first) symbol(",");
      first = false;
      name(name_of(field));
      symbol("=");
      words({"COALESCE"});
      symbol("(");
      place();
      symbol(",");
      name(name_of(field));
      symbol(")");
    }
    where();
  }

  void create() {
    words({"CREATE", "TABLE", "IF", "NOT", "EXISTS"});
    table();
    symbol("(");
    name("position");
    words({"BIGINT", "UNSIGNED", "NOT", "NULL", "AUTO_INCREMENT", "PRIMARY", "KEY"});
    for (Field field : kFields) {
      symbol(",");
      name(name_of(field));
      words({"VARBINARY"});
      symbol("(");
      number(std::to_string(4 * least_capacity(field)));
      symbol(")");
      if (field == Field::kId) words({"NOT", "NULL", "UNIQUE"});
      if (field == Field::kUserName) words({"UNIQUE"});
    }
    symbol(")");
    words({"ENGINE"});
    symbol("=");
    words({"INNODB", "ROW_FORMAT"});
    symbol("=");
    words({"DYNAMIC"});
  }

  std::span<const SqlToken> tokens_;
  const Request& request_;
  std::string_view table_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::string> grammar_fault(const std::vector<SqlToken>& tokens,
                                         const Request& request, std::string_view table) {
  try {
    Parser(tokens, request, table).statement();
    return std::nullopt;
  } catch (const SyntaxFault& fault) {
    return fault.what;
  }
}

}  // namespace assay
