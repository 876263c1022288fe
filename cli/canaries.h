// Canaries: broken stores among the good ones, so that a run shows that it would have seen one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/run.h"
#include "spec/verdict.h"

namespace assay {

// The broken stores of this run, without their outcome: for each group of rules that some store
// of the run passed as a whole, one whose rule is of that group, drawn by the seed.
std::vector<Canary> draw_canaries(const RunResult& run, bool strict);

// Runs one under `options` until its first finding, and notes whether there was one. `directory`
// exists and is the canary's own.
void run_canary(Canary& canary, const std::string& directory, RunOptions options);

}  // namespace assay
