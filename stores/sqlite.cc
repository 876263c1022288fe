#include "stores/sqlite.h"

#include <SQLiteCpp/Database.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "stores/query.h"
#include "stores/sql_store.h"
#include "stores/sqlite_connection.h"
#include "stores/sqlite_file.h"
#include "stores/sqlite_image.h"

namespace assay {
namespace {

constexpr std::string_view kTable = "tokens";

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
    return make_sql_store(std::make_unique<SqliteConnection>(open_store_file(path, query_)),
                          query_);
  }

  void drop(const std::string&) override {}

 private:
  const Query query_{Dialect::kSqlite, kTable};
};

// Databases in memory. One that its store has left serves the next store, emptied: to open one and
// to prepare its statements takes longer than ten operations do. Threads: any.
class MemoryDatabases : public std::enable_shared_from_this<MemoryDatabases> {
 public:
  explicit MemoryDatabases(const Query& query) : query_(query) {}

  std::unique_ptr<SqlConnection> open() {
    return std::make_unique<Lent>(shared_from_this(), take());
  }

 private:
  // Comes back when its store ends.
  class Lent final : public SqlConnection {
   public:
    Lent(std::shared_ptr<MemoryDatabases> owner, std::unique_ptr<SqliteConnection> connection)
        : owner_(std::move(owner)), connection_(std::move(connection)) {}
    ~Lent() override { owner_->take_back(std::move(connection_)); }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;

    void transact(bool writes, const std::function<void()>& body) override {
      connection_->transact(writes, body);
    }
    std::vector<Token> query(const Statement& statement) override {
      return connection_->query(statement);
    }
    void execute(const Statement& statement) override { connection_->execute(statement); }

   private:
    std::shared_ptr<MemoryDatabases> owner_;
    std::unique_ptr<SqliteConnection> connection_;
  };

  std::unique_ptr<SqliteConnection> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<SqliteConnection>(new_.copy());
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }

  void take_back(std::unique_ptr<SqliteConnection> connection) {
    if (!connection->empty(query_)) return;
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(connection));
  }

  static constexpr std::size_t kMostIdle = 8;

  const Query query_;
  const SqliteImage new_{query_};
  std::mutex mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;
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
    return make_sql_store(databases_->open(), query_);
  }

  void drop(const std::string&) override {}

 private:
  const Query query_{Dialect::kSqlite, kTable};
  const std::shared_ptr<MemoryDatabases> databases_ = std::make_shared<MemoryDatabases>(query_);
};

}  // namespace

std::unique_ptr<StoreFactory> make_sqlite_factory() { return std::make_unique<SqliteFactory>(); }

std::unique_ptr<StoreFactory> make_sqlite_memory_factory() {
  return std::make_unique<SqliteMemoryFactory>();
}

}  // namespace assay
