// The process that stands between a process of the harness and an adapter that it started, and sees
// to it that nothing of the adapter outlives either.
//
// It is the adapter's parent, and takes in every orphan below it. It empties the adapter's standard
// error and keeps the end of it, watches how much memory all of them hold, and tells how the
// adapter ended. When the process that it works for ends in any way, by SIGKILL too, it ends them
// all.
#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace assay {

// What the keeper and the process that it works for share.
struct KeeperPage {
  // A storage is open: what is left behind is then killed at once, else it may end by itself.
  std::atomic<bool> busy{false};
  std::atomic<std::uint64_t> log_size{0};  // of all that came on standard error
  std::atomic<std::uint64_t> drains{0};    // how often kDrainNow was done
  std::array<char, 16384> log{};           // its end; byte k of the whole stands at k % size
};

// What a keeper tells, once, on the report pipe.
struct KeeperReport {
  enum class What : std::int32_t { kNotStarted, kExited, kSignalled, kTooMuchMemory };
  What what = What::kExited;
  std::int32_t value = 0;  // errno, exit code, signal, MiB
};

struct KeeperOrder {
  std::string path;  // of the program
  std::vector<std::string> words;
  std::size_t memory_bytes = 0;  // of the adapter and all that it started
  std::int64_t patience_ms = 0;  // to end by itself, once its standard input has ended
  // This end of each pipe is the keeper's or the adapter's.
  int input = -1, output = -1, log_write = -1, log_read = -1, life = -1, report = -1;
  // The other ends, which it closes.
  std::vector<int> others;
};

// Words on the life pipe; its end says that nobody is there.
inline constexpr char kKillNow = 'k';
inline constexpr char kDrainNow = 'd';  // take in what stands on the adapter's standard error

// Forks the keeper, which starts the program, and returns its process id, or -1 with errno.
pid_t start_keeper(const KeeperOrder& order, KeeperPage& page);

// All processes below this one, as /proc tells.
std::vector<pid_t> descendants_of(pid_t ancestor);

}  // namespace assay
