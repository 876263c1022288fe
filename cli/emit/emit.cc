#include "cli/emit/emit.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "reports/layout.h"
#include "reports/story.h"
#include "spec/json.h"

namespace assay {

namespace {

constexpr EmitForm kForms[] = {
    {"json", "a plan file", false, &emit_json},
    {"gtest", "a GoogleTest case in C++", false, &emit_gtest},
    {"python", "a script against an adapter", false, &emit_python},
    {"markdown", "the text of an issue", true, &emit_markdown},
};

// A backslash at its end, with blanks after it or without, would make the next line part of a
// comment.
std::string comment(std::string_view mark, const std::string& line) {
  std::string text(mark);
  if (!line.empty()) text += " " + line;
  text.erase(text.find_last_not_of(" \t") + 1);
  return text + (text.ends_with('\\') ? " |\n" : "\n");
}

}  // namespace

std::span<const EmitForm> emit_forms() { return kForms; }

std::string emit_json(const Regression& regression) {
  return to_json(PlanFile{regression.plan, regression.store});
}

std::vector<Operation> emitted_steps(const Regression& regression) {
  std::vector<Operation> steps = regression.plan.operations;
  if (regression.finding && regression.finding->step < steps.size())
    steps.resize(regression.finding->step + 1);
  return steps;
}

std::string step_name(std::size_t k) { return fmt::format("step{}", k + 1); }

bool is_named_later(const std::vector<Operation>& steps, std::size_t k) {
  return std::ranges::any_of(
      steps, [k](const Operation& step) { return step.id_of == k || step.again == k; });
}

std::string told_in_comments(const Regression& regression, std::string_view mark) {
  constexpr std::size_t kWidth = 96;
  std::string told;
  if (regression.finding) {
    Finding finding = *regression.finding;
    finding.replay = regression.replay;
    told = fmt::format("Seen on {}:\n\n", regression.store) + story(finding, {false, kWidth});
  } else {
    told = fmt::format("On {} every step did what is allowed. See it again:\n{}\n",
                       regression.store, visible(regression.replay));
  }
  std::string out;
  std::istringstream lines(told);
  for (std::string line; std::getline(lines, line);) out += comment(mark, line);
  return out;
}

std::string comments_at_step(const Regression& regression, std::size_t k, std::string_view mark) {
  if (!regression.finding || regression.finding->step != k) return "";
  const std::string head(mark);
  std::string told = "allowed: ";
  for (const std::string& allowed : regression.finding->allowed)
    told += (told.ends_with(": ") ? "" : "; or ") + visible(allowed);
  std::string out;
  for (const std::string& text : {told, "happened: " + visible(regression.finding->happened)})
    for (const std::string& line : wrapped(text, 90)) out += comment(head, line);
  return out;
}

std::string advice_of(const Regression& regression) {
  if (!regression.finding) return "";
  const Tag rule = regression.finding->bucket.rule;
  return rule.rule().level == Level::kMust ? "" : std::string(rule.id());
}

}  // namespace assay
