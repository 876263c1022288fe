// Blame, settled by experiment: what a finding is blamed on, and shows without, was not to blame.
#pragma once

#include <functional>
#include <vector>

#include "spec/finding.h"
#include "spec/plan.h"

namespace assay {

// Executes a plan and tells what was found.
using Experiment = std::function<std::vector<Finding>(const Plan&)>;

// The finding under the rule where it belongs, with a plan that shows it there.
//
// The judge sees one event and has to guess where several things are special about it. Here each of
// them is taken away: odd texts, one by one; length; a user who looks like another, or was there
// before; the id of another user's record; an empty field. Where the same step still diverges in
// the same way, what is found there takes the finding's place. A fill is told as the saves that it
// is, a save without effect is tried with one field more. Takes no experiment where nothing of that
// is blamed, and about a dozen where a token is full of odd texts.
Finding settle_blame(const Finding& finding, const Experiment& experiment);

}  // namespace assay
