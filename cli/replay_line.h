// The line that shows a finding again.
#pragma once

#include <string>

#include "spec/plan.h"

namespace assay {

// "assay replay TOKEN --store list" where the plan has a replay token, which needs no file; else
// the same with the file that keeps the plan. Where there is none ("", it could not be written),
// what to do about it. `words` name the store on a command line.
std::string replay_line(const std::string& program, const Plan& plan, const std::string& file,
                        const std::string& words);

}  // namespace assay
