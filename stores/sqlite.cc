#include "stores/sqlite.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <string>
#include <unordered_map>
#include <utility>

#include "stores/query.h"
#include "stores/sql_store.h"
#include "stores/sqlite_file.h"
#include "stores/sqlite_image.h"

namespace assay {
namespace {

constexpr std::string_view kTable = "tokens";

// SQLite's messages name tables, columns and conditions, never a bound value. [TS-SEC-02]
StoreError refusal(const SQLite::Exception& error) {
  return refused(std::string("SQLite: ") + error.what());
}

// True where a commit failed at or after the instant that decides it: the journal may be gone
// already. A write that failed came before that instant.
bool may_have_committed(const SQLite::Exception& error) {
  return error.getErrorCode() == SQLITE_IOERR && error.getExtendedErrorCode() != SQLITE_IOERR_WRITE;
}

class SqliteConnection final : public SqlConnection {
 public:
  explicit SqliteConnection(SQLite::Database database) : database_(std::move(database)) {}

  void transact(bool writes, const std::function<void()>& body) override {
    try {
      const Transaction transaction(*this, writes);
      body();
      commit();
    } catch (const SQLite::Exception& error) {
      throw refusal(error);
    }
  }

  std::vector<Token> query(const Statement& statement) override {
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

  void execute(const Statement& statement) override { Use(prepared(statement))->exec(); }

 private:
  // Leaves a prepared statement as it should be found, however its use ends.
  class Use {
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
  class Transaction {
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

  void commit() {
    try {
      execute({"COMMIT", {}});
    } catch (const SQLite::Exception& error) {
      if (may_have_committed(error)) throw unknown_outcome(refusal(error).what());
      throw;
    }
  }

  // There are as many texts as Query has, a dozen or so: nothing is ever dropped.
  SQLite::Statement& prepared(const Statement& statement) {
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

  // SQLite's own limit; SQLiteCpp would cut a longer length to an int.
  static constexpr std::size_t kMostBytes = 1'000'000'000;

  SQLite::Database database_;
  std::unordered_map<std::string, SQLite::Statement> prepared_;  // by text; ends before database_
};

std::unique_ptr<TokenStore> store_over(SQLite::Database database, const Query& query) {
  return make_sql_store(std::make_unique<SqliteConnection>(std::move(database)), query);
}

class SqliteFactory final : public StoreFactory {
 public:
  std::string_view name() const override { return "sqlite"; }

  Capabilities capabilities() const override {
    Capabilities capabilities;
    capabilities.medium = Medium::kFile;
    capabilities.persistent = true;
    capabilities.shared = true;
    capabilities.sql = true;
    capabilities.concurrent = 8;
    return capabilities;
  }

  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    const std::string path = storage + "/" + std::string(kSqliteFile);
    return store_over(open_store_file(path, query_), query_);
  }

  void drop(const std::string&) override {}

 private:
  const Query query_{Dialect::kSqlite, kTable};
};

class SqliteMemoryFactory final : public StoreFactory {
 public:
  std::string_view name() const override { return "sqlite-memory"; }

  Capabilities capabilities() const override {
    Capabilities capabilities;
    capabilities.sql = true;
    capabilities.concurrent = 8;
    return capabilities;
  }

  std::unique_ptr<TokenStore> open(const std::string&) override {
    return store_over(empty_.copy(), query_);
  }

  void drop(const std::string&) override {}

 private:
  const Query query_{Dialect::kSqlite, kTable};
  const SqliteImage empty_{query_};
};

}  // namespace

std::unique_ptr<StoreFactory> make_sqlite_factory() { return std::make_unique<SqliteFactory>(); }

std::unique_ptr<StoreFactory> make_sqlite_memory_factory() {
  return std::make_unique<SqliteMemoryFactory>();
}

}  // namespace assay
