#include "stores/janitor.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "stores/household.h"
#include "stores/system_failure.h"

namespace assay {
namespace {

using std::chrono::milliseconds;

// A wait is asked for in pieces, between which the janitor sees whether this process has ended.
constexpr milliseconds kPiece{100};

// Readable when this process ends, whoever has inherited what; -1 where the kernel has none.
int file_of_this_process() {
#ifdef SYS_pidfd_open
  return static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0U));
#else
  return -1;
#endif
}

}  // namespace

Janitor::Janitor() : owner_(getpid()) {
  std::array<int, 2> sockets{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    throw system_failure(errno, "socketpair");
  }
  const int owner = file_of_this_process();
  pid_ = fork();
  if (pid_ == 0) keep_house(sockets[1], owner);
  const int code = errno;
  close(sockets[1]);
  if (owner >= 0) close(owner);
  socket_ = sockets[0];
  if (pid_ < 0) {
    close(socket_);
    throw system_failure(code, "fork");
  }
  ask(kGreet, {});  // from its answer on, no signal of the terminal reaches it
}

Janitor::~Janitor() {
  if (getpid() != owner_) {
    forget_in_child();
    return;
  }
  shutdown(socket_, SHUT_RDWR);
  close(socket_);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Janitor::forget_in_child() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
}

std::string Janitor::ask(char verb, const std::vector<std::string>& words) const {
  // Two that ask at once would get each other's answers; and a child's end is not its parent's.
  if (getpid() != owner_) throw system_failure(EPERM, "the janitor is another process's");
  const std::string request = verb + pack(words);
  std::array<char, 4096> answer{};
  ssize_t size = 0;
  do {
    size = send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
  } while (size < 0 && errno == EINTR);
  while (size >= 0) {
    size = recv(socket_, answer.data(), answer.size(), 0);
    if (size >= 0 || errno != EINTR) break;
    size = 0;
  }
  if (size == 0) throw system_failure(EPIPE, "the janitor is gone");
  if (size < 0) throw system_failure(errno, "the janitor cannot be asked");
  std::string text(answer.data() + 1, static_cast<std::size_t>(size) - 1);
  if (answer.front() == '-') throw system_failure(std::stoi(text), "the janitor");
  return text;
}

std::string Janitor::make_directory(std::string_view prefix) {
  return ask(kMakeDirectory, {std::string(prefix)});
}

pid_t Janitor::start(const Program& program) {
  std::vector<std::string> words = {program.directory, program.log, std::to_string(program.user),
                                    std::to_string(program.group),
                                    std::to_string(program.patience.count())};
  words.insert(words.end(), program.argv.begin(), program.argv.end());
  return std::stoi(ask(kStart, words));
}

std::optional<int> Janitor::wait(pid_t pid, milliseconds limit) {
  for (;;) {
    const milliseconds piece = std::min(limit, kPiece);
    const std::string code = ask(kWait, {std::to_string(pid), std::to_string(piece.count())});
    if (!code.empty()) return std::stoi(code);
    limit -= piece;
    if (limit.count() <= 0) return std::nullopt;
  }
}

void Janitor::stop(pid_t pid) { ask(kStop, {std::to_string(pid)}); }

}  // namespace assay
