// A conversation with one adapter: requests, and their answers in order.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "harness/adapter_fault.h"
#include "harness/adapter_process.h"
#include "harness/exec_command.h"
#include "harness/wire.h"

namespace assay {

// Starts an adapter and speaks with it. Threads: one. Everything that the adapter does wrong is
// thrown as AdapterFault, with its whole story; the adapter is of no use afterwards.
class Adapter {
 public:
  // Starts it and asks who it is. Under `announce` it says before each call on its store that it
  // makes one, and a call that does not come back is thrown as BrokenCall.
  Adapter(const ExecCommand& command, const AdapterLimits& limits, bool announce);

  const Introduction& introduction() const { return introduction_; }
  // The line with which it introduced itself.
  const std::string& first_line() const { return first_line_; }

  // Puts a request in the queue. It is written by the next flush() or receive().
  void send(Verb verb, const std::string& params);
  void flush();

  // The answer to the earliest request that has none. An error is an answer. REQUIRES: pending().
  Answer receive();
  bool pending() const { return !pending_.empty(); }
  Verb next() const { return pending_.front().verb; }

  // Its answers may hold tokens that nobody here has made: they are not shown.
  void hush(bool hushed) { hushed_ = hushed; }

  // Says goodbye. In words what was wrong with that, or "".
  std::string shut_down();

  void set_busy(bool busy) { process_.set_busy(busy); }
  std::vector<std::string> log_lines() const;

  // A fault of this adapter: what, in a line that goes on after its name, and more lines. Its input
  // ends, and what it then logs goes into the story.
  AdapterFault fault(const std::string& what, const std::vector<std::string>& lines,
                     AdapterFault::Doubt doubt = AdapterFault::Doubt::kNone);

 private:
  struct Request {
    std::uint64_t id;
    Verb verb;
  };

  void write_all(std::int64_t until_ns);
  Answer read(std::string_view line, const Request& request);
  [[noreturn]] void fail_for_order(std::uint64_t id, const Request& request, std::string_view line);
  [[noreturn]] void fail_for_line(const WireError& error, const Request& request,
                                  std::string_view line);
  [[noreturn]] void fail_for_silence(const Request& request);
  [[noreturn]] void fail_for_end(const Request& request);
  [[noreturn]] void fail_for_length(const Request& request);
  std::string shown(std::string_view line) const;

  const ExecCommand command_;
  AdapterLimits limits_;
  AdapterProcess process_;
  Introduction introduction_;
  std::string first_line_;
  std::deque<Request> pending_;
  std::string unsent_;
  std::uint64_t last_id_ = 0;
  bool announced_ = false;  // it is within its store, by its own word
  bool hushed_ = false;
};

}  // namespace assay
