// Probes: what rules ask for beyond sequences of calls. File modes, damaged and foreign files, a
// full disk. They work on any store that declares files, and know of none.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/experiment.h"
#include "spec/finding.h"
#include "spec/verdict.h"

namespace assay {

// Runs every probe that applies and adds to `tally` what was put to the test. Each finding has a
// plan that leads to it, and tells in `happened` what was done to the files. Where a plain close
// and reopen goes wrong already, that is the finding, and neither damage nor a full disk is tried:
// what they lose could not be told from it. Throws InfraError.
std::vector<Finding> run_probes(const Bench& bench, std::uint64_t seed, Tally& tally);

}  // namespace assay
