#include <iostream>

#include "cli/cli.h"
#include "cli/other_commands.h"
#include "cli/small_languages.h"
#include "harness/check.h"
#include "harness/execute.h"
#include "harness/generate.h"
#include "harness/minimise.h"
#include "harness/verdicts.h"
#include "reports/story.h"
#include "spec/json.h"
#include "stores/list.h"
#include "stores/sqlite.h"

namespace assay {

using literals::operator""_rule;

namespace {

// A finding that stands for "this plan puts the rule to the test", so that it can be minimised.
std::vector<Finding> puts_to_test(Tag rule, const Plan& plan) {
  const auto factory = make_list_factory();
  Pulse pulse;
  Tally tally{};
  const History history = execute(plan, *factory, "", pulse);
  check(plan, history, factory->capabilities(), "", tally);
  if (tally[rule.index] == 0) return {};
  Finding finding;
  finding.bucket.rule = rule;
  finding.plan = plan;
  finding.step = plan.operations.size() - 1;
  return {finding};
}

// The shortest plan that can be come upon which puts the rule to the test.
Plan example_for(Tag rule) {
  Profile profile;
  profile.most_operations = 24;
  profile.fill = 0;
  constexpr std::uint64_t kMostCases = 20'000;
  for (std::uint64_t index = 0; index < kMostCases; ++index) {
    const Plan plan = plan_of_case(1, index, profile);
    const auto found = puts_to_test(rule, plan);
    if (found.empty()) continue;
    const Experiment experiment = [&](const Plan& p) { return puts_to_test(rule, p); };
    return minimise(found.front(), experiment, {2000, [] { return false; }}).finding.plan;
  }
  return {};
}

void print_example(Tag rule) {
  const Need need = rule.rule().need;
  if (!has_driver(rule)) {
    std::cout << "No example: nothing puts this rule to the test yet.\n";
    return;
  }
  if (need == Need::kFiles) {
    std::cout << "Put to the test by a probe of the store's files, not by a plan.\n";
    return;
  }
  Plan plan;
  if (need == Need::kPersistent) {
    plan = plan_from_json(R"({"assay_plan": 1, "operations": [
      {"save_token": {"user_name": "a", "refresh_token": "b"}}, {"reopen": null}]})")
               .plan;
  } else {
    plan = example_for(rule);
  }
  if (plan.operations.empty()) {
    std::cout << "No example: the list store never takes this way.\n";
    return;
  }
  std::cout << "A plan that puts it to the test (a file for 'assay replay'):\n\n"
            << to_json(PlanFile{plan, ""}) << '\n';
}

}  // namespace

int explain_command(const std::string& name) {
  const Tag tag = parse_rule(name);
  const Rule& rule = tag.rule();
  const std::string_view level = rule.level == Level::kMust     ? "MUST: decides conformance"
                                 : rule.level == Level::kShould ? "SHOULD: shown; fails a run only "
                                                                  "under --strict"
                                                                : "latitude: an allowed choice, "
                                                                  "recorded and never judged";
  std::cout << rule.id << '\n' << "  " << rule.text << "\n\n";
  std::cout << "level   " << level << '\n' << "source  " << rule.source << "\n\n";
  print_example(tag);
  return kExitPass;
}

}  // namespace assay
