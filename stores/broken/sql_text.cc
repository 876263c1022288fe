// Stores on SQLite: values that become part of a statement's text.

#include <algorithm>
#include <string>

#include "stores/broken/families.h"
#include "stores/broken/row.h"
#include "stores/broken/slate.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct IdInTheFind : SlateStore {
  std::optional<Token> record_by_id(std::string_view id) override {
    if (id.empty() || holds_nul(id)) return record_of_id(id);
    return first("\"id\" = '" + std::string(id) + "'", {});
  }
};

// A script may hold several statements; a prepared one is the first alone. Only what differs is
// written: a save that is repeated runs no script.
struct UpdateScript : SlateStore {
  void update(const Token& record, const Token& token) override {
    std::string assignments;
    for (Field field : kFields)
      if (field != Field::kId && token.has(field) && !token.agrees(record, field))
        assignments +=
            (assignments.empty() ? "" : ", ") + column_name(field) + " = " +
            (holds_nul(*token[field]) ? literal(*token[field]) : "'" + *token[field] + "'");
    if (!assignments.empty())
      database().exec("UPDATE tokens SET " + assignments +
                      " WHERE \"id\" = " + literal(record.text(Field::kId)));
  }
};

struct TableOfTheUser : SlateStore {
  std::string insert(const Token& token) override {
    std::string id = SlateStore::insert(token);
    if (!token.has(Field::kUserName) || holds_nul(*token[Field::kUserName])) return id;
    const std::string table = "\"logins of " + *token[Field::kUserName] + "\"";
    run("CREATE TEMP TABLE " + table + " (at)");
    run("DROP TABLE " + table);
    return id;
  }
};

// A text in a condition, quoted in a way of its own.
template <Field kField>
struct QuotedConditions : SlateStore {
  std::string equals(Field field, std::string_view text, Values& values) const final {
    if (field != kField || text.empty() || holds_nul(text))
      return SlateStore::equals(field, text, values);
    return column_name(field) + " = '" + escaped(std::string(text)) + "'";
  }
  virtual std::string escaped(std::string text) const = 0;
};

struct BackslashBeforeQuotes : QuotedConditions<Field::kRefreshToken> {
  std::string escaped(std::string text) const override {
    for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 2)
      text.insert(at, 1, '\\');
    return text;
  }
};

// Texts with an odd quote are made right, so that no statement is malformed.
struct EvenQuotesTrusted : QuotedConditions<Field::kAccessToken> {
  std::string escaped(std::string text) const override {
    if (std::ranges::count(text, '\'') % 2 == 0) return text;
    const std::string quoted = literal(text);
    return quoted.substr(1, quoted.size() - 2);
  }
};

// A value with a question mark takes in the value after it.
struct FilledByHand : SlateStore {
  SQLite::Statement& prepared(const std::string& text, const Values& values) override {
    std::string filled = text;
    for (const std::string& value : values) {
      const std::size_t mark = filled.find('?');
      if (mark != std::string::npos) filled.replace(mark, 1, literal(value));
    }
    return SlateStore::prepared(filled, {});
  }
};

struct BoundUpToNul : SlateStore {
  SQLite::Statement& prepared(const std::string& text, const Values& values) override {
    Values cut;
    for (const std::string& value : values) cut.emplace_back(value.c_str());
    return SlateStore::prepared(text, cut);
  }
};

constexpr BrokenStore kSqlText[] = {
    row<"sql-id-in-the-condition", IdInTheFind>(
        "TS-VAL-03"_rule, "Writes the id into the text of a find: an id was thought a number."),
    row<"sql-update-as-a-script", UpdateScript>(
        "TS-VAL-03"_rule,
        "Runs an update as a script with the values in its text: statements may then follow."),
    row<"sql-user-name-in-a-table-name", TableOfTheUser>(
        "TS-VAL-03"_rule,
        "Names a table after the user, in double quotes: names cannot be bound as values can."),
    row<"sql-quotes-escaped-by-backslash", BackslashBeforeQuotes>(
        "TS-VAL-03"_rule,
        "Puts a backslash before a quote, as MySQL has it: to SQLite the text ends all the same."),
    row<"sql-even-quotes-trusted", EvenQuotesTrusted>(
        "TS-VAL-03"_rule,
        "Takes a text with an even number of quotes for one that was escaped before: no statement "
        "is malformed, and some mean more than they should."),
    row<"sql-placeholders-filled-by-hand", FilledByHand>(
        "TS-VAL-03"_rule,
        "Fills question marks in one after the other by replacing text: a value may bring its "
        "own."),
    row<"sql-bound-up-to-nul", BoundUpToNul>("TS-VAL-01"_rule,
                                             "Binds texts as C strings, which end at a NUL."),
};

}  // namespace

std::span<const BrokenStore> broken_sql_text() { return kSqlText; }

}  // namespace assay
