// One process's line to its adapter: which storage is open, what is on its way, and whether the
// storage was seen empty before anything is changed in it.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/adapter.h"
#include "harness/adapter_fault.h"
#include "harness/wire.h"
#include "spec/token.h"

namespace assay {

// Threads: one. Every call throws AdapterFault, and what a call of a store throws; once it has
// thrown the first of these, it throws it again from every call. After a BrokenCall the line is
// down.
class BridgeLine {
 public:
  // Starts the adapter. `name`: the store's.
  BridgeLine(const ExecCommand& command, const AdapterLimits& limits, std::string name,
             bool announce);

  bool is_of_this_process() const { return owner_ == getpid(); }
  bool is_up() const { return adapter_ != nullptr; }
  bool is_open() const { return open_; }
  // What another process began is not this one's to end.
  void forget() { [[maybe_unused]] const Adapter* leaked = adapter_.release(); }

  void open(const std::string& storage);
  // Written at once, answered when the next call is made. Throws nothing.
  void close();
  void drop(const std::string& storage);

  // The harness itself has seen this storage empty, by this line or by another.
  bool has_seen_empty(const std::string& storage) const { return verified_ == storage; }
  void take_for_seen_empty(const std::string& storage) { verified_ = storage; }

  // One of the methods of the store but get_tokens. Throws StorageNotEmpty before a change of what
  // was there.
  Answer call(Verb verb, const std::string& params);
  std::vector<Token> get_tokens();

  // The next call is followed by get_tokens: both are sent together.
  void get_tokens_follows() { get_tokens_follows_ = true; }

  std::vector<std::string> log_lines() const { return is_up() ? adapter_->log_lines() : log_; }

 private:
  void look_first();
  void send(Verb verb, const std::string& params) { up().send(verb, params); }
  void look_ahead();
  void check_persistence(const Answer& answer);
  void settle();
  Answer receive();
  void raise(const Answer& answer, Verb verb);
  Adapter& up();
  void fail(const AdapterFault& fault);

  std::string name_;
  std::unique_ptr<Adapter> adapter_;
  pid_t owner_ = getpid();
  bool announce_;
  bool open_ = false;
  std::string storage_;
  std::string verified_;      // the storage that was seen empty
  bool just_opened_ = false;  // and not looked at
  bool ahead_ = false;        // a get_tokens was sent that nobody has asked for yet
  bool get_tokens_follows_ = false;
  std::optional<AdapterFault> failed_;
  std::vector<std::string> log_;  // of an adapter that is gone
};

}  // namespace assay
