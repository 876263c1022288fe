#include "stores/private_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>
#include <vector>

namespace assay {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStartLimit{30'000};
constexpr milliseconds kInstallLimit{60'000};
constexpr milliseconds kLook{10};  // between two looks at a server that is starting
constexpr int kMostPorts = 5;      // tried, should another process take a free port first
constexpr std::size_t kTailLines = 4;

std::string find_program(const std::string& name, const std::string& search_path) {
  std::istringstream directories(search_path);
  for (std::string directory; std::getline(directories, directory, ':');) {
    std::string path = directory;
    path.append("/").append(name);
    if (!directory.empty() && access(path.c_str(), X_OK) == 0) return path;
  }
  return "";
}

std::string random_password() {
  std::array<unsigned char, 16> random{};
  if (getentropy(random.data(), random.size()) != 0) throw InfraError("no random bytes to be had");
  std::string password;
  for (unsigned char byte : random) {
    password += "0123456789abcdef"[byte >> 4];
    password += "0123456789abcdef"[byte & 15];
  }
  return password;
}

// A TCP port of loopback that nobody listened on a moment ago.
int free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = listener >= 0 && bind(listener, generic, size) == 0 &&
                     getsockname(listener, generic, &size) == 0;
  if (listener >= 0) close(listener);
  if (!bound) throw InfraError("no free port on 127.0.0.1 for a private server");
  return ntohs(address.sin_port);
}

// True iff a server greets us on this socket within the time: from then on it answers.
bool greets(const std::string& path, milliseconds limit) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (file < 0) return false;
  char byte = 0;
  pollfd waiting = {file, POLLIN, 0};
  const bool greeted = connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                       poll(&waiting, 1, static_cast<int>(limit.count())) == 1 &&
                       read(file, &byte, 1) == 1;
  close(file);
  return greeted;
}

}  // namespace

PrivateServer::PrivateServer(Janitor& janitor, const std::string& search_path)
    : janitor_(janitor), installation_(find(search_path)) {
  directory_ = janitor_.make_directory("assay-mysql-");
  if (geteuid() == 0) {
    const passwd* account = getpwnam("mysql");
    if (account == nullptr) account = getpwnam("nobody");
    if (account == nullptr) throw InfraError("no user mysql or nobody to run a private server as");
    user_ = account->pw_uid;
    group_ = account->pw_gid;
    if (chown(directory_.c_str(), user_, group_) != 0) {
      throw InfraError("the private server's directory cannot be given to " +
                       std::string(account->pw_name));
    }
  }
  options_.socket = directory_ + "/sock";
  options_.user = "assay";
  options_.password = random_password();
  make_data_directory();
  write_init_file();
  start();
}

PrivateServer::~PrivateServer() {
  try {
    stop();
  } catch (const std::exception&) {
    // The janitor is gone, and took the server with it.
  }
}

std::string PrivateServer::default_search_path() {
  const char* path = std::getenv("PATH");
  return std::string(path != nullptr ? path : "") + ":/usr/sbin:/usr/local/sbin:/usr/libexec";
}

PrivateServer::Installation PrivateServer::find(const std::string& search_path) {
  Installation found;
  found.install_script = find_program("mariadb-install-db", search_path);
  if (!found.install_script.empty()) found.server = find_program("mariadbd", search_path);
  if (found.server.empty()) {
    found = {find_program("mysqld", search_path), ""};
  }
  if (found.server.empty()) {
    throw InfraError(
        "no mariadbd and no mysqld is installed: apt-get install mariadb-server-core, or give the "
        "address of a server with --mysql");
  }
  return found;
}

Program PrivateServer::program(std::vector<std::string> argv) const {
  Program made;
  made.argv = std::move(argv);
  made.directory = directory_;
  made.log = directory_ + "/log";
  made.user = user_;
  made.group = group_;
  made.patience = milliseconds(0);  // its data is thrown away, or is in the redo log
  return made;
}

void PrivateServer::make_data_directory() {
  const std::string data = "--datadir=" + directory_ + "/data";
  const std::string temporary = "--tmpdir=" + directory_;
  std::vector<std::string> argv = {installation_.server, "--no-defaults", "--initialize-insecure",
                                   data, temporary};
  if (!installation_.install_script.empty()) {
    argv = {installation_.install_script,
            "--no-defaults",
            "--skip-test-db",
            "--skip-name-resolve",
            "--auth-root-authentication-method=socket",
            "--auth-root-socket-user=root",
            data,
            temporary};
  }
  const pid_t pid = janitor_.start(program(std::move(argv)));
  const auto code = janitor_.wait(pid, kInstallLimit);
  janitor_.stop(pid);
  if (code != 0) {
    throw InfraError("a private server's data directory cannot be made: " + log_tail());
  }
}

// Run by the server at every start, before it takes connections.
void PrivateServer::write_init_file() const {
  const std::string path = directory_ + "/init.sql";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  std::string text = "CREATE DATABASE IF NOT EXISTS " + options_.database + ";\n";
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const std::string account = "'" + options_.user + "'@'" + host + "'";
    text.append("CREATE USER IF NOT EXISTS ").append(account);
    text.append(" IDENTIFIED BY '").append(options_.password).append("';\n");
    text.append("GRANT ALL ON *.* TO ").append(account).append(";\n");
  }
  // MySQL's first account has no password; MariaDB's is the system's root alone.
  if (installation_.install_script.empty()) {
    text += "ALTER USER 'root'@'localhost' IDENTIFIED BY '" + options_.password + "';\n";
  }
  const bool written = file >= 0 &&
                       write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       (user_ == 0 || fchown(file, user_, group_) == 0);
  if (file >= 0) close(file);
  if (!written) throw InfraError("the private server's directory cannot be written to");
}

void PrivateServer::start() {
  const bool first = pid_ == 0;
  for (int tried = 1;; ++tried) {
    if (first) options_.port = free_port();
    std::vector<std::string> argv = {
        installation_.server,
        "--no-defaults",
        "--datadir=" + directory_ + "/data",
        "--tmpdir=" + directory_,
        "--socket=" + options_.socket,
        "--port=" + std::to_string(options_.port),
        "--bind-address=127.0.0.1",
        "--pid-file=" + directory_ + "/pid",
        "--init-file=" + directory_ + "/init.sql",
        "--secure-file-priv=" + directory_,
        "--local-infile=0",
        "--skip-name-resolve",
        "--skip-log-bin",
        "--performance-schema=0",
        "--innodb-buffer-pool-size=32M",
        "--loose-innodb-log-file-size=16M",      // MariaDB's word
        "--loose-innodb-redo-log-capacity=16M",  // MySQL's
        // To the system at each commit, so that a killed server loses nothing; to no disk.
        "--innodb-flush-log-at-trx-commit=2",
        "--innodb-flush-method=nosync",
        "--innodb-doublewrite=0",
    };
    if (installation_.install_script.empty()) argv.emplace_back("--loose-mysqlx=OFF");
    pid_ = janitor_.start(program(std::move(argv)));
    if (await_ready()) return;
    const std::string tail = log_tail();
    const bool taken = tail.find("already in use") != tail.npos;
    if (!taken || !first || tried == kMostPorts) {
      throw InfraError("the private server does not start: " + tail);
    }
  }
}

void PrivateServer::stop() {
  if (pid_ > 0) janitor_.stop(pid_);
}

// False when the server has ended, or has not answered in time.
bool PrivateServer::await_ready() {
  for (milliseconds waited{0}; waited < kStartLimit; waited += kLook) {
    if (greets(options_.socket, kStartLimit - waited)) return true;
    if (janitor_.wait(pid_, kLook)) break;
  }
  janitor_.stop(pid_);
  return false;
}

// The last lines of the server's log, as one line.
std::string PrivateServer::log_tail() const {
  std::ifstream log(directory_ + "/log");
  std::vector<std::string> lines;
  for (std::string line; std::getline(log, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  std::string tail;
  const std::size_t begin = lines.size() > kTailLines ? lines.size() - kTailLines : 0;
  for (std::size_t i = begin; i < lines.size(); ++i)
    tail.append(i > begin ? " | " : "").append(lines[i]);
  return tail.empty() ? "its log is empty" : tail;
}

}  // namespace assay
