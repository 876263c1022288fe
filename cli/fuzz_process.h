// A fuzz target at work: it ends, with all that it started, when this process ends in any way.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/adapter_process.h"

namespace assay {

// Starts ./target with these arguments in `directory`, where it also keeps its temporary files. Its
// output and its standard error are one. Threads: one.
AdapterProcess start_target(const std::string& directory, std::vector<std::string> arguments);

// How a run to the end ended.
struct TargetRun {
  std::vector<std::string> output;  // its last lines
  std::string end;                  // "exited with 1"; empty where it was stopped
  bool well = false;                // it exited with 0
};

// Runs ./target to its end, and kills it after so long, or when `stop` is set.
TargetRun run_target(const std::string& directory, const std::vector<std::string>& arguments,
                     double seconds, const std::atomic<bool>* stop = nullptr);

// What each run of a target is given: the most memory, and the most time for an input.
std::vector<std::string> target_limits();

}  // namespace assay
