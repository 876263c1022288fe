// The process of an adapter: lines go in, lines come out, and it ends with the process that
// started it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/exec_command.h"
#include "harness/keeper.h"
#include "harness/shared.h"

namespace assay {

// What an adapter may take. Each is a verdict when it is reached, not a hang.
struct AdapterLimits {
  std::int64_t start_ms = 20'000;        // from its start to its first answer
  std::int64_t call_ms = 10'000;         // for each later answer
  std::int64_t end_ms = 2'000;           // to end, once its standard input has ended
  std::size_t line_bytes = 64UL << 20U;  // of one line
  std::size_t memory_bytes = 2048UL
                             << 20U;  // of the adapter and what it started, in memory; 0: any
};

// Owns an adapter's process, and what that started. Threads: one. Lives in the process that made
// it; a forked child must not use it.
class AdapterProcess {
 public:
  enum class Read {
    kLine,
    kNothing,  // no whole line came in time
    kEnd,      // standard output has ended
    kTooLong,  // a line went on beyond the limit
  };

  // Starts it. Throws AdapterFault where there is nothing to start. From here on this process gets
  // no SIGPIPE.
  AdapterProcess(const ExecCommand& command, const AdapterLimits& limits);
  AdapterProcess(const AdapterProcess&) = delete;
  AdapterProcess& operator=(const AdapterProcess&) = delete;
  ~AdapterProcess();  // kill()

  // Writes all of it, and takes in what comes meanwhile, so that two full pipes wait for nobody.
  // False when nobody reads any more, or not by `until_ns`.
  bool write(std::string_view lines, std::int64_t until_ns);

  // The next line, without its end; it stays valid until the next call. `until_ns` as of now_ns().
  Read read_line(std::string_view& line, std::int64_t until_ns);

  // What has come of a line that is not finished.
  std::string_view unfinished() const { return std::string_view(buffer_).substr(begin_); }

  void close_input();

  // A storage is open or not: see KeeperPage.
  void set_busy(bool busy) { page_->busy = busy; }

  // How it ended, in words ("exited with 3"), waiting for that so long; "" while it still runs.
  std::string ended_within(std::int64_t limit_ms);
  // It was killed for the memory that it took; set once ended_within() gave words.
  bool took_too_much_memory() const;
  // It could not be started at all.
  bool was_not_started() const;
  // True iff it ended by itself with 0.
  bool ended_well() const;

  // Kills it and all that it started; returns when they are gone.
  void kill();

  // The last lines of its standard error, `most` at the most, each cut where it is long: all that
  // it wrote before its last answer.
  std::vector<std::string> log_lines(std::size_t most) const;

 private:
  bool take_in();  // false at the end
  void await_log() const;

  AdapterLimits limits_;
  std::string path_;
  Shared<KeeperPage> page_;
  pid_t keeper_ = -1;
  int input_ = -1, output_ = -1, life_ = -1, report_fd_ = -1;
  bool output_ended_ = false;
  std::string buffer_;  // from begin_ on: what was not given yet
  std::size_t begin_ = 0;
  std::size_t searched_ = 0;  // no line ends before here
  KeeperReport report_;
  bool reported_ = false;
};

}  // namespace assay
