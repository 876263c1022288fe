// The writing half of spec/json.h.
#include "spec/json.h"

#include <nlohmann/json.hpp>

namespace assay {
namespace {

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

// Step numbers count from 1 where a person reads them.
std::string step_reference(std::string_view key, std::size_t step) {
  return "{" + json_text(key) + ": " + std::to_string(step + 1) + "}";
}

std::string token_object(const Token& token, std::optional<std::size_t> id_of) {
  std::string out;
  for (const Field field : kFields) {
    const bool is_reference = field == Field::kId && id_of.has_value();
    if (!is_reference && !token[field].has_value()) continue;
    if (!out.empty()) out += ", ";
    out += json_text(name_of(field)) + ": ";
    out += is_reference ? step_reference("id_of", *id_of) : json_text(token.text(field));
  }
  return "{" + out + "}";
}

std::string argument(const Operation& operation) {
  const Call& call = operation.call;
  if (takes_token(call.method) && operation.again) return step_reference("again", *operation.again);
  if (takes_token(call.method)) return token_object(call.token, operation.id_of);
  if (takes_id(call.method) && operation.id_of) return step_reference("id_of", *operation.id_of);
  if (takes_id(call.method)) return json_text(call.id);
  if (call.method == Method::kFill) return std::to_string(call.count);
  return "null";
}

// An item a line, each line indented; "[]" where there is none.
template <typename Item, typename Write>
std::string list(const std::vector<Item>& items, std::string_view indent, Write write) {
  if (items.empty()) return "[]";
  std::string out = "[\n";
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += std::string(indent) + "  " + write(items[i]);
    out += i + 1 < items.size() ? ",\n" : "\n";
  }
  return out + std::string(indent) + "]";
}

std::string plan_object(const PlanFile& file, std::string_view indent) {
  std::string out = "{\"assay_plan\": " + std::to_string(kPlanVersion);
  if (!file.store.empty()) out += ", \"store\": " + json_text(file.store);
  const auto write = [](const Operation& operation) {
    return "{" + json_text(name_of(operation.call.method)) + ": " + argument(operation) + "}";
  };
  return out + ", \"operations\": " + list(file.plan.operations, indent, write) + "}";
}

}  // namespace

std::string to_json(const Token& token) { return token_object(token, std::nullopt); }

std::string to_json(const PlanFile& file) { return plan_object(file, "") + "\n"; }

std::string to_json(const Finding& finding) {
  std::string out = "{\n";
  const auto add = [&out](std::string_view key, const std::string& value) {
    out += "  " + json_text(key) + ": " + value + ",\n";
  };
  const auto lines = [](const std::vector<std::string>& texts) {
    return list(texts, "  ", json_text);
  };
  add("rule", json_text(finding.bucket.rule.id()));
  add("method", json_text(name_of(finding.bucket.method)));
  add("divergence", json_text(name_of(finding.bucket.divergence)));
  add("step", std::to_string(finding.step + 1));
  add("count", std::to_string(finding.count));
  add("allowed", lines(finding.allowed));
  add("happened", json_text(finding.happened));
  add("outcomes", lines(finding.outcomes));
  add("replay", json_text(finding.replay));
  if (finding.shorter_tried) add("shorter_tried", std::to_string(*finding.shorter_tried));
  return out + "  \"plan\": " + plan_object({finding.plan, ""}, "  ") + "\n}\n";
}

}  // namespace assay
