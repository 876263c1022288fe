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

// Parses mysql://user@host:port/database?table=T&tls=1&socket=PATH. Throws std::invalid_argument
// with one line; a password in the URL is refused, and not shown.
MysqlOptions parse_mysql_url(std::string_view url);

// The URL without any password.
std::string to_url(const MysqlOptions& options);

// The password of ASSAY_MYSQL_PASSWORD, else of the file that ASSAY_MYSQL_PASSWORD_FILE names (its
// last line end dropped), else "". Throws std::invalid_argument when that file cannot be read.
std::string mysql_password_from_environment();

std::unique_ptr<StoreFactory> make_mysql_factory(const MysqlOptions& options);

}  // namespace assay
