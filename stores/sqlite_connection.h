// A connection to an SQLite database that this process holds open.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "stores/query.h"
#include "stores/sql_store.h"

namespace assay {

// Each text is prepared once. What SQLite refuses is refused in SQLite's words, which name tables,
// columns and conditions, never a bound value. [TS-SEC-02]
class SqliteConnection final : public SqlConnection {
 public:
  explicit SqliteConnection(SQLite::Database database) : database_(std::move(database)) {}

  void transact(bool writes, const std::function<void()>& body) override;
  std::vector<Token> query(const Statement& statement) override;
  void execute(const Statement& statement) override;

  // Of a database in memory: removes every record of `query`'s table, so that a new store cannot
  // tell the database from a new one. False where that did not work, and where the database has
  // grown so large that it is better let go.
  bool empty(const Query& query) noexcept;

 private:
  class Use;
  class Transaction;

  void commit();
  SQLite::Statement& prepared(const Statement& statement);

  SQLite::Database database_;
  std::unordered_map<std::string, SQLite::Statement> prepared_;  // by text; ends before database_
};

}  // namespace assay
