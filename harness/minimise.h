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
  std::size_t experiments = 500;
  std::function<bool()> out_of_time = [] { return false; };
};

struct Minimised {
  Finding finding;
  std::size_t experiments = 0;  // how many it took
};

// A finding of the same bucket with the smallest plan that was come upon: no single operation or
// present field can go without losing it, unless a limit was reached. One that is blamed on a value
// is first settled, and again at the end. The same argument and the same answers give the same
// result.
Minimised minimise(const Finding& finding, const Experiment& experiment,
                   const MinimiseLimits& limits);

// Puts a finding where it belongs that is blamed on a value: one experiment with plain texts in
// place of the odd ones. Where the same step fails alike, the value was not to blame, and what is
// found there is the answer; else `finding`, as it is. Any other finding takes no experiment.
Finding settle_blame(const Finding& finding, const Experiment& experiment);

}  // namespace assay
