// A MySQL-compatible server of our own: on loopback, on a fresh data directory, gone at the end.
#pragma once

#include <sys/types.h>

#include <string>

#include "stores/janitor.h"
#include "stores/mysql.h"

namespace assay {

// Runs mariadbd, or mysqld where that is what is installed, as a program of the janitor's: it ends
// with this process, however that ends. Nobody else gets in: its files are their owner's alone, its
// one account has a random password. Where this process is root, the server is not. Threads: one at
// a time.
class PrivateServer {
 public:
  // Returns when the server answers. Programs are looked for in `search_path`, as in PATH.
  //
  // Throws InfraError, one line, when there is no server program or it does not start. REQUIRES:
  // `janitor` outlives this.
  explicit PrivateServer(Janitor& janitor, const std::string& search_path = default_search_path());
  ~PrivateServer();

  PrivateServer(const PrivateServer&) = delete;
  PrivateServer& operator=(const PrivateServer&) = delete;

  // How to reach it: the database is there, and the account may do anything in it.
  const MysqlOptions& options() const { return options_; }

  // Kills the server; what was committed stays. start() brings it back at the same address, and
  // throws as the constructor does.
  void stop();
  void start();

  // PATH, and the directories where servers are besides.
  static std::string default_search_path();

 private:
  // Where the programs are.
  struct Installation {
    std::string server;
    std::string install_script;  // MariaDB's; MySQL's server makes its data directory itself
  };

  static Installation find(const std::string& search_path);
  void make_data_directory();
  void write_init_file() const;
  Program program(std::vector<std::string> argv) const;
  bool await_ready();
  std::string log_tail() const;

  Janitor& janitor_;
  Installation installation_;
  std::string directory_;
  uid_t user_ = 0;
  gid_t group_ = 0;
  MysqlOptions options_;
  pid_t pid_ = 0;
};

}  // namespace assay
