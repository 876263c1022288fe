// A forked child that works for the harness: what crashes or hangs in it is seen from outside.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/adapter_fault.h"

namespace assay {

// Begins the line of a child that could not work for its surroundings: the text of an InfraError.
constexpr char kInfraMark = '~';

constexpr int kMostJobs = 64;  // children that work at once

// Where a child writes its answer, a line at a time.
class LineWriter {
 public:
  explicit LineWriter(int fd) : fd_(fd) {}
  // A line end in `line` does not end it: the reader gets it as it is. Ends the child when nobody
  // reads any more.
  void write(std::string_view line) const;

 private:
  int fd_;
};

// How a child ended.
struct ChildEnd {
  bool well = false;  // its body returned
  int signal = 0;     // the signal that ended it, or 0
  int exit_code = 0;  // where it exited
  // Its body threw an AdapterFault that leaves this doubt.
  AdapterFault::Doubt doubt = AdapterFault::Doubt::kNone;
  std::string in_words() const;
};

// Owns a running child. Threads: one. The child dies with this process.
class Child {
 public:
  // Forks; the child runs `body` and exits. What `body` throws ends it with a line of '!' and its
  // text, and an exit code that is not 0.
  explicit Child(const std::function<void(const LineWriter&)>& body);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  // kills and reaps what still runs

  int fd() const { return fd_; }  // readable when there is something, or the end

  // Reads what is there, without waiting; true until the end was seen. Whole lines go to lines().
  bool read();
  std::vector<std::string> take_lines();

  void kill() const;
  // Waits for the child, and for what it has started. REQUIRES: read() returned false, or kill()
  // was called.
  ChildEnd end();

 private:
  pid_t pid_ = -1;
  int fd_ = -1;
  std::string partial_;
  std::vector<std::string> lines_;
  bool finished_ = false;  // the last line was the mark of a body that returned
};

// Waits until one of the children has something to read, or `timeout_ms` have passed.
void wait_for_any(const std::vector<Child*>& children, int timeout_ms);

}  // namespace assay
