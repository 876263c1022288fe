// Plans as tests write them down and compare them.
#pragma once

#include <string>

#include "spec/json.h"

namespace assay::testing {

// Of operations as a plan file has them, without the brackets.
inline Plan plan_of(const std::string& operations) {
  return plan_from_json(R"({"assay_plan": 1, "operations": [)" + operations + "]}").plan;
}

inline std::string json_of(const Plan& plan) { return to_json(PlanFile{plan, ""}); }

}  // namespace assay::testing
