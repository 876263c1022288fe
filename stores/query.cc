#include "stores/query.h"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <utility>

namespace assay {
namespace {

using Value = std::optional<std::string>;

// An absent field is NULL: it compares with nothing, and COALESCE passes it over. That is how one
// text serves every token, and why no text has a hole that a value could fall through.
Value value_of(const Token& token, Field field) {
  return token.has(field) ? Value(token.text(field)) : std::nullopt;
}

std::vector<Value> values_of(const Token& token, std::span<const Field> fields) {
  std::vector<Value> values;
  values.reserve(fields.size());
  for (Field field : fields) values.push_back(value_of(token, field));
  return values;
}

enum class Selector { kUser, kAccess, kClient, kNone };

Selector selector_of(const Token& token) {
  if (token.has(Field::kUserName)) return Selector::kUser;
  const bool has_id = token.has(Field::kClientId), has_secret = token.has(Field::kClientSecret);
  if (token.has(Field::kAccessToken) && !has_id && !has_secret) return Selector::kAccess;
  const bool has_grant = token.has(Field::kRefreshToken) || token.has(Field::kGrantToken);
  return has_id && has_secret && has_grant ? Selector::kClient : Selector::kNone;
}

// MySQL compares text columns with trailing blanks padded away, under every collation but the
// newest ones. So its columns hold bytes: four for a character at most.
std::string column_type(Dialect dialect, Field field) {
  if (dialect == Dialect::kSqlite) return "TEXT";
  return "VARBINARY(" + std::to_string(4 * least_capacity(field)) + ")";
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (std::string_view part : parts) size += part.size();
  std::string text;
  text.reserve(size);
  for (std::string_view part : parts) text += part;
  return text;
}

// What the statements of a dialect say whatever the table and the values.
struct Words {
  explicit Words(Dialect dialect);

  std::string columns, places;  // of all fields, with commas
  std::string order;
  std::string has_id, has_user, has_access, has_client;  // conditions
  std::string is_kin, is_kin_or_ownerless;
  std::string set_user, set_others;  // an UPDATE's assignments; it has no id's
  std::string definitions;           // of a table's columns
};

Words::Words(Dialect dialect) {
  const bool sqlite = dialect == Dialect::kSqlite;
  const auto name = [&](Field field) { return quoted_identifier(dialect, name_of(field)); };
  const auto is = [&](Field field) { return name(field) + " = ?"; };
  const std::string position = quoted_identifier(dialect, "position");

  definitions = position;
  definitions +=
      sqlite ? " INTEGER PRIMARY KEY" : " BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY";
  for (Field field : kFields) {
    const std::string_view comma = field == kFields.front() ? "" : ", ";
    columns.append(comma).append(name(field));
    places.append(comma).append("?");
    const std::string set = joined({name(field), " = COALESCE(?, ", name(field), ")"});
    if (field == Field::kUserName) {
      set_user = set;
    } else if (field != Field::kId) {
      set_others.append(set_others.empty() ? "" : ", ").append(set);
    }
    definitions += joined({", ", name(field), " ", column_type(dialect, field)});
    if (field == Field::kId) definitions += " NOT NULL UNIQUE";
    if (field == Field::kUserName) definitions += " UNIQUE";
  }
  order = " ORDER BY " + position;
  has_id = is(Field::kId);
  has_user = is(Field::kUserName);
  has_access = is(Field::kAccessToken);
  has_client = joined({is(Field::kClientId), " AND ", is(Field::kClientSecret), " AND (",
                       is(Field::kRefreshToken), " OR ", is(Field::kGrantToken), ")"});
  // What another client holds is not this one's [TS-FIND-09]; "IS NOT FALSE" lets a client_id pass
  // that is absent on either side.
  is_kin = joined({"((", is(Field::kAccessToken), " OR ", is(Field::kRefreshToken), " OR ",
                   is(Field::kGrantToken), ") AND (", is(Field::kClientId), ") IS NOT FALSE)"});
  is_kin_or_ownerless =
      joined({is_kin, " OR (", is(Field::kClientId), " AND ", is(Field::kClientSecret), " AND ",
              name(Field::kUserName), " IS NULL)"});
}

const Words& words_of(Dialect dialect) {
  static const Words kSqlite(Dialect::kSqlite), kMysql(Dialect::kMysql);
  return dialect == Dialect::kSqlite ? kSqlite : kMysql;
}

}  // namespace

std::array<std::optional<std::size_t>, kFieldCount> capacity_of(Dialect dialect) {
  std::array<std::optional<std::size_t>, kFieldCount> capacity{};
  if (dialect == Dialect::kMysql)
    for (Field field : kFields) capacity[index_of(field)] = least_capacity(field);
  return capacity;
}

std::string quoted_identifier(Dialect dialect, std::string_view name) {
  if (name.empty()) throw std::invalid_argument("a table needs a name");
  if (name.find('\0') != std::string_view::npos)
    throw std::invalid_argument("a table's name cannot hold a NUL");
  const char quote = dialect == Dialect::kSqlite ? '"' : '`';
  std::string quoted(1, quote);
  quoted.reserve(name.size() + 2);
  for (;;) {
    const std::size_t end = std::min(name.find(quote), name.size());
    quoted.append(name, 0, end) += quote;
    if (end == name.size()) return quoted;
    quoted += quote;
    name.remove_prefix(end + 1);
  }
}

Query::Query(Dialect dialect, std::string_view table)
    : dialect_(dialect), table_(quoted_identifier(dialect, table)) {}

Statement Query::select(std::string_view condition, bool first_only, bool saving) const {
  const Words& words = words_of(dialect_);
  return {joined({"SELECT ", words.columns, " FROM ", table_, condition.empty() ? "" : " WHERE ",
                  condition, words.order, first_only ? " LIMIT 1" : "",
                  saving && dialect_ == Dialect::kMysql ? " FOR UPDATE" : ""}),
          {}};
}

std::optional<Statement> Query::select_named(const Token& token, bool saving) const {
  const auto named = [&](std::string_view condition, std::initializer_list<Field> fields) {
    Statement statement = select(condition, !saving, saving);
    statement.values = values_of(token, {fields.begin(), fields.size()});
    return statement;
  };
  const Words& words = words_of(dialect_);
  switch (selector_of(token)) {
    case Selector::kUser: return named(words.has_user, {Field::kUserName});
    case Selector::kAccess: return named(words.has_access, {Field::kAccessToken});
    case Selector::kClient:
      return named(words.has_client, {Field::kClientId, Field::kClientSecret, Field::kRefreshToken,
                                      Field::kGrantToken});
    case Selector::kNone: break;
  }
  return std::nullopt;
}

std::optional<Statement> Query::select_kin(const Token& token, bool saving) const {
  if (selector_of(token) != Selector::kNone || !token.has_credential()) return std::nullopt;
  const Words& words = words_of(dialect_);
  Statement statement = select(saving ? words.is_kin_or_ownerless : words.is_kin, true, saving);
  constexpr std::array kKin = {Field::kAccessToken, Field::kRefreshToken, Field::kGrantToken,
                               Field::kClientId,    Field::kClientId,     Field::kClientSecret};
  statement.values = values_of(token, std::span(kKin).first(saving ? 6 : 4));
  return statement;
}

Statement Query::select_by_id(std::string_view id, bool saving) const {
  Statement statement = select(words_of(dialect_).has_id, false, saving);
  statement.values.emplace_back(id);
  return statement;
}

Statement Query::select_all() const { return select("", false, false); }

Statement Query::insert(const Token& record) const {
  const Words& words = words_of(dialect_);
  return {joined({"INSERT INTO ", table_, " (", words.columns, ") VALUES (", words.places, ")"}),
          values_of(record, kFields)};
}

Statement Query::update(std::string_view id, const Token& token) const {
  const Words& words = words_of(dialect_);
  // Naming user_name has its unique index written anew, even for the same text.
  const bool user = token.has(Field::kUserName);
  Statement statement{
      joined({"UPDATE ", table_, " SET ", user ? std::string_view(words.set_user) : "",
              user ? ", " : "", words.set_others, " WHERE ", words.has_id}),
      {}};
  statement.values.reserve(kFieldCount);
  for (Field field : kFields)
    if (field != Field::kId && (field != Field::kUserName || user))
      statement.values.push_back(value_of(token, field));
  statement.values.emplace_back(id);
  return statement;
}

Statement Query::count_unfound(Field field) const {
  const auto name = [&](Field of) { return quoted_identifier(dialect_, name_of(of)); };
  // A column that is in no index has the table read at the place that the index tells; the + keeps
  // its own key from being a way to the record.
  return {joined({"SELECT count(*) FROM ", table_, " AS listed NOT INDEXED WHERE listed.",
                  name(field), " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ", table_,
                  " AS found WHERE found.", name(field), " = listed.", name(field),
                  " AND +found.position = listed.position AND found.", name(Field::kAccessToken),
                  " IS listed.", name(Field::kAccessToken), ")"}),
          {}};
}

Statement Query::delete_by_id(std::string_view id) const {
  return {joined({"DELETE FROM ", table_, " WHERE ", words_of(dialect_).has_id}), {Value(id)}};
}

Statement Query::delete_all() const { return {joined({"DELETE FROM ", table_}), {}}; }

Statement Query::create_table() const {
  const bool sqlite = dialect_ == Dialect::kSqlite;
  return {joined({sqlite ? "CREATE TABLE " : "CREATE TABLE IF NOT EXISTS ", table_, " (",
                  words_of(dialect_).definitions,
                  sqlite ? ") STRICT" : ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC"}),
          {}};
}

Statement Query::drop_table() const { return {joined({"DROP TABLE IF EXISTS ", table_}), {}}; }

}  // namespace assay
