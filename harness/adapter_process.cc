#include "harness/adapter_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "harness/adapter_fault.h"
#include "harness/execute.h"
#include "spec/utf8.h"

namespace assay {

namespace {

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
      throw AdapterFault(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  int read_end() const { return ends[0]; }
  int write_end() const { return ends[1]; }
  std::array<int, 2> ends{};
};

// What poll() takes: rounded up, so that it does not wake before the time.
int milliseconds_to(std::int64_t until_ns) {
  const std::int64_t left_ns = until_ns - now_ns();
  return left_ns <= 0 ? 0
                      : static_cast<int>(std::min<std::int64_t>(left_ns / 1'000'000 + 1, 60'000));
}

// What a terminal may be shown of a line of somebody's log.
std::string shown_line(std::string_view text) {
  constexpr std::size_t kMostShown = 200;
  std::string shown;
  std::size_t at = 0;
  for (std::size_t n = 0; at < text.size() && n < kMostShown; ++n) {
    const Character character = character_at(text, at);
    if (character.valid && character.value >= 0x20 && character.value != 0x7f)
      shown += text.substr(at, character.size);
    else
      shown += character.value == '\t' ? ' ' : '?';
    at += character.size;
  }
  return at < text.size() ? shown + "..." : shown;
}

void close_once(int& fd) {
  if (fd >= 0) close(std::exchange(fd, -1));
}

}  // namespace

AdapterProcess::AdapterProcess(const ExecCommand& command, const AdapterLimits& limits)
    : limits_(limits), path_(find_program(command)) {
  const Pipe input;
  const Pipe output;
  const Pipe log;
  const Pipe life;
  const Pipe report;
  KeeperOrder order;
  order.path = path_;
  order.words = command.words;
  order.memory_bytes = limits.memory_bytes;
  order.patience_ms = limits.end_ms;
  order.input = input.read_end();
  order.output = output.write_end();
  order.log_write = log.write_end();
  order.log_read = log.read_end();
  order.life = life.read_end();
  order.report = report.write_end();
  order.others = {input.write_end(), output.read_end(), life.write_end(), report.read_end()};
  std::signal(SIGPIPE, SIG_IGN);
  keeper_ = start_keeper(order, *page_);
  const int error = errno;
  for (const int fd :
       {order.input, order.output, order.log_write, order.log_read, order.life, order.report})
    close(fd);
  input_ = input.write_end();
  output_ = output.read_end();
  life_ = life.write_end();
  report_fd_ = report.read_end();
  fcntl(input_, F_SETFL, O_NONBLOCK);
  if (keeper_ < 0) throw AdapterFault(std::string("cannot fork: ") + std::strerror(error));
}

AdapterProcess::~AdapterProcess() {
  kill();
  for (int* fd : {&input_, &output_, &life_, &report_fd_}) close_once(*fd);
}

bool AdapterProcess::write(std::string_view lines, std::int64_t until_ns) {
  while (!lines.empty()) {
    const ssize_t written = input_ < 0 ? -1 : ::write(input_, lines.data(), lines.size());
    if (written > 0) {
      lines.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    if (input_ < 0 || (errno != EAGAIN && errno != EINTR)) return false;
    std::array<pollfd, 2> waiting = {
        {{input_, POLLOUT, 0}, {output_ended_ ? -1 : output_, POLLIN, 0}}};
    if (poll(waiting.data(), waiting.size(), milliseconds_to(until_ns)) == 0) return false;
    if (waiting[1].revents != 0) take_in();
  }
  return true;
}

AdapterProcess::Read AdapterProcess::read_line(std::string_view& line, std::int64_t until_ns) {
  for (;;) {
    const std::size_t end = buffer_.find('\n', searched_);
    if (end != std::string::npos) {
      line = std::string_view(buffer_).substr(begin_, end - begin_);
      begin_ = searched_ = end + 1;
      return line.size() > limits_.line_bytes ? Read::kTooLong : Read::kLine;
    }
    searched_ = buffer_.size();
    if (buffer_.size() - begin_ > limits_.line_bytes) return Read::kTooLong;
    if (output_ended_) return Read::kEnd;
    pollfd waiting{output_, POLLIN, 0};
    const int ready = poll(&waiting, 1, milliseconds_to(until_ns));
    if (ready == 0 && now_ns() >= until_ns) return Read::kNothing;
    if (ready > 0) take_in();
  }
}

bool AdapterProcess::take_in() {
  std::array<char, 65536> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): read fills it
  const ssize_t got = ::read(output_, piece.data(), piece.size());
  if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) output_ended_ = true;
  buffer_.erase(0, begin_);
  searched_ -= begin_;
  begin_ = 0;
  if (got > 0) buffer_.append(piece.data(), static_cast<std::size_t>(got));
  return !output_ended_;
}

void AdapterProcess::close_input() { close_once(input_); }

std::string AdapterProcess::ended_within(std::int64_t limit_ms) {
  const std::int64_t until_ns = now_ns() + limit_ms * 1'000'000;
  while (!reported_ && report_fd_ >= 0) {
    pollfd waiting{report_fd_, POLLIN, 0};
    const int ready = poll(&waiting, 1, milliseconds_to(until_ns));
    if (ready == 0 && now_ns() >= until_ns) return "";
    if (ready <= 0) continue;
    reported_ = ::read(report_fd_, &report_, sizeof report_) == sizeof report_;
    if (!reported_) return "ended";
  }
  switch (report_.what) {
    case KeeperReport::What::kNotStarted: return why_not_started(path_, report_.value);
    case KeeperReport::What::kExited: return "exited with " + std::to_string(report_.value);
    case KeeperReport::What::kSignalled: {
      const char* name = sigabbrev_np(report_.value);
      return "was ended by signal " +
             (name ? "SIG" + std::string(name) : std::to_string(report_.value));
    }
    case KeeperReport::What::kTooMuchMemory:
      return "held " + std::to_string(report_.value) + " MiB of memory, and was ended for that (" +
             std::to_string(limits_.memory_bytes >> 20U) + " MiB are allowed)";
  }
  return "ended";
}

bool AdapterProcess::took_too_much_memory() const {
  return reported_ && report_.what == KeeperReport::What::kTooMuchMemory;
}

bool AdapterProcess::was_not_started() const {
  return reported_ && report_.what == KeeperReport::What::kNotStarted;
}

bool AdapterProcess::ended_well() const {
  return reported_ && report_.what == KeeperReport::What::kExited && report_.value == 0;
}

void AdapterProcess::kill() {
  if (keeper_ < 0) return;
  if (life_ >= 0) {
    [[maybe_unused]] const ssize_t written = ::write(life_, &kKillNow, 1);
  }
  while (waitpid(keeper_, nullptr, 0) < 0 && errno == EINTR) continue;
  keeper_ = -1;
}

// What the adapter wrote before its last answer may not have reached the page yet.
void AdapterProcess::await_log() const {
  constexpr std::int64_t kMostNs = 1'000'000'000;
  if (life_ < 0 || reported_) return;
  const std::uint64_t before = page_->drains;
  if (::write(life_, &kDrainNow, 1) != 1) return;
  const std::int64_t end_ns = now_ns() + kMostNs;
  while (page_->drains == before && now_ns() < end_ns) {
    pollfd ended{report_fd_, POLLIN, 0};  // the log is whole by then
    if (poll(&ended, 1, 1) > 0) return;
  }
}

std::vector<std::string> AdapterProcess::log_lines(std::size_t most) const {
  await_log();
  const std::uint64_t end = page_->log_size;
  const std::uint64_t size = std::min<std::uint64_t>(end, page_->log.size());
  std::string text;
  for (std::uint64_t at = end - size; at < end; ++at) text += page_->log[at % page_->log.size()];
  if (end > size) text.erase(0, text.find('\n') + 1);  // the rest of a line
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t line_end = std::min(text.find('\n'), text.size());
    if (line_end > 0) lines.push_back(shown_line(text.substr(0, line_end)));
    text.erase(0, line_end + 1);
  }
  if (lines.size() > most)
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(most));
  return lines;
}

}  // namespace assay
