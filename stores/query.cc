#include "stores/query.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
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

std::vector<Value> values_of(const Token& token, std::initializer_list<Field> fields) {
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
    : dialect_(dialect),
      table_(quoted_identifier(dialect, table)),
      position_(quoted_identifier(dialect, "position")) {
  for (Field field : kFields) {
    column_[index_of(field)] = quoted_identifier(dialect, name_of(field));
    if (!columns_.empty()) columns_ += ", ";
    columns_ += column(field);
  }
}

Statement Query::select(std::string_view condition, bool first_only, bool saving) const {
  constexpr std::size_t kRoomForWords = 80;
  std::string text;
  text.reserve(columns_.size() + table_.size() + condition.size() + kRoomForWords);
  text.append("SELECT ").append(columns_).append(" FROM ").append(table_);
  if (!condition.empty()) text.append(" WHERE ").append(condition);
  text.append(" ORDER BY ").append(position_);
  if (first_only) text += " LIMIT 1";
  if (saving && dialect_ == Dialect::kMysql) text += " FOR UPDATE";
  return {std::move(text), {}};
}

std::optional<Statement> Query::select_named(const Token& token, bool saving) const {
  const auto named = [&](const std::string& condition, std::initializer_list<Field> fields) {
    Statement statement = select(condition, !saving, saving);
    statement.values = values_of(token, fields);
    return statement;
  };
  switch (selector_of(token)) {
    case Selector::kUser: return named(column(Field::kUserName) + " = ?", {Field::kUserName});
    case Selector::kAccess:
      return named(column(Field::kAccessToken) + " = ?", {Field::kAccessToken});
    case Selector::kClient:
      return named(
          column(Field::kClientId) + " = ? AND " + column(Field::kClientSecret) + " = ? AND (" +
              column(Field::kRefreshToken) + " = ? OR " + column(Field::kGrantToken) + " = ?)",
          {Field::kClientId, Field::kClientSecret, Field::kRefreshToken, Field::kGrantToken});
    case Selector::kNone: break;
  }
  return std::nullopt;
}

std::optional<Statement> Query::select_kin(const Token& token, bool saving) const {
  if (selector_of(token) != Selector::kNone || !token.has_credential()) return std::nullopt;
  // What another client holds is not this one's [TS-FIND-09]; "IS NOT FALSE" lets a client_id pass
  // that is absent on either side.
  std::string condition = "((" + column(Field::kAccessToken) + " = ? OR " +
                          column(Field::kRefreshToken) + " = ? OR " + column(Field::kGrantToken) +
                          " = ?) AND (" + column(Field::kClientId) + " = ?) IS NOT FALSE)";
  std::vector<Value> values = values_of(
      token, {Field::kAccessToken, Field::kRefreshToken, Field::kGrantToken, Field::kClientId});
  if (saving) {
    condition += " OR (" + column(Field::kClientId) + " = ? AND " + column(Field::kClientSecret) +
                 " = ? AND " + column(Field::kUserName) + " IS NULL)";
    std::ranges::copy(values_of(token, {Field::kClientId, Field::kClientSecret}),
                      std::back_inserter(values));
  }
  Statement statement = select(condition, true, saving);
  statement.values = std::move(values);
  return statement;
}

Statement Query::select_by_id(std::string_view id, bool saving) const {
  Statement statement = select(column(Field::kId) + " = ?", false, saving);
  statement.values.emplace_back(id);
  return statement;
}

Statement Query::select_all() const { return select("", false, false); }

Statement Query::insert(const Token& record) const {
  Statement statement{"INSERT INTO " + table_ + " (" + columns_ + ") VALUES (", {}};
  statement.values.reserve(kFieldCount);
  for (Field field : kFields) {
    statement.text += statement.values.empty() ? "?" : ", ?";
    statement.values.push_back(value_of(record, field));
  }
  statement.text += ")";
  return statement;
}

Statement Query::update(std::string_view id, const Token& token) const {
  Statement statement{"UPDATE " + table_ + " SET ", {}};
  statement.values.reserve(kFieldCount);
  for (Field field : kFields) {
    if (field == Field::kId) continue;
    // Naming user_name has its unique index written anew, even for the same text.
    if (field == Field::kUserName && !token.has(field)) continue;
    if (!statement.values.empty()) statement.text += ", ";
    const std::string& name = column(field);
    statement.text.append(name).append(" = COALESCE(?, ").append(name).append(")");
    statement.values.push_back(value_of(token, field));
  }
  statement.text += " WHERE " + column(Field::kId) + " = ?";
  statement.values.emplace_back(id);
  return statement;
}

Statement Query::delete_by_id(std::string_view id) const {
  return {"DELETE FROM " + table_ + " WHERE " + column(Field::kId) + " = ?", {Value(id)}};
}

Statement Query::delete_all() const { return {"DELETE FROM " + table_, {}}; }

Statement Query::create_table() const {
  const bool sqlite = dialect_ == Dialect::kSqlite;
  std::string text = sqlite ? "CREATE TABLE " : "CREATE TABLE IF NOT EXISTS ";
  text += table_ + " (" + position_;
  text += sqlite ? " INTEGER PRIMARY KEY" : " BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY";
  for (Field field : kFields) {
    text.append(", ").append(column(field)).append(" ").append(column_type(dialect_, field));
    if (field == Field::kId) text += " NOT NULL UNIQUE";
    if (field == Field::kUserName) text += " UNIQUE";
  }
  text += sqlite ? ") STRICT" : ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC";
  return {std::move(text), {}};
}

Statement Query::drop_table() const { return {"DROP TABLE IF EXISTS " + table_, {}}; }

}  // namespace assay
