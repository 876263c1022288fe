#include "fuzz/json_text.h"

#include <algorithm>
#include <exception>

#include "fuzz/message.h"
#include "spec/text.h"

namespace assay {

namespace {

bool same(const Token& a, const Token& b) { return identical(a, b); }

bool same(const Operation& a, const Operation& b) {
  return a.call.method == b.call.method && same(a.call.token, b.call.token) &&
         a.call.id == b.call.id && a.call.count == b.call.count && a.id_of == b.id_of &&
         a.again == b.again;
}

bool same(const PlanFile& a, const PlanFile& b) {
  return a.store == b.store && same_plan(a.plan, b.plan);
}

bool same(const Finding& a, const Finding& b) {
  return a.bucket == b.bucket && a.step == b.step && a.allowed == b.allowed &&
         a.happened == b.happened && same_plan(a.plan, b.plan) && a.outcomes == b.outcomes &&
         a.count == b.count && a.replay == b.replay && a.shorter_tried == b.shorter_tried;
}

// What a plan may ask of a store has bounds, and names no step but an earlier one.
std::optional<std::string> bounds_fault(const PlanFile& file) {
  const auto& operations = file.plan.operations;
  if (operations.size() > kMostOperations) return "more operations than a plan may have";
  std::size_t filled = 0;
  for (std::size_t step = 0; step < operations.size(); ++step) {
    filled += operations[step].call.count;
    for (const auto& earlier : {operations[step].id_of, operations[step].again})
      if (earlier && *earlier >= step) return "a step is named that is not earlier";
  }
  if (filled > kMostFilled) return "more is filled than a plan may fill";
  return std::nullopt;
}
std::optional<std::string> bounds_fault(const Finding& finding) {
  return bounds_fault(PlanFile{finding.plan, ""});
}
std::optional<std::string> bounds_fault(const Token&) { return std::nullopt; }

template <typename Value>
std::optional<std::string> value_fault(const Value& value, Value (*read)(std::string_view),
                                       std::string (*write)(const Value&)) {
  if (auto fault = bounds_fault(value)) return fault;
  const std::string text = write(value);
  std::optional<Value> again;
  try {
    again = read(text);
  } catch (const FormatError& error) {
    return "what was written of it is refused: " + quoted(std::string_view(error.what()), 300);
  }
  if (!same(value, *again)) return "what was written of it reads otherwise: " + quoted(text, 300);
  if (write(*again) != text) return "it is written otherwise the second time: " + quoted(text, 300);
  return std::nullopt;
}

template <typename Value>
std::optional<std::string> text_fault(std::string_view text, Value (*read)(std::string_view),
                                      std::string (*write)(const Value&)) {
  try {
    std::optional<Value> value;
    try {
      value = read(text);
    } catch (const FormatError& error) {
      return message_fault(error.what());
    }
    return value_fault(*value, read, write);
  } catch (const std::exception& error) {
    return "threw what is no FormatError: " + quoted(std::string_view(error.what()), 300);
  }
}

}  // namespace

bool same_plan(const Plan& a, const Plan& b) {
  return std::ranges::equal(a.operations, b.operations,
                            [](const Operation& x, const Operation& y) { return same(x, y); });
}

std::optional<std::string> plan_text_fault(std::string_view text, const JsonForms& forms) {
  return text_fault(text, forms.read_plan, forms.write_plan);
}

std::optional<std::string> finding_text_fault(std::string_view text, const JsonForms& forms) {
  return text_fault(text, forms.read_finding, forms.write_finding);
}

std::optional<std::string> token_text_fault(std::string_view text, const JsonForms& forms) {
  return text_fault(text, forms.read_token, forms.write_token);
}

}  // namespace assay
