#include "harness/keeper.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>

#include "harness/execute.h"

namespace assay {

namespace {

constexpr int kTickMs = 50;
constexpr int kTicksPerCensus = 5;     // between two looks at all processes
constexpr std::int64_t kTermMs = 200;  // between SIGTERM and SIGKILL
constexpr std::int64_t kMostKillingMs = 3000;
constexpr std::array kIgnored = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};

void write_report(int fd, KeeperReport report) {
  [[maybe_unused]] const ssize_t written = write(fd, &report, sizeof report);
}

std::size_t resident_bytes(pid_t pid) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/statm", pid);
  FILE* file = std::fopen(path, "re");
  if (file == nullptr) return 0;
  unsigned long size = 0;
  unsigned long resident = 0;
  const int read = std::fscanf(file, "%lu %lu", &size, &resident);
  std::fclose(file);
  return read == 2 ? resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) : 0;
}

pid_t parent_of(pid_t pid) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE* file = std::fopen(path, "re");
  if (file == nullptr) return 0;
  char line[512];
  const std::size_t size = std::fread(line, 1, sizeof line - 1, file);
  std::fclose(file);
  line[size] = 0;
  // The name of the program stands in brackets, and may hold any.
  const std::string_view text(line, size);
  const std::size_t bracket = text.rfind(')');
  if (bracket == std::string_view::npos || bracket + 4 > size) return 0;
  return static_cast<pid_t>(std::strtol(line + bracket + 4, nullptr, 10));
}

// Appends the children of each thread; false where this kernel does not list them.
bool add_children(pid_t parent, std::vector<pid_t>& found) {
  const std::string tasks = "/proc/" + std::to_string(parent) + "/task";
  DIR* threads = opendir(tasks.c_str());
  if (threads == nullptr) return true;  // it has ended
  bool listed = true;
  while (const dirent* entry = readdir(threads)) {
    if (entry->d_name[0] == '.') continue;
    const std::string path = tasks + "/" + entry->d_name + "/children";
    FILE* file = std::fopen(path.c_str(), "re");
    listed = listed && (file != nullptr || access(tasks.c_str(), F_OK) != 0);
    if (file == nullptr) continue;
    for (int pid = 0; std::fscanf(file, "%d", &pid) == 1;) found.push_back(pid);
    std::fclose(file);
  }
  closedir(threads);
  return listed;
}

// The same from the parents of all processes: slower.
std::vector<pid_t> scan_for_descendants(pid_t ancestor) {
  std::multimap<pid_t, pid_t> children;
  if (DIR* all = opendir("/proc")) {
    while (const dirent* entry = readdir(all)) {
      const auto pid = static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10));
      if (pid > 0) children.emplace(parent_of(pid), pid);
    }
    closedir(all);
  }
  std::vector<pid_t> found = {ancestor};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto [begin, end] = children.equal_range(found[i]);
    for (auto at = begin; at != end; ++at) found.push_back(at->second);
  }
  found.erase(found.begin());
  return found;
}

// In the child that becomes the adapter: never returns.
[[noreturn]] void become(const KeeperOrder& order, pid_t keeper) {
  setsid();  // a group of its own, and no terminal
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != keeper) _exit(0);
  for (const int signal : kIgnored) std::signal(signal, SIG_DFL);
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond a limit is an error to it, not its end
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // Where memory runs out, the adapter goes first.
  if (const int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); score >= 0) {
    [[maybe_unused]] const ssize_t written = write(score, "1000", 4);
    close(score);
  }
  std::vector<char*> argv;
  for (const std::string& word : order.words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  if (dup2(order.input, 0) >= 0 && dup2(order.output, 1) >= 0 && dup2(order.log_write, 2) >= 0)
    execve(order.path.c_str(), argv.data(), environ);
  write_report(order.report, {KeeperReport::What::kNotStarted, errno});
  _exit(127);
}

class Keeper {
 public:
  Keeper(const KeeperOrder& order, KeeperPage& page) : order_(order), page_(page) {}

  [[noreturn]] void keep() {
    settle_down();
    adapter_ = fork();
    if (adapter_ == 0) become(order_, self_);
    if (adapter_ < 0) {
      write_report(order_.report, {KeeperReport::What::kNotStarted, errno});
      _exit(0);
    }
    for (const int fd : {order_.input, order_.output, order_.log_write}) close(fd);
    watch();
    end_all();
    drain();
    _exit(0);
  }

 private:
  void settle_down() {
    self_ = getpid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (const int signal : kIgnored) std::signal(signal, SIG_IGN);
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, nullptr);
    signals_ = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    for (const int fd : order_.others) close(fd);
    // Who reads what this process was given to write to must not wait for its end.
    if (const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC); nowhere >= 0) {
      for (const int fd : {0, 1, 2}) dup2(nowhere, fd);
      close(nowhere);
    }
    fcntl(order_.log_read, F_SETFL, O_NONBLOCK);
  }

  // Until the adapter has ended, or has to.
  void watch() {
    std::int64_t next_look_ns = 0;
    for (int looks = 0;;) {
      std::array<pollfd, 3> waiting = {{{order_.life, POLLIN, 0},
                                        {signals_, POLLIN, 0},
                                        {log_open_ ? order_.log_read : -1, POLLIN, 0}}};
      poll(waiting.data(), waiting.size(), kTickMs);
      if (waiting[2].revents != 0) drain();
      if (waiting[1].revents != 0 && reap()) return;
      if (waiting[0].revents != 0 && must_end()) return;
      // A flood of log lines must not make it look more often.
      if (now_ns() < next_look_ns) continue;
      next_look_ns = now_ns() + std::int64_t{kTickMs} * 1'000'000;
      if (holds_too_much(looks++ % kTicksPerCensus == 0)) return;
    }
  }

  // Takes in what has ended; true when the adapter has.
  bool reap() {
    signalfd_siginfo info{};
    while (read(signals_, &info, sizeof info) > 0) continue;
    int status = 0;
    for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
      if (pid == adapter_) tell_end(status);
    return told_;
  }

  void tell_end(int status) {
    drain();
    if (!std::exchange(told_, true))
      write_report(order_.report,
                   WIFSIGNALED(status)
                       ? KeeperReport{KeeperReport::What::kSignalled, WTERMSIG(status)}
                       : KeeperReport{KeeperReport::What::kExited, WEXITSTATUS(status)});
  }

  // A word on the life pipe, or its end: true when nothing of the adapter may go on.
  bool must_end() {
    char word = kKillNow;
    const ssize_t got = read(order_.life, &word, 1);
    if (got < 0 && errno == EINTR) return false;
    if (got > 0 && word == kDrainNow) {
      drain();
      ++page_.drains;
      return false;
    }
    if (got > 0 || page_.busy) return true;
    // The adapter's standard input has ended too: it may end by itself.
    if (!ends_within(order_.patience_ms)) {
      ::kill(-adapter_, SIGTERM);
      ends_within(kTermMs);
    }
    return true;
  }

  bool ends_within(std::int64_t limit_ms) {
    const std::int64_t end_ns = now_ns() + limit_ms * 1'000'000;
    while (!reap() && now_ns() < end_ns) {
      std::array<pollfd, 2> waiting = {
          {{signals_, POLLIN, 0}, {log_open_ ? order_.log_read : -1, POLLIN, 0}}};
      poll(waiting.data(), waiting.size(), 10);
      if (waiting[1].revents != 0) drain();
    }
    return told_;
  }

  bool holds_too_much(bool census) {
    if (order_.memory_bytes == 0) return false;
    if (census) others_ = descendants_of(self_);
    std::size_t bytes = resident_bytes(adapter_);
    for (const pid_t pid : others_)
      if (pid != adapter_) bytes += resident_bytes(pid);
    if (bytes <= order_.memory_bytes) return false;
    drain();
    if (!std::exchange(told_, true))
      write_report(order_.report,
                   {KeeperReport::What::kTooMuchMemory, static_cast<std::int32_t>(bytes >> 20U)});
    return true;
  }

  // Kills until nobody is left, or for so long: an orphan is this process's child by then.
  void end_all() {
    const std::int64_t end_ns = now_ns() + kMostKillingMs * 1'000'000;
    ::kill(-adapter_, SIGKILL);
    for (;;) {
      int status = 0;
      pid_t pid = 0;
      while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (pid == adapter_) tell_end(status);
      if ((pid < 0 && errno == ECHILD) || now_ns() > end_ns) return;
      for (const pid_t below : descendants_of(self_)) ::kill(below, SIGKILL);
      pollfd waiting{signals_, POLLIN, 0};
      poll(&waiting, 1, 10);
      signalfd_siginfo info{};
      while (read(signals_, &info, sizeof info) > 0) continue;
    }
  }

  // Reads what is there on the adapter's standard error.
  void drain() {
    std::array<char, 16384> buffer{};
    static_assert(sizeof buffer == sizeof page_.log);
    // A flood must not keep this process from looking at the rest.
    for (int reads = 0; log_open_ && reads < 64; ++reads) {
      const ssize_t got = read(order_.log_read, buffer.data(), buffer.size());
      if (got < 0) return;
      log_open_ = got > 0;
      const auto size = static_cast<std::size_t>(got);
      const std::size_t at = page_.log_size % page_.log.size();
      const std::size_t first = std::min(size, page_.log.size() - at);
      std::copy_n(buffer.begin(), first, page_.log.begin() + at);
      std::copy_n(buffer.begin() + first, size - first, page_.log.begin());
      page_.log_size += size;
    }
  }

  const KeeperOrder& order_;
  KeeperPage& page_;
  pid_t self_ = -1;
  pid_t adapter_ = -1;
  int signals_ = -1;
  bool log_open_ = true;
  bool told_ = false;
  std::vector<pid_t> others_;
};

}  // namespace

pid_t start_keeper(const KeeperOrder& order, KeeperPage& page) {
  const pid_t pid = fork();
  if (pid == 0) Keeper(order, page).keep();
  return pid;
}

std::vector<pid_t> descendants_of(pid_t ancestor) {
  std::vector<pid_t> found = {ancestor};
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!add_children(found[i], found)) return scan_for_descendants(ancestor);
  found.erase(found.begin());
  return found;
}

}  // namespace assay
