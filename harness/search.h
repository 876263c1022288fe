// Looks for the shortest plan over an alphabet that shows something: by executing them all.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "harness/alphabet.h"
#include "harness/experiment.h"
#include "spec/finding.h"

namespace assay {

struct SearchLimits {
  std::size_t shortest = 1;  // operations a plan: from so many ...
  std::size_t longest = 3;   // ... to so many
  std::uint64_t plans = ~std::uint64_t{0};
  std::function<bool()> out_of_time = [] { return false; };
};

struct Sought {
  std::optional<Finding> finding;  // of the first plan that shows it; none is shorter
  std::uint64_t plans = 0;         // so many were executed
  bool complete = false;           // found, or no plan within the limits shows it
};

// The alphabet's looks are not used. Throws as experiment() does.
Sought search(const Bench& bench, const Alphabet& alphabet,
              const std::function<bool(const Finding&)>& wanted, const SearchLimits& limits);

}  // namespace assay
