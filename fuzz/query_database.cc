#include "fuzz/query_database.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "fuzz/sql_translation.h"

namespace assay {
namespace {

// A right construction has some dozens of texts for a table.
constexpr std::size_t kMostTexts = 1000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int compare_padded(bool caseless, std::string_view a, std::string_view b) {
  while (a.ends_with(' ')) a.remove_suffix(1);
  while (b.ends_with(' ')) b.remove_suffix(1);
  if (!caseless) return a.compare(b);
  std::string x(a), y(b);
  std::ranges::transform(x, x.begin(), lower);
  std::ranges::transform(y, y.begin(), lower);
  return x.compare(y);
}

int collate(void* caseless, int a_size, const void* a, int b_size, const void* b) {
  return compare_padded(caseless != nullptr,
                        {static_cast<const char*>(a), static_cast<std::size_t>(a_size)},
                        {static_cast<const char*>(b), static_cast<std::size_t>(b_size)});
}

int note_action(void* actions, int code, const char* object, const char* detail,
                const char* database, const char*) {
  const auto text = [](const char* c) { return std::string(c == nullptr ? "" : c); };
  static_cast<std::vector<SqlAction>*>(actions)->push_back(
      {code, text(object), text(detail), text(database)});
  return SQLITE_OK;
}

std::string quoted_name(std::string_view name) {
  std::string quoted = "\"";
  for (char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted += '"';
}

bool same_but_for_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string column_list() {
  std::string list;
  for (Field field : kFields)
    list += (list.empty() ? "\"" : ", \"") + std::string(name_of(field)) + "\"";
  return list;
}

// REQUIRES: the value outlives the use of the statement.
void bind(sqlite3_stmt* statement, int place, const std::optional<std::string>& value) {
  if (!value) {
    sqlite3_bind_null(statement, place);
  } else {
    sqlite3_bind_text64(statement, place, value->data(), value->size(), SQLITE_STATIC, SQLITE_UTF8);
  }
}

Token row_of(sqlite3_stmt* statement) {
  Token row;
  for (Field field : kFields) {
    const int column = static_cast<int>(index_of(field));
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) continue;
    const unsigned char* text = sqlite3_column_text(statement, column);
    row[field] = std::string(reinterpret_cast<const char*>(text),
                             static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  }
  return row;
}

// Steps through all rows, and resets.
int rows_of(sqlite3_stmt* statement, std::vector<Token>& rows) {
  int code = 0;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    if (sqlite3_column_count(statement) != static_cast<int>(kFieldCount)) {
      sqlite3_reset(statement);
      throw std::runtime_error("the rows have not ten columns");
    }
    rows.push_back(row_of(statement));
  }
  sqlite3_reset(statement);
  return code;
}

void step(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    throw std::runtime_error(sqlite3_errmsg(sqlite3_db_handle(statement)));
}

int number_of(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  const int number = code == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
  sqlite3_reset(statement);
  return number;
}

}  // namespace

// Texts in double quotes are names alone, and what has no ORDER BY comes backwards: both hide
// mistakes otherwise.
QueryDatabase::QueryDatabase(std::string table)
    : table_(std::move(table)),
      other_(same_but_for_case(table_, "bystander") ? "\"another bystander\"" : "\"bystander\"") {
  sqlite3* handle = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(":memory:", &handle, kFlags, nullptr);
  database_.reset(handle);
  if (code != SQLITE_OK) throw std::runtime_error("SQLite has no room for a database in memory");
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  static char caseless = 0;
  sqlite3_create_collation(handle, kPaddedCollation, SQLITE_UTF8, nullptr, collate);
  sqlite3_create_collation(handle, kPaddedCaselessCollation, SQLITE_UTF8, &caseless, collate);
  execute("PRAGMA reverse_unordered_selects = ON");
  execute("CREATE TABLE " + other_ + " (text)");
  execute("INSERT INTO " + other_ + " VALUES ('untouched')");
}

QueryDatabase::Prepared QueryDatabase::own(const std::string& text) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), text.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(database_.get()));
  return Prepared(statement);
}

void QueryDatabase::execute(const std::string& text) { step(own(text).get()); }

const PreparedText& QueryDatabase::prepared(const std::string& text) {
  if (texts_.size() > kMostTexts) texts_.clear();
  const auto [found, is_new] = texts_.try_emplace(text);
  PreparedText& prepared = found->second;
  if (!is_new) return prepared;
  sqlite3_set_authorizer(database_.get(), note_action, &prepared.actions);
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), text.data(), static_cast<int>(text.size()),
                                      &statement, &tail);
  sqlite3_set_authorizer(database_.get(), nullptr, nullptr);
  prepared.statement.reset(statement);
  if (code != SQLITE_OK) prepared.error = sqlite3_errmsg(database_.get());
  if (code == SQLITE_OK && statement == nullptr) prepared.error = "there is no statement in it";
  if (tail != nullptr) prepared.tail.assign(tail, text.data() + text.size());
  std::ranges::sort(prepared.actions);
  prepared.actions.erase(std::unique(prepared.actions.begin(), prepared.actions.end()),
                         prepared.actions.end());
  return prepared;
}

std::optional<std::string> QueryDatabase::make(const std::string& text) {
  try {
    execute(text);
    begin_ = own("BEGIN");
    rollback_ = own("ROLLBACK");
    list_ =
        own("SELECT " + column_list() + " FROM " + quoted_name(table_) + " ORDER BY \"position\"");
    load_ = own("INSERT INTO " + quoted_name(table_) + " (" + column_list() +
                ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    find_other_ = own("SELECT count(*) FROM " + other_ + " WHERE text = 'untouched'");
    return std::nullopt;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

bool QueryDatabase::executes(const std::string& text) {
  try {
    execute(text);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

void QueryDatabase::load(const std::vector<Token>& records) {
  for (const Token& record : records) {
    for (Field field : kFields)
      bind(load_.get(), static_cast<int>(index_of(field)) + 1, record[field]);
    step(load_.get());
  }
}

std::vector<Token> QueryDatabase::stored() {
  std::vector<Token> records;
  if (rows_of(list_.get(), records) != SQLITE_DONE)
    throw std::runtime_error(sqlite3_errmsg(database_.get()));
  return records;
}

bool QueryDatabase::knows_table() {
  sqlite3_stmt* statement = nullptr;
  const std::string text = "SELECT 1 FROM " + quoted_name(table_);
  sqlite3_prepare_v2(database_.get(), text.c_str(), -1, &statement, nullptr);
  return Prepared(statement) != nullptr;
}

bool QueryDatabase::is_there() {
  return sqlite3_table_column_metadata(database_.get(), "main", table_.c_str(), nullptr, nullptr,
                                       nullptr, nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool QueryDatabase::other_is_untouched() { return number_of(find_other_.get()) == 1; }

QueryEffect QueryDatabase::run(const std::string& text,
                               const std::vector<std::optional<std::string>>& values,
                               const std::vector<Token>& records) {
  sqlite3_stmt* statement = prepared(text).statement.get();
  struct Transaction {
    explicit Transaction(QueryDatabase& database) : database_(database) {
      step(database_.begin_.get());
    }
    ~Transaction() {
      sqlite3_step(database_.rollback_.get());
      sqlite3_reset(database_.rollback_.get());
    }
    QueryDatabase& database_;
  } const transaction(*this);
  load(records);
  static const std::optional<std::string> kNull;
  const int places = sqlite3_bind_parameter_count(statement);
  for (int place = 1; place <= places; ++place) {
    const auto index = static_cast<std::size_t>(place) - 1;
    bind(statement, place, index < values.size() ? values[index] : kNull);
  }
  QueryEffect effect;
  const int code = rows_of(statement, effect.rows);
  effect.refused = code == SQLITE_CONSTRAINT;
  if (code != SQLITE_DONE && !effect.refused)
    throw std::runtime_error(sqlite3_errmsg(database_.get()));
  if (sqlite3_stmt_readonly(statement) != 0) {
    effect.records = records;
    return effect;
  }
  if (!other_is_untouched()) throw std::runtime_error("another table was written to");
  effect.table_is_gone = !is_there();
  if (!effect.table_is_gone) effect.records = stored();
  return effect;
}

}  // namespace assay
