// The shortest story of a finding: fewer operations, fewer fields, plainer texts; one bucket
// throughout.
#pragma once

#include <cstddef>
#include <functional>

#include "harness/settle.h"
#include "spec/finding.h"
#include "spec/plan.h"

namespace assay {

struct MinimiseLimits {
  std::size_t experiments = 500;
  std::function<bool()> out_of_time = [] { return false; };
};

struct Minimised {
  Finding finding;
  std::size_t experiments = 0;  // how many it took
};

// A finding of the same bucket with the smallest plan that was come upon: no single operation or
// present field can go without losing it, unless a limit was reached. Its blame is
// settled first, and again at the end. The same argument and the same answers give the same
// result.
Minimised minimise(const Finding& finding, const Experiment& experiment,
                   const MinimiseLimits& limits);

}  // namespace assay
