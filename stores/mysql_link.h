// One login to a MySQL server, with its prepared statements. What the server says never gets past
// here: its messages quote values.
#pragma once

#include <sys/types.h>

#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stores/mysql.h"
#include "stores/query.h"

namespace sql {
class Connection;
class PreparedStatement;
}  // namespace sql

namespace assay {

// A statement failed. Holds the error's number alone.
class MysqlFault : public std::exception {
 public:
  explicit MysqlFault(int code) : code_(code) {}
  int code() const { return code_; }
  const char* what() const noexcept override { return "a MySQL statement failed"; }

  // The connection is gone: the server ends what it was doing there, and rolls it back.
  bool is_lost_connection() const;

  // The server has forgotten a prepared statement.
  bool is_lost_statement() const;

  // Another writer was in the way: nothing of the transaction is left, and it may be tried again.
  bool is_contention() const;

  // In our own words, with the number.
  std::string explanation() const;

 private:
  int code_;
};

using MysqlRow = std::vector<std::optional<std::string>>;

// Threads: one at a time. A forked child must not use its parent's; to destroy it there is safe,
// and leaves the parent's as it is.
class MysqlLink {
 public:
  // Logs in and sets the session: strict, utf8mb4, short waits for locks. Throws InfraError, one
  // line without the password; LoginRefused where the server is there and refuses.
  explicit MysqlLink(const MysqlOptions& options);
  ~MysqlLink();

  MysqlLink(const MysqlLink&) = delete;
  MysqlLink& operator=(const MysqlLink&) = delete;

  // True iff this process made it.
  bool is_own() const;

  // A constant text: what cannot be prepared, such as COMMIT. Throws MysqlFault, as those below.
  void command(const std::string& text);

  // Prepared at first use, and kept until forget_statements().
  std::vector<MysqlRow> query(const Statement& statement);
  void execute(const Statement& statement);

  void forget_statements();

 private:
  sql::PreparedStatement& bound(const Statement& statement);

  pid_t owner_;
  std::unique_ptr<sql::Connection> connection_;
  std::map<std::string, std::unique_ptr<sql::PreparedStatement>> statements_;
};

// Where a server is, for people: "127.0.0.1:3306", or the path of its socket.
std::string address_of(const MysqlOptions& options);

}  // namespace assay
