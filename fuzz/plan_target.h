// What a fuzz target does with its bytes: a plan, on stores, each held against the model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "fuzz/room.h"
#include "harness/execute.h"
#include "harness/generate.h"
#include "spec/finding.h"
#include "spec/store_factory.h"
#include "stores/janitor.h"

namespace assay {

// Executes plans on stores, in this process: what crashes or hangs there is for the engine to see.
// Threads: one.
class PlanTarget {
 public:
  // With `advice` a SHOULD rule counts as a MUST rule does, and each plan takes longer.
  // `room` tells the bytes that a directory's disk may yet take. REQUIRES: at least one store.
  explicit PlanTarget(std::vector<std::unique_ptr<StoreFactory>> stores, bool advice = false,
                      std::function<std::uint64_t(const std::string&)> room = free_bytes);

  // fail()s with the story of the first difference between a store and the model; stop()s where a
  // full disk may have made it. A plan that would take too long is left out: see the bounds in the
  // .cc.
  void test(std::span<const std::uint8_t> bytes);

  // Of the plans that fit the stores: they reopen where one of those is persistent.
  Profile profile() const;

 private:
  void test(const Plan& plan, StoreFactory& store);

  std::vector<std::unique_ptr<StoreFactory>> stores_;
  bool advice_;
  std::function<std::uint64_t(const std::string&)> room_;
  std::unique_ptr<Janitor> janitor_;  // where a store has files
  std::string directory_;
  Pulse pulse_;
};

// In several lines: which rule is broken and how, each step, what was allowed, what happened, and
// how to see it again: of a store that is the user's own, that takes its library, whose name is
// unknown here.
std::string fuzz_story(const Finding& finding, std::string_view store);

}  // namespace assay
