// The bridge: stores in other processes, which an adapter serves over its standard input and
// output. docs/protocol.md describes what goes over it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/adapter_fault.h"
#include "harness/adapter_process.h"
#include "harness/exec_command.h"
#include "harness/wire.h"
#include "spec/finding.h"
#include "spec/store_factory.h"

namespace assay {

class BridgeLine;

// Opens stores behind one command. A process that opens one starts an adapter of its own, which
// then serves one store after the other, and ends with that process. While a store is open another
// may be opened only where the store is `shared`: it gets an adapter of its own, and both may be
// over one storage.
//
// No mutating call reaches a storage before get_tokens has shown it to be empty. What the adapter
// does wrong is thrown as AdapterFault.
class BridgeFactory : public StoreFactory {
 public:
  // Starts an adapter, asks it who it is, and ends it. Throws AdapterFault.
  BridgeFactory(const ExecCommand& command, const AdapterLimits& limits);
  // The same, where that is known already.
  BridgeFactory(const ExecCommand& command, const AdapterLimits& limits,
                const Introduction& introduction);
  ~BridgeFactory() override;

  // What the adapter says, of letters that a file name may have; else the last part of the path.
  std::string_view name() const override { return name_; }
  Capabilities capabilities() const override { return introduction_.capabilities; }
  // Throws std::logic_error for a second one where the store is not shared.
  std::unique_ptr<TokenStore> open(const std::string& storage) override;
  void drop(const std::string& storage) override;

  const ExecCommand& command() const { return command_; }
  const Introduction& introduction() const { return introduction_; }

  // For adapters that are started from now on: see brief_adapter().
  void brief(bool announce, std::int64_t call_limit_ms);

  // The last lines of the log of this process's adapter, or of the one that opened a store last.
  std::vector<std::string> log_lines() const;

  const AdapterLimits& limits() const { return limits_; }

 private:
  void forget_others_lines();
  BridgeLine& idle_line();

  ExecCommand command_;
  AdapterLimits limits_;
  Introduction introduction_;
  std::string name_;
  bool announce_ = false;
  std::vector<std::unique_ptr<BridgeLine>> lines_;  // the one that opened a store last is the last
};

// To be called before a child is forked in which stores are opened. Under `announce` a call that
// crashes or hangs is known to be the store's (BrokenCall) or the adapter's (AdapterFault), and
// takes longer. Returns after how long without an end of a call the child itself is to be ended:
// `call_limit_ms` for a store in this process; later for an adapter, whose calls end in time by
// themselves.
std::int64_t brief_adapter(StoreFactory& factory, bool announce, std::int64_t call_limit_ms);

// The last lines of the store's log, where it has a process of its own.
std::vector<std::string> log_lines_of(const StoreFactory& factory);

// Adds these to what happened: a store's own words often tell why.
void add_log(const StoreFactory& factory, Finding& finding);

// What names the store on a command line: "sqlite", "--exec 'python3 my_adapter.py'", or
// "--plugin ./libshop.so".
std::string words_for(const StoreFactory& factory);

}  // namespace assay
