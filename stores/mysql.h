// The MySQL store: mysql-connector-cpp, prepared statements only, matched as bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "spec/store_factory.h"

namespace assay {

// How to reach the server. A password never comes from a command line.
struct MysqlOptions {
  std::string host = "127.0.0.1";
  int port = 3306;
  std::string socket;  // path; used in place of host and port when not empty
  std::string database = "assay";
  std::string user = "root";
  std::string password;
  std::string table = "oauthtoken";  // a storage's table is this name and a suffix of its own
  bool tls = false;
};

// The server is there and refuses: the login, the database, a right. The message names neither
// password nor values.
class LoginRefused : public InfraError {
 public:
  using InfraError::InfraError;
};

// Parses mysql://user@host:port/database?table=T&tls=1&socket=PATH. Throws std::invalid_argument
// with one line; a password in the URL is refused, and not shown.
MysqlOptions parse_mysql_url(std::string_view url);

// The URL without any password.
std::string to_url(const MysqlOptions& options);

// The password of ASSAY_MYSQL_PASSWORD, else of the file that ASSAY_MYSQL_PASSWORD_FILE names (its
// last line end dropped), else "". Throws std::invalid_argument when that file cannot be read.
std::string mysql_password_from_environment();

// A factory of stores on that server. Makes no connection before the first open().
//
// A storage's records are in a table of their own, which open() makes and drop() removes: its name
// is options.table and a hash of the storage's path, the same in every process. drop() of a
// directory removes the tables of all storages below it as well, and so what killed processes have
// left. Logins are kept from one store for the next; a store that is closed leaves no transaction,
// no lock and no prepared statement on its own. A factory, and an open store, may be used on in a
// forked child: it logs in anew there.
//
// open() throws LoginRefused or InfraError, one line, where there is no way in; StoreError
// (refused) where a table of that name is not this store's.
std::unique_ptr<StoreFactory> make_mysql_factory(const MysqlOptions& options);

}  // namespace assay
