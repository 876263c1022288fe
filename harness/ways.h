// Which outcomes of the latitudes an event could have had, and which it had.
#pragma once

#include "harness/judge.h"
#include "spec/tally.h"

namespace assay {

// Adds to tally.ways. Of an event that broke a rule, or left no choice, nothing is counted.
void count_ways(const Scene& scene, const Judgment& judgment, Tally& tally);

}  // namespace assay
