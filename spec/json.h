// The one JSON form of plans, findings and what they are made of. docs/formats.md describes it.
//
//   {"assay_plan": 1, "store": "sqlite", "operations": [
//     {"save_token": {"user_name": "a", "access_token": "x"}},
//     {"save_token": {"again": 1}},                 the caller's token as it reads after step 1
//     {"find_token": {"id": {"id_of": 1}}},         the id that step 1 was given
//     {"find_token_by_id": "7"}, {"delete_token": {"id_of": 1}},
//     {"delete_tokens": null}, {"get_tokens": null}, {"reopen": null}, {"fill": 1000}]}
//
// Steps count from 1. A field is left out when it is not set; "" is kept.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "spec/finding.h"
#include "spec/plan.h"
#include "spec/token.h"

namespace assay {

inline constexpr int kPlanVersion = 1;

// What a plan file may ask for. More is taken for a mistake.
inline constexpr std::size_t kMostOperations = 10'000;
inline constexpr std::size_t kMostFilled = 100'000;  // by all fills of a plan together

// A text is not what it should be. The message is one line: where, what was expected.
class FormatError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A plan and the store that it was found on (empty where it is for any).
struct PlanFile {
  Plan plan;
  std::string store;
};

// A token on one line, a plan with one operation a line, a finding with its plan in it. Keys stand
// in the order of kFields; what is not ASCII is escaped, so that a reader sees what does not show.
// Bytes that are not UTF-8 become U+FFFD.
std::string to_json(const Token& token);
std::string to_json(const PlanFile& file);
std::string to_json(const Finding& finding);

// Throw FormatError for what is not JSON, not of this form, or of a newer version.
Token token_from_json(std::string_view text);
PlanFile plan_from_json(std::string_view text);
Finding finding_from_json(std::string_view text);

}  // namespace assay
