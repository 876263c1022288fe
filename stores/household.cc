#include "stores/household.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/magic.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

#include "stores/system_failure.h"

namespace assay {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kRoomBytes = 512ULL << 20;  // what /dev/shm must have free to be chosen
constexpr milliseconds kOrphanLimit{5000};          // for what a killed program has left behind
constexpr std::array kIgnored = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};

bool has_room(const char* path) {
  struct statfs status {};
  return statfs(path, &status) == 0 && status.f_type == TMPFS_MAGIC &&
         static_cast<std::uint64_t>(status.f_bavail) * static_cast<std::uint64_t>(status.f_bsize) >=
             kRoomBytes;
}

// The janitor's own side, in its own process.
class Household {
 public:
  Household(int socket, int owner) : socket_(socket), owner_(owner) {}

  // Answers requests until the owner is gone or says that it is done.
  void serve() {
    for (;;) {
      std::array<pollfd, 2> waiting = {{{socket_, POLLIN, 0}, {owner_, POLLIN, 0}}};
      if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
      if (waiting[1].revents != 0) return;
      const ssize_t size = recv(socket_, buffer_.data(), buffer_.size(), 0);
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return;
      const std::string answer = answer_to({buffer_.data(), static_cast<std::size_t>(size)});
      send(socket_, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
  }

  void clean_up() {
    for (const Running& program : running_) ask_to_end(program);
    while (!running_.empty()) stop(running_.back().pid);
    await_orphans();
    for (const std::string& directory : directories_) {
      std::error_code ignored;
      std::filesystem::remove_all(directory, ignored);
    }
  }

 private:
  struct Running {
    pid_t pid;
    milliseconds patience;
  };

  std::string answer_to(std::string_view request) {
    try {
      const std::vector<std::string> words = unpack(request.substr(1));
      switch (request.front()) {
        case kGreet: return "+";
        case kMakeDirectory: return "+" + make_directory(words.at(0));
        case kStart: return "+" + std::to_string(start(words));
        case kWait:
          return "+" + wait(std::stoi(words.at(0)), milliseconds(std::stoll(words.at(1))));
        case kStop: stop(std::stoi(words.at(0))); return "+";
        default: return "-" + std::to_string(EINVAL);
      }
    } catch (const std::system_error& error) {
      return "-" + std::to_string(error.code().value());
    } catch (const std::exception&) {
      return "-" + std::to_string(EINVAL);
    }
  }

  std::string make_directory(const std::string& prefix) {
    const char* scratch = std::getenv("ASSAY_SCRATCH");
    const char* temporary = std::getenv("TMPDIR");
    const char* memory = has_room("/dev/shm") ? "/dev/shm" : nullptr;
    int code = ENOENT;
    for (const char* parent : {scratch, memory, temporary, "/tmp"}) {
      if (parent == nullptr || *parent != '/') continue;
      std::string path = std::string(parent) + "/" + prefix + "XXXXXX";
      if (mkdtemp(path.data()) != nullptr) return directories_.emplace_back(std::move(path));
      code = errno;
    }
    throw system_failure(code, "mkdtemp");
  }

  // words: directory, log, user, group, patience, argv...
  pid_t start(const std::vector<std::string>& words) {
    std::array<int, 2> report{};
    if (pipe2(report.data(), O_CLOEXEC) != 0) throw system_failure(errno, "pipe2");
    const pid_t janitor = getpid();
    const pid_t pid = fork();
    if (pid == 0) {
      become(words, janitor);
      const int code = errno;
      [[maybe_unused]] const ssize_t written = write(report[1], &code, sizeof code);
      _exit(127);
    }
    int code = pid < 0 ? errno : 0;
    close(report[1]);
    if (pid > 0 && read(report[0], &code, sizeof code) > 0) waitpid(pid, nullptr, 0);
    close(report[0]);
    if (code != 0) throw system_failure(code, "exec");
    running_.push_back({pid, milliseconds(std::stoll(words.at(4)))});
    return pid;
  }

  // Turns a fresh child into the program; returns, with errno, only when it cannot.
  static void become(const std::vector<std::string>& words, pid_t janitor) {
    for (int signal : kIgnored) std::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    // A group of its own, so that what it starts ends with it.
    if (setpgid(0, 0) != 0 || chdir(words.at(0).c_str()) != 0) return;
    if (!words.at(1).empty()) {
      const int log = open(words[1].c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
      if (log < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0) return;
    }
    const auto user = static_cast<uid_t>(std::stoul(words.at(2)));
    const auto group = static_cast<gid_t>(std::stoul(words.at(3)));
    if (geteuid() == 0 && user != 0 &&
        (setgroups(0, nullptr) != 0 || setgid(group) != 0 || setuid(user) != 0)) {
      return;
    }
    // After the change of user, which clears it.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != janitor) _exit(127);
    std::vector<char*> argv;
    for (std::size_t i = 5; i < words.size(); ++i)
      argv.push_back(const_cast<char*>(words[i].data()));
    argv.push_back(nullptr);
    execvp(argv.front(), argv.data());
  }

  // Waits for the end of `pid`, and leaves it a zombie, so that its group's id stays taken.
  static std::optional<int> await(pid_t pid, milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
      siginfo_t info{};
      if (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0) return 0;
      if (info.si_pid == pid) {
        return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
      }
      if (!await_child(deadline)) return std::nullopt;
    }
  }

  // Waits for the end of any child; false when the deadline has passed.
  static bool await_child(std::chrono::steady_clock::time_point deadline) {
    const auto left = deadline - std::chrono::steady_clock::now();
    if (left <= left.zero()) return false;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    const timespec most = {seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigtimedwait(&child, nullptr, &most);
    return true;
  }

  std::string wait(pid_t pid, milliseconds limit) {
    if (!is_mine(pid)) throw system_failure(ESRCH, "wait");
    const std::optional<int> code = await(pid, limit);
    return code ? std::to_string(*code) : "";
  }

  bool is_mine(pid_t pid) const {
    return std::ranges::any_of(running_, [&](const Running& r) { return r.pid == pid; });
  }

  static void ask_to_end(const Running& program) {
    kill(-program.pid, program.patience.count() > 0 ? SIGTERM : SIGKILL);
  }

  void stop(pid_t pid) {
    for (auto program = running_.begin(); program != running_.end(); ++program) {
      if (program->pid != pid) continue;
      ask_to_end(*program);
      await(pid, program->patience);
      kill(-pid, SIGKILL);
      waitpid(pid, nullptr, 0);
      running_.erase(program);
      return;
    }
  }

  // What a program had started becomes the janitor's when the program ends: PR_SET_CHILD_SUBREAPER.
  static void await_orphans() {
    const auto deadline = std::chrono::steady_clock::now() + kOrphanLimit;
    for (;;) {
      const pid_t gone = waitpid(-1, nullptr, WNOHANG);
      if (gone < 0 || (gone == 0 && !await_child(deadline))) return;
    }
  }

  int socket_;
  int owner_;  // readable when the owner has ended; -1 where the kernel has no such thing
  std::array<char, 1 << 16> buffer_{};
  std::vector<Running> running_;
  std::vector<std::string> directories_;
};

// Closes whatever the janitor has inherited: a pipe that it held open would keep its reader
// waiting.
void close_all_but(int a, int b) {
  std::vector<int> open_files;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    open_files.push_back(std::stoi(entry.path().filename()));
  }
  for (int file : open_files) {
    if (file > 2 && file != a && file != b) close(file);
  }
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int file : {0, 1, 2}) dup2(null, file);
}

}  // namespace

std::string pack(const std::vector<std::string>& words) {
  std::string packed;
  for (const std::string& word : words) packed.append(word).push_back('\0');
  return packed;
}

std::vector<std::string> unpack(std::string_view packed) {
  std::vector<std::string> words;
  while (!packed.empty()) {
    words.emplace_back(packed.substr(0, packed.find('\0')));
    packed.remove_prefix(words.back().size() + 1);
  }
  return words;
}

void keep_house(int socket, int owner) {
  try {
    setsid();
    prctl(PR_SET_NAME, "assay-janitor");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (int signal : kIgnored) std::signal(signal, SIG_IGN);
    std::signal(SIGCHLD, SIG_DFL);
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_SETMASK, &child, nullptr);
    close_all_but(socket, owner);
    Household household(socket, owner);
    household.serve();
    household.clean_up();
  } catch (...) {
    _exit(1);
  }
  _exit(0);
}

}  // namespace assay
