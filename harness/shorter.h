// Plans that are shorter than one and may show what it shows, though no part of it does.
#pragma once

#include <vector>

#include "spec/plan.h"

namespace assay {

// Parts of `plan` that hold its last step, and plans with two of its saves in one; each of them
// with one argument or two put differently: a user of its own for a save, an id given or not,
// another step named by a reference. All are shorter than `plan`, none stands twice; those with one
// change come first, and the longer ones before the shorter. Empty for a plan of one step. Of one
// of more than kMostSteps, where there would be too many, the only part is its two ends.
std::vector<Plan> shorter_plans(const Plan& plan);

inline constexpr std::size_t kMostSteps = 6;

// The same with one fill in place of many saves and fills: it alone, or before the last step. Empty
// for a plan of fewer than three of them.
std::vector<Plan> filled_plans(const Plan& plan);

}  // namespace assay
