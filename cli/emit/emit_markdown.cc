#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "cli/emit/emit.h"
#include "reports/layout.h"
#include "reports/story.h"
#include "spec/json.h"
#include "spec/rule_book.h"

namespace assay {

namespace {

// As a block of code, in which no text of a plan means anything else.
std::string block(std::string_view text) {
  std::string out;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) out += "    " + line + "\n";
  return out;
}

std::string steps_of(const Regression& regression) {
  const Finding& finding = *regression.finding;
  const auto steps = emitted_steps(regression);
  std::string out;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    std::string arguments;
    for (const std::string& argument : arguments_of(steps[k]))
      arguments += (arguments.empty() ? "  " : ", ") + argument;
    const std::string outcome = k < finding.outcomes.size() ? visible(finding.outcomes[k]) : "";
    out += fmt::format("{}. {}{}\n   -> {}\n", k + 1, name_of(steps[k].call.method), arguments,
                       outcome);
  }
  return out;
}

}  // namespace

std::string emit_markdown(const Regression& regression) {
  const Finding& finding = *regression.finding;
  const Rule& rule = finding.bucket.rule.rule();
  std::string expected;
  for (const std::string& allowed : finding.allowed)
    expected += (expected.empty() ? "" : "or ") + visible(allowed) + "\n";
  Plan plan;
  plan.operations = emitted_steps(regression);
  return fmt::format("# {}: {} ({})\n\n", name_of(finding.bucket.method),
                     name_of(finding.bucket.divergence), rule.id) +
         fmt::format("{} ({}): {}\n\nStore: `{}`. Told by assay {}.\n\n", rule.id,
                     name_of(rule.level), rule.text, regression.store, ASSAY_VERSION) +
         "## Steps\n\nOn an empty store:\n\n" + block(steps_of(regression)) + "\n## Expected\n\n" +
         block(expected) + "\n## Happened\n\n" + block(visible(finding.happened)) +
         "\n## See it again\n\n" + block(visible(regression.replay)) +
         "\nThe plan, as a file for `assay replay`:\n\n" +
         block(to_json(PlanFile{plan, regression.store}));
}

}  // namespace assay
