#include "stores/sqlite_connection.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <string>
#include <utility>

#include "spec/token_store.h"

namespace assay {
namespace {

// SQLite's own limit; SQLiteCpp would cut a longer length to an int.
constexpr std::size_t kMostBytes = 1'000'000'000;

constexpr sqlite3_int64 kMostKept = 1 << 20;  // bytes of a database that is used again

StoreError refusal(const SQLite::Exception& error) {
  return refused(std::string("SQLite: ") + error.what());
}

// True where a commit failed at or after the instant that decides it: the journal may be gone
// already. A write that failed came before that instant.
bool may_have_committed(const SQLite::Exception& error) {
  return error.getErrorCode() == SQLITE_IOERR && error.getExtendedErrorCode() != SQLITE_IOERR_WRITE;
}

}  // namespace

// Leaves a prepared statement as it should be found, however its use ends.
class SqliteConnection::Use {
 public:
  explicit Use(SQLite::Statement& statement) : statement_(statement) {}
  ~Use() { statement_.tryReset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  SQLite::Statement* operator->() { return &statement_; }

 private:
  SQLite::Statement& statement_;
};

// Rolled back unless committed. SQLite itself has rolled back after some errors.
class SqliteConnection::Transaction {
 public:
  Transaction(SqliteConnection& connection, bool writes) : connection_(connection) {
    connection_.execute({writes ? "BEGIN IMMEDIATE" : "BEGIN", {}});
  }
  ~Transaction() {
    if (sqlite3_get_autocommit(connection_.database_.getHandle()) == 0)
      connection_.database_.tryExec("ROLLBACK");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

 private:
  SqliteConnection& connection_;
};

void SqliteConnection::transact(bool writes, const std::function<void()>& body) {
  try {
    const Transaction transaction(*this, writes);
    body();
    commit();
  } catch (const SQLite::Exception& error) {
    throw refusal(error);
  }
}

std::vector<Token> SqliteConnection::query(const Statement& statement) {
  Use use(prepared(statement));
  std::vector<Token> rows;
  while (use->executeStep()) {
    Token& row = rows.emplace_back();
    for (Field field : kFields) {
      const SQLite::Column column = use->getColumn(static_cast<int>(index_of(field)));
      if (!column.isNull()) row[field] = column.getString();
    }
  }
  return rows;
}

void SqliteConnection::execute(const Statement& statement) { Use(prepared(statement))->exec(); }

bool SqliteConnection::empty(const Query& query) noexcept {
  sqlite3* const handle = database_.getHandle();
  sqlite3_int64 size = 0;
  // Without a copy nothing is serialized: this tells the size.
  sqlite3_serialize(handle, "main", &size, SQLITE_SERIALIZE_NOCOPY);
  if (size > kMostKept || sqlite3_get_autocommit(handle) == 0) return false;
  try {
    execute(query.delete_all());
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void SqliteConnection::commit() {
  try {
    execute({"COMMIT", {}});
  } catch (const SQLite::Exception& error) {
    if (may_have_committed(error)) throw unknown_outcome(refusal(error).what());
    throw;
  }
}

// There are as many texts as Query has, a dozen or so: nothing is ever dropped.
SQLite::Statement& SqliteConnection::prepared(const Statement& statement) {
  auto found = prepared_.find(statement.text);
  if (found == prepared_.end())
    found = prepared_.try_emplace(statement.text, database_, statement.text).first;
  int position = 0;
  for (const auto& value : statement.values) {
    ++position;
    if (!value) {
      found->second.bind(position);
    } else if (value->size() > kMostBytes) {
      throw refused("a text is too long for SQLite: shorten it");
    } else {
      found->second.bindNoCopy(position, *value);  // `statement` outlives the use
    }
  }
  return found->second;
}

}  // namespace assay
