#include "harness/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace assay {

namespace {

constexpr std::string_view kFinished = "\x04";  // no line of JSON
constexpr char kLineEnd = '\x1e';               // stands for a line end within a line
constexpr int kBodyThrew = 70;                  // and 71, 72: an AdapterFault that leaves a doubt
constexpr int kMostWaitingMs = 5000;            // for what a killed child has started

[[noreturn]] void run_body(const std::function<void(const LineWriter&)>& body, int fd,
                           pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  signal(SIGINT, SIG_IGN);  // the parent decides when to stop
  signal(SIGPIPE, SIG_DFL);
  const LineWriter out(fd);
  try {
    body(out);
  } catch (const AdapterFault& fault) {
    out.write(std::string("!") + fault.what());
    _exit(kBodyThrew + static_cast<int>(fault.doubt()));
  } catch (const std::exception& error) {
    out.write(std::string("!") + error.what());
    _exit(kBodyThrew);
  }
  out.write(kFinished);
  _exit(0);
}

}  // namespace

void LineWriter::write(std::string_view line) const {
  std::string whole(line);
  std::ranges::replace(whole, '\n', kLineEnd);
  whole += '\n';
  std::string_view rest = whole;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) _exit(0);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string ChildEnd::in_words() const {
  if (signal != 0) {
    const char* name = sigabbrev_np(signal);
    return "ended by signal " + (name ? "SIG" + std::string(name) : std::to_string(signal));
  }
  return "exited with " + std::to_string(exit_code);
}

Child::Child(const std::function<void(const LineWriter&)>& body) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    throw std::runtime_error(std::string("cannot make a pipe: ") + std::strerror(errno));
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) {
    close(ends[0]);
    close(ends[1]);
    throw std::runtime_error(std::string("cannot fork: ") + std::strerror(errno));
  }
  if (pid_ == 0) {
    close(ends[0]);
    run_body(body, ends[1], parent);
  }
  close(ends[1]);
  fd_ = ends[0];
  fcntl(fd_, F_SETFL, O_NONBLOCK);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      fd_(std::exchange(other.fd_, -1)),
      partial_(std::move(other.partial_)),
      lines_(std::move(other.lines_)),
      finished_(other.finished_) {}

Child::~Child() {
  if (pid_ > 0) {
    kill();
    waitpid(pid_, nullptr, 0);
  }
  if (fd_ >= 0) close(fd_);
}

bool Child::read() {
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(fd_, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno == EAGAIN;
    if (got == 0) return false;
    partial_.append(buffer, static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (std::size_t at = partial_.find('\n'); at != std::string::npos;
         begin = at + 1, at = partial_.find('\n', begin)) {
      std::string line = partial_.substr(begin, at - begin);
      std::ranges::replace(line, kLineEnd, '\n');
      if (line == kFinished)
        finished_ = true;
      else
        lines_.push_back(std::move(line));
    }
    partial_.erase(0, begin);
  }
}

std::vector<std::string> Child::take_lines() { return std::exchange(lines_, {}); }

void Child::kill() const {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

ChildEnd Child::end() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  // Whoever keeps an adapter for it holds the pipe open until that is gone.
  const auto begin = std::chrono::steady_clock::now();
  while (read() &&
         std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(kMostWaitingMs))
    wait_for_any({this}, kMostWaitingMs);
  ChildEnd end;
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
  if (end.exit_code > kBodyThrew && end.exit_code <= kBodyThrew + 2)
    end.doubt = static_cast<AdapterFault::Doubt>(end.exit_code - kBodyThrew);
  end.well = finished_ && end.signal == 0 && end.exit_code == 0;
  return end;
}

void wait_for_any(const std::vector<Child*>& children, int timeout_ms) {
  std::vector<pollfd> fds;
  fds.reserve(children.size());
  for (const Child* child : children) fds.push_back({child->fd(), POLLIN, 0});
  poll(fds.data(), fds.size(), timeout_ms);
}

}  // namespace assay
