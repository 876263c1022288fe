// The six methods over any SQL connection. SQLite and MySQL differ in the connection alone.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "spec/token_store.h"
#include "stores/query.h"

namespace assay {

// A connection to one table. Threads: one at a time.
class SqlConnection {
 public:
  virtual ~SqlConnection() = default;

  // Runs `body` in one transaction: committed when it returns, rolled back when it throws. With
  // `writes`, what `body` reads cannot be changed by others before the commit. May run `body` again
  // (a deadlock, a connection found dead before anything was sent), so `body` must be repeatable.
  // Throws StoreError: kUnknown iff the connection was lost so that the effect cannot be known.
  virtual void transact(bool writes, const std::function<void()>& body) = 0;

  // REQUIRES: within transact(). Rows of ten columns, in the order of kFields.
  virtual std::vector<Token> query(const Statement& statement) = 0;

  // REQUIRES: within transact().
  virtual void execute(const Statement& statement) = 0;
};

// A store over `connection`, whose table is `query`'s. Refuses, before anything is sent, to save
// texts beyond capacity_of() the query's dialect. [TS-VAL-02] One transaction a call, with one
// writing statement at the most. Threads: any; a call waits for the one before it.
std::unique_ptr<TokenStore> make_sql_store(std::unique_ptr<SqlConnection> connection, Query query);

}  // namespace assay
