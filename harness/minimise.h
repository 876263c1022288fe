// The shortest story of a finding: fewer operations, fewer fields, plainer texts; one bucket
// throughout.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "spec/finding.h"
#include "spec/plan.h"

namespace assay {

// Executes a plan and tells what was found.
using Experiment = std::function<std::vector<Finding>(const Plan&)>;

struct MinimiseLimits {
  std::size_t experiments = 400;
  std::function<bool()> out_of_time = [] { return false; };
};

// A finding of the same bucket with the smallest plan that was come upon: no single operation or
// present field can go without losing it, unless a limit was reached. A finding that is blamed on a
// value and shows with plain texts alike goes back to the rule of its situation. The same argument
// and the same answers give the same result.
Finding minimise(const Finding& finding, const Experiment& experiment,
                 const MinimiseLimits& limits);

// The plan with only the operations of `kept` (ascending). What refers to one that is gone goes
// too, or loses the id that it would have had.
Plan restricted(const Plan& plan, const std::vector<std::size_t>& kept);

}  // namespace assay
