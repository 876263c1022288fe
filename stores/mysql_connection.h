// The SQL connection of the MySQL store: transactions that are tried again where that is right.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "stores/mysql.h"
#include "stores/mysql_link.h"
#include "stores/sql_store.h"

namespace assay {

// Logins that wait for their next use. Each process sees only its own: after a fork the child
// begins with none, and the parent's are left alone.
class MysqlPool {
 public:
  explicit MysqlPool(MysqlOptions options);

  const MysqlOptions& options() const { return options_; }

  // A waiting login, which may turn out to be dead, or a new one. Throws as MysqlLink does.
  std::unique_ptr<MysqlLink> take();

  // A login that is sure to be new.
  std::unique_ptr<MysqlLink> take_new() const;

  // Takes back a login that has no transaction open. Its prepared statements are forgotten.
  void give_back(std::unique_ptr<MysqlLink> link);

  // Runs `work` with a login, once more with a new one when the first turns out to be dead.
  // REQUIRES: `work` may be repeated. Throws what `work` and take() throw.
  void with_link(const std::function<void(MysqlLink&)>& work);

 private:
  MysqlOptions options_;
  std::vector<std::unique_ptr<MysqlLink>> waiting_;
};

// Writes are one transaction, at REPEATABLE READ; their reads lock. A read that asks one question
// is a statement by itself; one that asks more begins anew in a transaction.
//
// After a deadlock, a wait for a lock or a duplicate key the body runs again, then under a lock
// that those who had such bad luck take turns with; after five seconds or twenty times the call is
// refused. A connection lost before the commit was sent has changed nothing: the body runs again on
// a new one, once. Lost while the commit was on its way: unknown.
class MysqlConnection final : public SqlConnection {
 public:
  MysqlConnection(std::shared_ptr<MysqlPool> pool, const std::string& table);
  ~MysqlConnection() override;

  void transact(bool writes, const std::function<void()>& body) override;
  std::vector<Token> query(const Statement& statement) override;
  void execute(const Statement& statement) override;

 private:
  void ensure_link();
  void attempt(bool in_turn, const std::function<void()>& body);
  void leave_turn();
  void roll_back(bool in_turn);

  std::shared_ptr<MysqlPool> pool_;
  std::string turn_;  // the name of the lock
  std::unique_ptr<MysqlLink> link_;
  // Of the call that is under way:
  bool in_transaction_ = false;
  bool asked_ = false;       // a question, in this attempt
  bool committing_ = false;  // the commit is on its way
  bool lost_ = false;        // a connection
};

}  // namespace assay
