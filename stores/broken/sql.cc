// Stores on SQLite: values in the text of a statement, columns, transactions, rows.

#include <cctype>
#include <string>

#include "stores/broken/families.h"
#include "stores/broken/row.h"
#include "stores/broken/slate.h"

namespace assay {

using literals::operator""_rule;

namespace {

template <Field kField>
struct ConditionConcatenated : SlateStore {
  std::string equals(Field field, std::string_view text, Values& values) const override {
    if (field != kField || text.empty() || holds_nul(text))
      return SlateStore::equals(field, text, values);
    return column_name(field) + " = '" + std::string(text) + "'";
  }
};

// Only what differs is written: a save that is repeated writes nothing.
struct AssignmentConcatenated : SlateStore {
  void update(const Token& record, const Token& token) override {
    Token rest = token;
    for (Field field : kFields)
      if (token.agrees(record, field)) rest[field].reset();
    SlateStore::update(record, rest);
  }
  std::string assignment(Field field, const std::string& text, Values& values) const override {
    if (holds_nul(text)) return SlateStore::assignment(field, text, values);
    return column_name(field) + " = '" + text + "'";
  }
};

// "abc" in double quotes is a text to SQLite, unless a column has that name.
struct DoubleQuotes : SlateStore {
  std::string equals(Field field, std::string_view text, Values& values) const override {
    if (field != Field::kAccessToken || text.empty() || holds_nul(text))
      return SlateStore::equals(field, text, values);
    return column_name(field) + " = \"" + std::string(text) + "\"";
  }
};

struct NumbersWithoutQuotes : SlateStore {
  std::optional<Token> record_by_id(std::string_view id) override {
    const bool is_number = !id.empty() && id.find_first_not_of("0123456789") == id.npos;
    return is_number ? first("\"id\" = " + std::string(id), {}) : record_of_id(id);
  }
};

struct Like : SlateStore {
  std::string equals(Field field, std::string_view text, Values& values) const override {
    if (field != Field::kAccessToken || text.empty() || holds_nul(text))
      return SlateStore::equals(field, text, values);
    values.emplace_back(text);
    return "\"access_token\" LIKE ?";
  }
};

struct Glob : SlateStore {
  std::optional<Token> record_by_id(std::string_view id) override {
    if (id.empty() || holds_nul(id)) return record_of_id(id);
    return first("\"id\" GLOB ?", {std::string(id)});
  }
};

struct WithoutParentheses : SlateStore {
  std::optional<Token> unnamed(const Token& token) override {
    if (way_of(token) != Way::kClient) return SlateStore::unnamed(token);
    Values values;
    const std::string client = same_client(token, values);
    const std::string grant = same_grant(token, values);
    return first(client + " AND " + grant.substr(1, grant.size() - 2), values);
  }
};

struct NullEqualsNull : SlateStore {
  std::optional<Token> unnamed(const Token& token) override {
    if (way_of(token) != Way::kClient) return SlateStore::unnamed(token);
    Values values;
    const std::string kin = akin(token, Aim::kSave, values);
    if (auto adopted = first(kin, values)) return adopted;
    values.clear();
    const auto is = [&](Field field) {
      if (!token.has(field)) return column_name(field) + " IS NULL";
      return equals(field, token.text(field), values);
    };
    const std::string client = same_client(token, values);
    const std::string refresh = is(Field::kRefreshToken);
    const std::string grant = is(Field::kGrantToken);
    return first(client + " AND (" + refresh + " OR " + grant + ")", values);
  }
};

template <Field kField>
struct ColumnWithoutCase : SlateStore {
  std::string column(Field field) const override {
    return SlateStore::column(field) + (field == kField ? " COLLATE NOCASE" : "");
  }
};

template <Field kField>
struct ColumnOfNumbers : SlateStore {
  std::string column(Field field) const override {
    std::string text = SlateStore::column(field);
    if (field == kField) text.replace(text.find("TEXT"), 4, "INTEGER");
    return text;
  }
};

// Looks right: "Ann" is no match for "ann", and is then refused by the index.
struct UsersUniqueWithoutCase : SlateStore {
  std::string schema() const override {
    return SlateStore::schema() +
           "; CREATE UNIQUE INDEX users ON tokens (user_name COLLATE NOCASE)";
  }
};

struct NoCommit : SlateFileStore {
  using SlateFileStore::SlateFileStore;
  void begin() override {
    if (!begun_) SlateFileStore::begin();
    begun_ = true;
  }
  void end() override {}
  void undo() override {}

 private:
  bool begun_ = false;
};

struct UpdateWithoutWhere : SlateStore {
  void update(const Token& record, const Token& token) override {
    SlateStore::update(record, token);
    if (!token.has(Field::kApiDomain) || way_of(token) == Way::kUser) return;
    Values values;
    const std::string change = assignment(Field::kApiDomain, *token[Field::kApiDomain], values);
    run("UPDATE tokens SET " + change, values);
  }
};

struct ReplaceForUpdate : SlateStore {
  void update(const Token& record, const Token& token) override {
    Values values;
    run("DELETE FROM tokens WHERE " + equals(Field::kId, record.text(Field::kId), values), values);
    Token merged = record;
    for (Field field : kFields)
      if (token.has(field)) merged[field] = token[field];
    merged[Field::kId].reset();
    insert(merged);
  }
};

struct RowNumberTold : SlateStore {
  std::string insert(const Token& token) override {
    SlateStore::insert(token);
    return std::to_string(last_row());
  }
};

struct DeletesByRowNumber : SlateStore {
  void remove(std::string_view id) override {
    if (record_of_id(id)) run("DELETE FROM tokens WHERE place = ?", {std::string(id)});
  }
};

constexpr BrokenStore kSql[] = {
    row<"sql-user-name-in-the-condition", ConditionConcatenated<Field::kUserName>>(
        "TS-VAL-03"_rule, "Writes the user name into the WHERE: a quote in it ends the text."),
    row<"sql-values-in-the-assignments", AssignmentConcatenated>(
        "TS-VAL-03"_rule, "Writes the values of an update into its SET: a quote ends the text."),
    row<"sql-double-quotes-for-a-text", DoubleQuotes>(
        "TS-VAL-03"_rule,
        "Puts the access token in double quotes: SQLite takes it for a column where it can."),
    row<"sql-numbers-without-quotes", NumbersWithoutQuotes>(
        "TS-ID-03"_rule,
        "Writes an id of digits into the WHERE of a find without quotes: \"007\" is then \"7\"."),
    row<"sql-like-for-access-token", Like>(
        "TS-VAL-06"_rule, "Looks for the access token with LIKE: no case, and wildcards within."),
    row<"sql-glob-for-ids", Glob>(
        "TS-VAL-03"_rule, "Finds ids with GLOB, as LIKE has no case: there are wildcards within."),
    row<"sql-or-without-parentheses", WithoutParentheses>(
        "TS-SAVE-06"_rule,
        "Writes client AND refresh OR grant without parentheses: the grant token alone will do."),
    row<"sql-null-equals-null", NullEqualsNull>(
        "TS-SAVE-01"_rule,
        "Takes two absent grant tokens for equal: a comparison that is safe for NULL."),
    row<"sql-access-token-nocase", ColumnWithoutCase<Field::kAccessToken>>(
        "TS-VAL-06"_rule, "Declares the access token's column without case."),
    row<"sql-users-unique-without-case", UsersUniqueWithoutCase>(
        "TS-USER-04"_rule, "Keeps user names unique without case: the second Ann cannot log in."),
    row<"sql-integer-ids", ColumnOfNumbers<Field::kId>>(
        "TS-ID-03"_rule, "Declares the column of ids as INTEGER: SQLite makes numbers of them."),
    row<"sql-integer-expiry", ColumnOfNumbers<Field::kExpiresIn>>(
        "TS-VAL-01"_rule,
        "Declares the column of the expiry as INTEGER: \"01\" comes back as \"1\"."),
    row<"sql-no-commit", NoCommit>(
        "TS-DUR-01"_rule,
        "Never commits: the driver opens transactions by itself, and at close all is undone."),
    row<"sql-update-without-where", UpdateWithoutWhere>(
        "TS-SAVE-16"_rule,
        "Updates the api_domain of every record: the statement came later, and without its WHERE."),
    row<"sql-replace-for-update", ReplaceForUpdate>(
        "TS-SAVE-08"_rule,
        "Deletes and inserts for an update, as REPLACE does: the record has a new id."),
    row<"sql-row-number-told", RowNumberTold>(
        "TS-SAVE-12"_rule,
        "Tells the caller last_insert_rowid() for the id: the same until an id is given."),
    row<"sql-deletes-by-row-number", DeletesByRowNumber>(
        "TS-DEL-01"_rule,
        "Deletes the row of that number: the same as the id until an id is given."),
};

}  // namespace

std::span<const BrokenStore> broken_sql() { return kSql; }

}  // namespace assay
