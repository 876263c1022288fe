// A plan as tests compare it and show it.
#pragma once

#include <string>

#include "spec/json.h"

namespace assay::testing {

inline std::string json_of(const Plan& plan) { return to_json(PlanFile{plan, ""}); }

}  // namespace assay::testing
