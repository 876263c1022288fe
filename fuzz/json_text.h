// Texts taken for plans, findings and tokens as JSON: what is read can be written, and reads the
// same; what is refused says why.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spec/json.h"

namespace assay {

// The readers and writers of spec/json.h, so that a test can put a wrong one in their place.
struct JsonForms {
  PlanFile (*read_plan)(std::string_view) = plan_from_json;
  std::string (*write_plan)(const PlanFile&) = to_json;
  Finding (*read_finding)(std::string_view) = finding_from_json;
  std::string (*write_finding)(const Finding&) = to_json;
  Token (*read_token)(std::string_view) = token_from_json;
  std::string (*write_token)(const Token&) = to_json;
};

// What is wrong in how `text` is read, or nothing. Right is: a FormatError with one clear line and
// nothing else; or a value whose own text is read as the same value, and is the text of that.
std::optional<std::string> plan_text_fault(std::string_view text, const JsonForms& forms = {});
std::optional<std::string> finding_text_fault(std::string_view text, const JsonForms& forms = {});
std::optional<std::string> token_text_fault(std::string_view text, const JsonForms& forms = {});

// Equal to the last field, "not set" and "empty" told apart.
bool same_plan(const Plan& a, const Plan& b);

}  // namespace assay
