// Tries each method of an adapter once, before any rule is checked.
#pragma once

#include <string>
#include <vector>

#include "harness/adapter_process.h"
#include "harness/exec_command.h"

namespace assay {

// One call, and what came of it, in words.
struct DoctorStep {
  std::string call;  // "save_token"
  bool well = false;
  std::string words;
};

struct Diagnosis {
  std::vector<DoctorStep> steps;  // those that were reached
  std::string fault;              // the story of what the adapter did wrong; else empty
};

// Starts the adapter in a child, and makes each call in order on a fresh storage below `directory`,
// which exists. A step is not well where the store refuses a plain call, or its answer is not what
// was saved: that is the store's, and `assay run` tells the rule. Nothing is changed in a storage
// that is not empty. Throws std::runtime_error when no process can be made.
Diagnosis examine(const ExecCommand& command, const AdapterLimits& limits,
                  const std::string& directory);

}  // namespace assay
