// Executes a plan on a store: Plan -> History.
#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "spec/history.h"
#include "spec/plan.h"
#include "spec/store_factory.h"

namespace assay {

// Where an execution is, in memory that another process may watch.
struct Pulse {
  std::atomic<std::uint64_t> case_index{0};
  std::atomic<std::uint64_t> step{0};
  std::atomic<std::int64_t> call_began_ns{0};  // of CLOCK_MONOTONIC; 0 between calls
  std::atomic<std::uint64_t> calls{0};
  std::atomic<std::int64_t> in_methods_ns{0};      // spent in the six methods
  std::atomic<std::int64_t> in_observation_ns{0};  // of that, in the harness's own get_tokens
};

// Enough for a Pulse: one writes, and who watches needs no order between its parts.
constexpr auto kRelaxed = std::memory_order_relaxed;

// A fresh storage was not empty: somebody's tokens. Nothing was changed.
class StorageNotEmpty : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What is thrown where `store` showed records in a fresh storage.
StorageNotEmpty storage_not_empty(std::string_view store);

// Opens a store over `storage`, executes `plan`, and looks with get_tokens after every step.
//
// The history has an event for each step. It ends early, with a kBroken event, when a call throws
// what is no std::exception, or when a reopen fails; a reopen of a store that is not persistent
// does nothing. Throws InfraError and StoreError when the store cannot be opened at the start,
// StorageNotEmpty, and AdapterFault. REQUIRES: `storage` is fresh.
History execute(const Plan& plan, StoreFactory& factory, const std::string& storage, Pulse& pulse);

// CLOCK_MONOTONIC in nanoseconds.
std::int64_t now_ns();
// As of now_ns().
double seconds_since(std::int64_t began_ns);

}  // namespace assay
