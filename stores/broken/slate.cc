#include "stores/broken/slate.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace assay {

namespace {

constexpr int kPatienceMs = 1000;

std::string any_of(const std::vector<std::string>& conditions) {
  std::string text;
  for (const std::string& condition : conditions)
    if (!condition.empty()) text += (text.empty() ? "(" : " OR ") + condition;
  return text.empty() ? text : text + ")";
}

// Makes an empty file that only its owner may read; SQLite gives its journals the same mode.
std::string private_file(std::string path) {
  constexpr off_t kHeaderBytes = 100;
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const off_t size = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
  if (fd >= 0) close(fd);
  if (size > 0 && size < kHeaderBytes) throw refused("this file is not SQLite's");
  return path;
}

}  // namespace

std::string column_name(Field field) { return '"' + std::string(name_of(field)) + '"'; }

std::string literal(std::string_view text) {
  std::string out = "'";
  for (char c : text)
    out += c == '\'' ? std::string("''") : c == '\0' ? "'||char(0)||'" : std::string(1, c);
  return out + "'";
}

Capabilities SlateStore::capabilities() {
  Capabilities capabilities;
  capabilities.sql = true;
  return capabilities;
}

Capabilities SlateFileStore::capabilities() {
  Capabilities capabilities = SlateStore::capabilities();
  capabilities.medium = Medium::kFile;
  capabilities.persistent = true;
  return capabilities;
}

SlateFileStore::SlateFileStore(const std::string& storage)
    : SlateStore(private_file(storage + "/tokens.db")) {}

// ------------------------------------------------------------------ methods

std::optional<Token> SlateStore::find_token(const Token& token) {
  std::optional<Token> found;
  within([&] {
    Values values;
    const std::string names = named(token, Aim::kFind, values);
    found = first(names, values);
    if (found || way_of(token) != Way::kWeak) return;
    values.clear();
    const std::string kin = akin(token, Aim::kFind, values);
    found = first(kin, values);
    for (Field field : kFields)
      if (field != Field::kId && token.has(field)) return;
    if (!found) found = record_of_id(token.text(Field::kId));
  });
  return found;
}

void SlateStore::save_token(Token& token) {
  std::string id;
  within([&] {
    if (const auto record = record_to_save(token)) {
      update(*record, token);
      id = record->text(Field::kId);
    } else {
      id = insert(token);
    }
  });
  token[Field::kId] = id;
}

void SlateStore::delete_token(std::string_view id) {
  within([&] { remove(id); });
}

std::vector<Token> SlateStore::get_tokens() {
  std::vector<Token> records;
  within([&] { records = all(); });
  return records;
}

void SlateStore::delete_tokens() {
  within([&] { remove_all(); });
}

std::optional<Token> SlateStore::find_token_by_id(std::string_view id) {
  std::optional<Token> found;
  within([&] { found = record_by_id(id); });
  return found;
}

// --------------------------------------------------------------- conditions

std::string SlateStore::column(Field field) const {
  if (field == Field::kId) return column_name(field) + " TEXT NOT NULL UNIQUE";
  return column_name(field) + (field == Field::kUserName ? " TEXT UNIQUE" : " TEXT");
}

std::string SlateStore::schema() const {
  std::string columns;
  for (Field field : kFields) columns += ", " + column(field);
  return "CREATE TABLE IF NOT EXISTS tokens (place INTEGER PRIMARY KEY" + columns +
         "); CREATE TABLE IF NOT EXISTS ids (given INTEGER PRIMARY KEY AUTOINCREMENT)";
}

std::string SlateStore::equals(Field field, std::string_view text, Values& values) const {
  if (text.empty()) return "";
  values.emplace_back(text);
  return column_name(field) + " = ?";
}

std::string SlateStore::same_client(const Token& token, Values& values) const {
  if (!token.has(Field::kClientId) || !token.has(Field::kClientSecret)) return "";
  const std::string id = equals(Field::kClientId, token.text(Field::kClientId), values);
  return id + " AND " + equals(Field::kClientSecret, token.text(Field::kClientSecret), values);
}

std::string SlateStore::same_grant(const Token& token, Values& values) const {
  const std::string refresh =
      equals(Field::kRefreshToken, token.text(Field::kRefreshToken), values);
  return any_of({refresh, equals(Field::kGrantToken, token.text(Field::kGrantToken), values)});
}

std::string SlateStore::named(const Token& token, Aim, Values& values) const {
  switch (way_of(token)) {
    case Way::kUser: return equals(Field::kUserName, token.text(Field::kUserName), values);
    case Way::kAccess: return equals(Field::kAccessToken, token.text(Field::kAccessToken), values);
    case Way::kClient: {
      const std::string client = same_client(token, values);
      return client + " AND " + same_grant(token, values);
    }
    case Way::kWeak:
    case Way::kNothing: break;
  }
  return "";
}

std::string SlateStore::akin(const Token& token, Aim aim, Values& values) const {
  const std::string access = equals(Field::kAccessToken, token.text(Field::kAccessToken), values);
  const std::string grant = same_grant(token, values);
  std::string shared = any_of({access, grant});
  if (!shared.empty() && token.has(Field::kClientId))
    shared += " AND (" + column_name(Field::kClientId) + " IS NULL OR " +
              equals(Field::kClientId, token.text(Field::kClientId), values) + ")";
  std::string client;
  if (aim == Aim::kSave && token.has_credential()) client = same_client(token, values);
  if (!client.empty()) client += " AND " + column_name(Field::kUserName) + " IS NULL";
  return any_of({shared, client});
}

SlateStore::Way SlateStore::way_of(const Token& token) const {
  const bool id = token.has(Field::kClientId);
  const bool secret = token.has(Field::kClientSecret);
  const bool grant = token.has(Field::kRefreshToken) || token.has(Field::kGrantToken);
  if (token.has(Field::kUserName)) return Way::kUser;
  if (token.has(Field::kAccessToken) && !id && !secret) return Way::kAccess;
  if (id && secret && grant) return Way::kClient;
  return token.is_empty() ? Way::kNothing : Way::kWeak;
}

// -------------------------------------------------------------------- saves

std::optional<Token> SlateStore::record_to_save(const Token& token) {
  if (way_of(token) == Way::kNothing) throw refused("there is nothing in this token");
  const auto own = record_of_id(token.text(Field::kId));
  Values values;
  const std::string names = named(token, Aim::kSave, values);
  const std::vector<Token> hits = select(names, values);
  bool own_is_named = false;
  for (const Token& hit : hits) own_is_named = own_is_named || (own && hit == *own);
  if (own && !own_is_named) id_is_anothers(token, *own);
  if (!hits.empty()) return hits.front();
  if (!token.has_credential()) throw refused("no record fits, and a new one takes a credential");
  return unnamed(token);
}

std::optional<Token> SlateStore::unnamed(const Token& token) {
  if (way_of(token) != Way::kWeak) return std::nullopt;
  Values values;
  const std::string kin = akin(token, Aim::kSave, values);
  return first(kin, values);
}

void SlateStore::id_is_anothers(const Token&, const Token&) const {
  throw refused("another record has this id");
}

std::string SlateStore::assignment(Field field, const std::string& text, Values& values) const {
  values.push_back(text);
  return column_name(field) + " = ?";
}

void SlateStore::update(const Token& record, const Token& token) {
  Values values;
  std::string assignments;
  for (Field field : kFields)
    if (field != Field::kId && token.has(field))
      assignments += (assignments.empty() ? "" : ", ") + assignment(field, *token[field], values);
  if (assignments.empty()) return;
  const std::string condition = equals(Field::kId, record.text(Field::kId), values);
  run("UPDATE tokens SET " + assignments + " WHERE " + condition, values);
}

std::string SlateStore::insert(const Token& token) {
  std::string id = token.has(Field::kId) ? std::string(token.text(Field::kId)) : generated_id();
  Values values = {id};
  std::string columns = column_name(Field::kId);
  std::string marks = "?";
  for (Field field : kFields) {
    if (field == Field::kId || !token.has(field)) continue;
    columns += ", " + column_name(field);
    marks += ", ?";
    values.push_back(*token[field]);
  }
  run("INSERT INTO tokens (" + columns + ") VALUES (" + marks + ")", values);
  return id;
}

std::string SlateStore::generated_id() {
  std::string id;
  do {
    run("INSERT INTO ids DEFAULT VALUES");
    id = std::to_string(last_row());
  } while (record_of_id(id));
  return id;
}

void SlateStore::remove(std::string_view id) {
  Values values;
  const std::string condition = equals(Field::kId, id, values);
  if (!condition.empty()) run("DELETE FROM tokens WHERE " + condition, values);
}

// ---------------------------------------------------------------------- SQL

void SlateStore::undo() {
  if (sqlite3_get_autocommit(database().getHandle()) == 0) database().tryExec("ROLLBACK");
}

void SlateStore::failed(const std::string& why) const { throw refused("SQLite: " + why); }

std::vector<Token> SlateStore::select(const std::string& condition, const Values& values,
                                      const std::string& source) {
  std::vector<Token> records;
  if (condition.empty()) return records;
  std::string columns;
  for (Field field : kFields) columns += (columns.empty() ? "" : ", ") + column_name(field);
  SQLite::Statement& statement = prepared(
      "SELECT " + columns + " FROM " + source + " WHERE " + condition + " ORDER BY place", values);
  while (statement.executeStep()) {
    Token& record = records.emplace_back();
    for (Field field : kFields) {
      const SQLite::Column cell = statement.getColumn(static_cast<int>(index_of(field)));
      if (!cell.isNull()) record[field] = cell.getString();
    }
  }
  statement.reset();
  return records;
}

std::optional<Token> SlateStore::first(const std::string& condition, const Values& values) {
  std::vector<Token> records = select(condition, values);
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

void SlateStore::run(const std::string& text, const Values& values) {
  SQLite::Statement& statement = prepared(text, values);
  while (statement.executeStep()) {
  }
  statement.reset();
}

SQLite::Statement& SlateStore::prepared(const std::string& text, const Values& values) {
  const auto found = prepared_.try_emplace(text, database(), text).first;
  SQLite::Statement& statement = found->second;
  statement.tryReset();
  for (std::size_t i = 0; i < values.size(); ++i)
    statement.bind(static_cast<int>(i + 1), values[i]);
  return statement;
}

SQLite::Database& SlateStore::database() {
  if (!database_) {
    auto opened = std::make_unique<SQLite::Database>(
        path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kPatienceMs);
    opened->exec(schema());
    database_ = std::move(opened);
  }
  return *database_;
}

std::int64_t SlateStore::last_row() { return database().getLastInsertRowid(); }

std::optional<Token> SlateStore::record_of_id(std::string_view id) {
  Values values;
  const std::string condition = equals(Field::kId, id, values);
  return first(condition, values);
}

void SlateStore::within(const std::function<void()>& body) {
  try {
    begin();
    body();
    end();
  } catch (const SQLite::Exception& error) {
    if (database_) undo();
    failed(error.what());
  } catch (...) {
    if (database_) undo();
    throw;
  }
}

}  // namespace assay
