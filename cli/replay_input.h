// What `assay replay` is given: a plan as JSON, as a fuzzer's bytes, or as a replay token.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/plan.h"

namespace assay {

enum class PlanForm { kJson, kBytes, kToken };

struct ReplayInput {
  std::string name;   // the file, or the token
  std::string store;  // that the plan was found on; empty where it does not say
  Plan plan;
  PlanForm form = PlanForm::kJson;
  bool is_file = true;
};

// The files of each folder among them, in the order of their names, hidden ones left out; all else
// as it is. Throws UsageError for a folder without a file.
std::vector<std::string> replay_inputs(const std::vector<std::string>& arguments);

// Reads a file, standard input ("-"), or the token that the argument itself is. A text is JSON
// where it begins with '{', a token where it begins with a token's prefix; all else is bytes.
// Throws UsageError, in one line, for what is no plan, or one without a step.
ReplayInput read_input(const std::string& argument);

}  // namespace assay
