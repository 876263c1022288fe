// One plan, executed and checked in a child of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/check.h"
#include "harness/execute.h"
#include "harness/shared.h"
#include "spec/finding.h"
#include "spec/plan.h"
#include "spec/store_factory.h"
#include "spec/verdict.h"

namespace assay {

// Where and how long plans are executed.
struct Bench {
  StoreFactory& factory;
  std::string directory;  // exists; storages are made below it, and removed
  std::int64_t call_limit_ms = 10'000;
  Checks checks = {};
};

// A fresh storage: a directory of its own below `bench.directory`, or, for a store in memory, that
// directory itself. Dropped and removed at the end of its life.
class Storage {
 public:
  Storage(const Bench& bench, const std::string& name);
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;
  ~Storage();
  const std::string& path() const { return path_; }

 private:
  const Bench& bench_;
  std::string path_;
};

// What one execution told.
struct Trial {
  std::vector<Finding> findings;
  std::vector<std::string> outcomes;  // of each step that was reached, one line each
};

// Executes and checks `plan` in a child. What ends the child, or hangs in it, is a finding too; an
// adapter announces its calls. Throws std::runtime_error when the store cannot be opened, or with
// the story of what an adapter did wrong.
Trial experiment(const Bench& bench, const Plan& plan);

// True iff a call of the trial did not end in time.
bool hung(const Trial& trial);
// True iff a call ended its process.
bool died(const Trial& trial);

// A call was overdue in `plan`: a store that hangs, or a machine that stalled for once? Tries again
// on fresh storages, kTriesOfAHang times in all, with more patience; gives the first trial in which
// every call ended, and nothing where none did.
std::optional<Trial> retry_without_hang(const Bench& bench, const Plan& plan);

inline constexpr int kTriesOfAHang = 3;  // the first, in which it was seen, counted in

// Of a further try: twice the limit, or two seconds more where that is less.
std::int64_t patient_limit_ms(std::int64_t call_limit_ms);

// The finding for a call in which a child ended, or did not end.
Finding finding_of_death(const Plan& plan, std::size_t step, bool timed_out,
                         const std::string& how);

// True iff a call has been going on for longer than the limit.
bool is_overdue(const Pulse& pulse, std::int64_t call_limit_ms);

}  // namespace assay
