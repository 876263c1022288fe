#include "stores/mysql_link.h"

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <mysql_driver.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

// Seconds. An answer takes at most a wait for a lock and the work; a call, a few of them.
constexpr int kConnectTimeout = 5;
constexpr int kAnswerTimeout = 10;

// Backslashes are no escapes, so a text means the same in every client; a text that does not fit is
// an error; a table is InnoDB or is not made.
constexpr const char* kSession =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES', "
    "innodb_lock_wait_timeout = 2, lock_wait_timeout = 5";
constexpr const char* kIsolation = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";

// An error, and what to say of it.
struct Explanation {
  int code;
  const char* text;
};

constexpr std::array kExplanations = std::to_array<Explanation>({
    {1020, "another writer changed the record"},
    {1021, "the server's disk is full"},
    {1040, "the server has too many connections"},
    {1044, "the user has no right to the database"},
    {1062, "another writer saved the same id or user_name"},
    {1114, "the server's table space is full"},
    {1142, "the user lacks a right to the table"},
    {1146, "the table is missing: open the store again"},
    {1153, "a text is larger than the server accepts"},
    {1205, "another writer holds a lock"},
    {1213, "another writer was in the way"},
    {1290, "the server takes no writes"},
    {1366, "a text is no valid text of its column"},
    {1406, "a text is longer than its column"},
    {1836, "the server takes no writes"},
});

// Of a login.
constexpr std::array kLoginExplanations = std::to_array<Explanation>({
    {1040, "has too many connections: try again later"},
    {1044, "gives this user no right to the database: grant it, or name another database"},
    {1045, "refuses the login: check the user and ASSAY_MYSQL_PASSWORD"},
    {1049, "has no database of this name: create it, or name another"},
    {1129, "blocks this host: FLUSH HOSTS unblocks it"},
    {1130, "takes no logins from this host: grant them"},
    {1251, "asks for a login that this client cannot do: give the user another one"},
    {1524, "asks for a login that this client cannot do: give the user another one"},
    {1698, "refuses the login: check the user and ASSAY_MYSQL_PASSWORD"},
    {2026, "offers no TLS that this client accepts: set it up there, or leave out tls=1"},
    {2059, "asks for a login that this client cannot do: give the user another one"},
    {2061, "asks for a login that this client cannot do: give the user another one"},
    {3118, "has locked this user: unlock it"},
    {3159, "takes no logins without TLS: add tls=1"},
});

std::string numbered(const char* text, int code) {
  return std::string(text) + " (MySQL error " + std::to_string(code) + ")";
}

template <typename Table>
const char* find_explanation(const Table& table, int code) {
  const auto found = std::ranges::find(table, code, &Explanation::code);
  return found == table.end() ? nullptr : found->text;
}

[[noreturn]] void throw_login_error(const MysqlOptions& options, int code) {
  const std::string server = "the MySQL server at " + address_of(options) + " ";
  if (const char* text = find_explanation(kLoginExplanations, code)) {
    throw LoginRefused(server + numbered(text, code));
  }
  throw InfraError(server + numbered("cannot be reached: start it, or check the address", code));
}

sql::ConnectOptionsMap connect_options(const MysqlOptions& options) {
  sql::ConnectOptionsMap map;
  const bool local = !options.socket.empty();
  map["hostName"] = sql::SQLString(local ? "unix://" + options.socket : "tcp://" + options.host);
  if (!local) map["port"] = options.port;
  map["userName"] = sql::SQLString(options.user);
  map["password"] = sql::SQLString(options.password);
  map["schema"] = sql::SQLString(options.database);
  map["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  map["OPT_RECONNECT"] = false;  // it would lose the transaction and say nothing
  map["OPT_LOCAL_INFILE"] = 0;
  map["OPT_CONNECT_TIMEOUT"] = kConnectTimeout;
  map["OPT_READ_TIMEOUT"] = kAnswerTimeout;
  map["OPT_WRITE_TIMEOUT"] = kAnswerTimeout;
  if (options.tls) map["sslEnforce"] = true;
  return map;
}

// Runs `call`, of the connector's exceptions keeps the number alone.
template <typename Call>
auto guarded(const Call& call) {
  try {
    return call();
  } catch (const sql::SQLException& error) {
    throw MysqlFault(error.getErrorCode());
  }
}

// What a forked child has inherited and must not destroy; kept in sight of leak checkers.
std::vector<const void*>& left_to_parents() {
  static auto* const kLeft = new std::vector<const void*>;
  return *kLeft;
}

}  // namespace

bool MysqlFault::is_lost_connection() const {
  // 0 and 1000 are the connector's own: it has closed the connection, or has lost track of it.
  constexpr std::array kCodes = {0,    1000, 1053, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2000,
                                 2001, 2002, 2003, 2006, 2013, 2014, 2027, 2055, 3169, 4031};
  return std::ranges::find(kCodes, code_) != kCodes.end();
}

bool MysqlFault::is_lost_statement() const {
  return code_ == 1243 || code_ == 1615 || code_ == 2030;
}

bool MysqlFault::is_contention() const {
  return code_ == 1020 || code_ == 1062 || code_ == 1205 || code_ == 1213 || code_ == 1412;
}

std::string MysqlFault::explanation() const {
  if (is_lost_connection()) return numbered("the connection to the MySQL server was lost", code_);
  const char* text = find_explanation(kExplanations, code_);
  return numbered(text != nullptr ? text : "the MySQL server refused the statement", code_);
}

MysqlLink::MysqlLink(const MysqlOptions& options) : owner_(getpid()) {
  try {
    sql::ConnectOptionsMap map = connect_options(options);
    connection_.reset(get_driver_instance()->connect(map));
  } catch (const sql::SQLException& error) {
    throw_login_error(options, error.getErrorCode());
  }
  try {
    command(kSession);
    command(kIsolation);
    if (options.tls) {
      const auto rows = query({"SHOW SESSION STATUS LIKE 'Ssl_cipher'", {}});
      if (rows.empty() || rows[0].at(1).value_or("").empty()) throw MysqlFault(2026);
    }
  } catch (const MysqlFault& fault) {
    throw_login_error(options, fault.code());
  }
}

MysqlLink::~MysqlLink() {
  if (is_own()) return;
  // To destroy them would tell the server, on the parent's behalf, that the parent is done.
  for (auto& [text, statement] : statements_) left_to_parents().push_back(statement.release());
  left_to_parents().push_back(connection_.release());
}

bool MysqlLink::is_own() const { return owner_ == getpid(); }

void MysqlLink::command(const std::string& text) {
  guarded([&] {
    const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
    statement->execute(text);
  });
}

sql::PreparedStatement& MysqlLink::bound(const Statement& statement) {
  auto& prepared = statements_[statement.text];
  if (!prepared) prepared.reset(connection_->prepareStatement(statement.text));
  unsigned position = 0;
  for (const auto& value : statement.values) {
    ++position;
    if (value)
      prepared->setString(position, *value);
    else
      prepared->setNull(position, 0);
  }
  return *prepared;
}

std::vector<MysqlRow> MysqlLink::query(const Statement& statement) {
  return guarded([&] {
    std::vector<MysqlRow> rows;
    const std::unique_ptr<sql::ResultSet> result(bound(statement).executeQuery());
    const unsigned columns = result->getMetaData()->getColumnCount();
    while (result->next()) {
      MysqlRow& row = rows.emplace_back(columns);
      for (unsigned column = 1; column <= columns; ++column) {
        const sql::SQLString text = result->getString(column);
        if (!result->wasNull()) row[column - 1].emplace(text.c_str(), text.length());
      }
    }
    return rows;
  });
}

void MysqlLink::execute(const Statement& statement) {
  guarded([&] { bound(statement).executeUpdate(); });
}

void MysqlLink::forget_statements() { statements_.clear(); }

std::string address_of(const MysqlOptions& options) {
  return options.socket.empty() ? options.host + ":" + std::to_string(options.port)
                                : options.socket;
}

}  // namespace assay
