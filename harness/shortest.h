// Is there a plan shorter than a minimal one? Tries all that can be written with its letters.
#pragma once

#include <functional>

#include "harness/alphabet.h"
#include "harness/experiment.h"
#include "spec/finding.h"

namespace assay {

// The letters of a plan: its operations; a save and a find of each of its tokens; a find and a
// delete of each id that it names; delete_tokens, and reopen where `reopens`.
Alphabet alphabet_of(const Plan& plan, bool reopens);

// The finding with the shortest plan over its letters that shows the same bucket, and with
// Finding::shorter_tried set where it is known that there is none shorter. Ends without that where
// there are too many plans to try, or where time is up.
Finding shortest(const Finding& finding, const Bench& bench,
                 const std::function<bool()>& out_of_time);

}  // namespace assay
