// A small process that outlives this one by a moment, to clean up after it.
//
// It owns what is thrown away at the end: directories, and the programs that it started. It sees
// this process end in any way, by SIGKILL too, and then ends those programs and removes those
// directories. A signal to the terminal's process group does not reach it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// A program to start.
struct Program {
  std::vector<std::string> argv;  // argv[0] is a path, or a name that PATH finds
  std::string directory = "/";    // where it starts
  std::string log;                // takes its standard output and error; empty: nobody does
  uid_t user = 0;                 // whose it becomes, with `group`, where the janitor is root
  gid_t group = 0;
  std::chrono::milliseconds patience{2000};  // between SIGTERM and SIGKILL; 0: SIGKILL at once
};

// Answers the process that made it alone: in a forked child every call but forget_in_child() throws
// std::system_error. Threads: one at a time. Create it early, while this process has one thread.
class Janitor {
 public:
  // Throws std::system_error when there is no process to be had.
  Janitor();

  // Ends the programs, removes the directories, and returns when both is done. In a forked child
  // it only forgets.
  ~Janitor();

  Janitor(const Janitor&) = delete;
  Janitor& operator=(const Janitor&) = delete;

  // Makes a directory of mode 0700 named `prefix` and a random suffix, and returns its path: below
  // ASSAY_SCRATCH where the environment has that, so that who removes it removes all; in memory
  // where /dev/shm has room; else below TMPDIR or /tmp. Throws std::system_error.
  std::string make_directory(std::string_view prefix);

  // Starts a program with no standard input, and returns its process id. Throws std::system_error,
  // with ENOENT where there is no such program.
  pid_t start(const Program& program);

  // Waits until the program that start() gave this id ends, at most so long. Returns its exit code,
  // 128 and the signal where a signal ended it, or nothing while it still runs.
  std::optional<int> wait(pid_t pid, std::chrono::milliseconds limit);

  // Ends the program and those that it started. Returns when it is gone; at once for any other id.
  void stop(pid_t pid);

  // The process id of the janitor itself, for tests.
  pid_t pid() const { return pid_; }

  // To be called in a child that this process forked and that runs on: closes what the child has
  // inherited, so that only this process holds it.
  void forget_in_child();

 private:
  std::string ask(char verb, const std::vector<std::string>& words) const;

  pid_t owner_ = 0;
  pid_t pid_ = 0;
  int socket_ = -1;
};

}  // namespace assay
