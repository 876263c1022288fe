#include "fuzz/query_draft.h"

#include <stdexcept>
#include <utility>

namespace assay {

std::string within(char quote, std::string_view text) {
  std::string all(1, quote);
  for (char c : text) all.append(c == quote ? 2 : 1, c);
  return all += quote;
}

void Draft::check_name(std::string_view table) const {
  if (table.empty() || table.find('\0') != std::string_view::npos)
    throw std::invalid_argument("a table needs a name without a NUL");
}

std::string Draft::quoted(std::string_view name) const {
  return within(sqlite() ? '"' : '`', name);
}

std::string Draft::columns() const {
  std::string all;
  for (Field field : kFields) all += (all.empty() ? "" : ", ") + column(field);
  return all;
}

Draft::Way Draft::way_of(const Token& token) const {
  if (token.has(Field::kUserName)) return Way::kUser;
  const bool id = token.has(Field::kClientId), secret = token.has(Field::kClientSecret);
  if (token.has(Field::kAccessToken) && !id && !secret) return Way::kAccess;
  const bool grant = token.has(Field::kRefreshToken) || token.has(Field::kGrantToken);
  return id && secret && grant ? Way::kClient : Way::kWeak;
}

Draft::Value Draft::value_of(const Token& token, Field field) const {
  return token.has(field) ? Value(token.text(field)) : std::nullopt;
}

std::string Draft::place(Clause, Field, const Value& value, Values& values) const {
  values.push_back(value);
  return "?";
}

std::string Draft::equals(Clause clause, Field field, const Value& value, Values& values) const {
  return column(field) + " = " + place(clause, field, value, values);
}

std::string Draft::named(const Token& token, Values& values) const {
  const auto is = [&](Field field) { return equals(Clause::kNamed, token, field, values); };
  switch (way_of(token)) {
    case Way::kUser: return is(Field::kUserName);
    case Way::kAccess: return is(Field::kAccessToken);
    case Way::kClient: break;
    case Way::kWeak: return "";
  }
  std::string condition = is(Field::kClientId) + " AND ";
  condition += is(Field::kClientSecret) + " AND (";
  condition += is(Field::kRefreshToken) + " OR ";
  return condition + is(Field::kGrantToken) + ")";
}

std::string Draft::other_client_out(const Token& token, Values& values) const {
  return "(" + equals(Clause::kKin, token, Field::kClientId, values) + ") IS NOT FALSE";
}

std::string Draft::kin(const Token& token, bool saving, Values& values) const {
  const auto is = [&](Field field) { return equals(Clause::kKin, token, field, values); };
  std::string condition = "((" + is(Field::kAccessToken) + " OR ";
  condition += is(Field::kRefreshToken) + " OR ";
  condition += is(Field::kGrantToken) + ") AND ";
  condition += other_client_out(token, values) + ")";
  if (!saving) return condition;
  condition += " OR (" + is(Field::kClientId) + " AND ";
  condition += is(Field::kClientSecret) + " AND ";
  return condition + column(Field::kUserName) + " IS NULL)";
}

std::string Draft::has_id(Clause clause, std::string_view id, Values& values) const {
  return equals(clause, Field::kId, Value(id), values);
}

Statement Draft::select(const std::string& condition, Values values, bool first_only,
                        bool saving) const {
  std::string text = "SELECT " + columns() + " FROM " + table();
  if (!condition.empty()) text += where(condition);
  text += order() + limit(first_only) + lock(saving);
  return finished({std::move(text), std::move(values)});
}

std::optional<Statement> Draft::select_named(const Token& token, bool saving) const {
  if (way_of(token) == Way::kWeak) return std::nullopt;
  Values values;
  const std::string condition = named(token, values);
  return select(condition, std::move(values), !saving, saving);
}

std::optional<Statement> Draft::select_kin(const Token& token, bool saving) const {
  if (way_of(token) != Way::kWeak || !token.has_credential()) return std::nullopt;
  Values values;
  const std::string condition = kin(token, saving, values);
  return select(condition, std::move(values), true, saving);
}

Statement Draft::select_by_id(std::string_view id, bool saving) const {
  Values values;
  const std::string condition = has_id(Clause::kSelectId, id, values);
  return select(condition, std::move(values), false, saving);
}

Statement Draft::select_all() const { return select("", {}, false, false); }

Statement Draft::insert(const Token& record) const {
  Statement statement;
  for (Field field : kFields)
    statement.text += (statement.text.empty() ? "" : ", ") +
                      place(Clause::kValues, field, value_of(record, field), statement.values);
  statement.text = insert_into() + table() + " (" + columns() + ") VALUES (" + statement.text + ")";
  return finished(std::move(statement));
}

bool Draft::writes(Field field, const Token& token) const {
  return field != Field::kId && (field != Field::kUserName || token.has(field));
}

std::string Draft::assignment(Field field, const Value& value, Values& values) const {
  return column(field) + " = COALESCE(" + place(Clause::kSet, field, value, values) + ", " +
         column(field) + ")";
}

Statement Draft::update(std::string_view id, const Token& token) const {
  Statement statement;
  for (Field field : kFields)
    if (writes(field, token))
      statement.text += (statement.text.empty() ? "" : ", ") +
                        assignment(field, value_of(token, field), statement.values);
  statement.text = "UPDATE " + table() + " SET " + statement.text;
  statement.text += where(has_id(Clause::kUpdateId, id, statement.values));
  return finished(std::move(statement));
}

Statement Draft::delete_by_id(std::string_view id) const {
  Statement statement{"DELETE FROM " + table(), {}};
  statement.text += where(has_id(Clause::kDeleteId, id, statement.values));
  return finished(std::move(statement));
}

Statement Draft::delete_all() const { return finished({"DELETE FROM " + table(), {}}); }

std::string Draft::create() const {
  return sqlite() ? "CREATE TABLE " : "CREATE TABLE IF NOT EXISTS ";
}

std::string Draft::type(Field field) const {
  if (sqlite()) return "TEXT";
  return "VARBINARY(" + std::to_string(4 * least_capacity(field)) + ")";
}

std::string Draft::constraint(Field field) const {
  return field == Field::kId ? " NOT NULL UNIQUE" : field == Field::kUserName ? " UNIQUE" : "";
}

std::string Draft::options() const {
  return sqlite() ? " STRICT" : " ENGINE=InnoDB ROW_FORMAT=DYNAMIC";
}

Statement Draft::create_table() const {
  std::string text = create() + table() + " (" + quoted("position");
  text +=
      sqlite() ? " INTEGER PRIMARY KEY" : " BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY";
  for (Field field : kFields) text += ", " + column(field) + " " + type(field) + constraint(field);
  return finished({text + ")" + options(), {}});
}

Statement Draft::drop_table() const { return finished({"DROP TABLE IF EXISTS " + table(), {}}); }

}  // namespace assay
