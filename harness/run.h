// Runs one store: rounds of cases in child processes, then the shortest story of each finding.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "harness/experiment.h"
#include "spec/store_factory.h"
#include "spec/verdict.h"

namespace assay {

// This process's part of a run that several share: the cases c with c % count == index.
struct Shard {
  std::uint64_t index = 0;
  std::uint64_t count = 1;
};

struct RunProgress {
  std::uint64_t cases = 0;
  std::uint64_t calls = 0;
  std::size_t findings = 0;
  double seconds = 0;
};

struct RunOptions {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> cases;  // so many cases, however long it takes
  double seconds = 60;                 // else so long, minimising included
  int jobs = 1;                        // child processes at once
  Shard shard;
  std::int64_t call_limit_ms = 10'000;
  bool stop_at_first_finding = false;  // of a MUST rule; the result then has that one alone
  bool minimises = true;               // else a plan is only made plain, to settle its blame
  Checks checks = {};
  const std::atomic<bool>* stop = nullptr;              // set from outside: end soon, as things are
  std::function<void(const RunProgress&)> on_progress;  // some times a second
};

// Puts the store to the test and judges it. `directory` exists and is the run's own.
//
// With `cases` the same seed and shard give the same result, whatever the number of jobs, but for
// the seconds. A server that is not there, or goes away, makes the result INFRA. Throws
// std::runtime_error with one line when the store cannot be opened or a storage is not empty.
StoreResult run_store(StoreFactory& factory, const std::string& directory,
                      const RunOptions& options);

}  // namespace assay
