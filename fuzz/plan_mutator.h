// Changes plans as a fuzzer wants it: operations and texts, not bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/choices.h"
#include "harness/generate.h"
#include "spec/plan.h"

namespace assay {

// The word of an engine's seed, and those that follow it: a source for Choices.
class SeededWords {
 public:
  explicit SeededWords(std::uint64_t seed) : state_(seed) {}
  static std::uint64_t next(void* words);

 private:
  std::uint64_t state_;
};

// What a mutation leaves of a longer plan: many short ones find more than few long ones.
inline constexpr std::size_t kMostOperationsMutated = 24;

// Pure functions of their arguments. The result has kMostOperationsMutated operations at the most,
// and each reference names an earlier step that gives what it names.
//
// A few operations and texts changed, moved, copied or put in; now and then operations from a
// random test's plan of this profile, so that the fuzzer comes upon all that a random test does.
Plan mutated(const Plan& plan, Choices& choices, const Profile& profile);

// Some operations of one plan, and then some of the other.
Plan crossed(const Plan& plan, const Plan& other, Choices& choices);

// The same on inputs, as an engine calls them. In place; the new size. What does not fit in
// `most` is left out.
std::size_t mutate_plan_bytes(std::uint8_t* data, std::size_t size, std::size_t most,
                              std::uint64_t seed, const Profile& profile);
std::size_t cross_plan_bytes(const std::uint8_t* data, std::size_t size, const std::uint8_t* other,
                             std::size_t other_size, std::uint8_t* out, std::size_t most,
                             std::uint64_t seed);

}  // namespace assay
