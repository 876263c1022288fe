#include "harness/minimise.h"

#include <gtest/gtest.h>

#include "harness/generate.h"
#include "spec/json.h"

namespace assay {
namespace {

using literals::operator""_rule;

Finding finding_for(const Plan& plan) {
  Finding finding;
  finding.bucket.rule = "TS-SAVE-07"_rule;
  finding.plan = plan;
  finding.step = plan.operations.size() - 1;
  return finding;
}

// Fails where a user is saved, and later a record is deleted by the id that a save was given.
std::vector<Finding> save_then_delete(const Plan& plan) {
  bool saved = false;
  for (const Operation& operation : plan.operations) {
    if (operation.call.method == Method::kSaveToken)
      saved = saved || operation.call.token.has(Field::kUserName);
    if (saved && operation.call.method == Method::kDeleteToken && operation.id_of)
      return {finding_for(plan)};
  }
  return {};
}

Plan first_failing_plan(const Experiment& experiment) {
  for (std::uint64_t index = 0;; ++index) {
    Profile profile;
    profile.fill = 0;
    Plan plan = plan_of_case(1, index, profile);
    if (plan.operations.size() > 40 && !experiment(plan).empty()) return plan;
  }
}

TEST(Minimise, LeavesNothingThatCanGo) {
  const Plan plan = first_failing_plan(save_then_delete);
  const Finding least = minimise(finding_for(plan), save_then_delete, {}).finding;
  EXPECT_EQ(to_json(PlanFile{least.plan, ""}),
            to_json(plan_from_json(R"({"assay_plan": 1, "operations": [
              {"save_token": {"user_name": "a"}}, {"delete_token": {"id_of": 1}}]})")));
}

TEST(Minimise, StopsAtItsLimitAndStillFails) {
  const Plan plan = first_failing_plan(save_then_delete);
  std::size_t experiments = 0;
  const Experiment counted = [&](const Plan& p) {
    ++experiments;
    return save_then_delete(p);
  };
  const Finding found = minimise(finding_for(plan), counted, {5, [] { return false; }}).finding;
  EXPECT_LE(experiments, 5U);
  EXPECT_FALSE(save_then_delete(found.plan).empty());
}

TEST(Minimise, KeepsItsBucketThoughAnotherShowsInLess) {
  // Any save shows another bucket; the one that is asked for takes two saves.
  const Experiment experiment = [](const Plan& plan) {
    std::size_t saves = 0;
    for (const Operation& operation : plan.operations)
      saves += operation.call.method == Method::kSaveToken ? 1U : 0U;
    std::vector<Finding> found;
    if (saves >= 1) {
      found.push_back(finding_for(plan));
      found.back().bucket.rule = "TS-DUP-01"_rule;
    }
    if (saves >= 2) found.push_back(finding_for(plan));
    return found;
  };
  const Plan plan = first_failing_plan(experiment);
  const Finding least = minimise(finding_for(plan), experiment, {}).finding;
  EXPECT_EQ(least.bucket.rule, "TS-SAVE-07"_rule);
  EXPECT_EQ(least.plan.operations.size(), 2U);
}

TEST(Minimise, GivesAFindingThatNeedsNoValueBackToItsSituation) {
  // Whatever the text, the user is refused; with a quote in it, a value is blamed.
  const Experiment experiment = [](const Plan& plan) {
    std::vector<Finding> found;
    for (const Operation& operation : plan.operations) {
      if (!operation.call.token.has(Field::kUserName)) continue;
      found.push_back(finding_for(plan));
      if (operation.call.token.text(Field::kUserName).find('\'') != std::string_view::npos)
        found.back().bucket.rule = "TS-VAL-03"_rule;
      break;
    }
    return found;
  };
  Plan plan;
  plan.operations.push_back(
      {{Method::kSaveToken, Token().with(Field::kUserName, "o'hara"), "", 0}, {}, {}});
  Finding finding = finding_for(plan);
  finding.bucket.rule = "TS-VAL-03"_rule;
  const Finding least = minimise(finding, experiment, {}).finding;
  EXPECT_EQ(least.bucket.rule, "TS-SAVE-07"_rule);
  EXPECT_EQ(least.plan.operations.front().call.token.text(Field::kUserName), "a");
}

TEST(Minimise, HalvesAFill) {
  const Experiment experiment = [](const Plan& plan) {
    if (plan.operations.front().call.count < 100) return std::vector<Finding>{};
    return std::vector<Finding>{finding_for(plan)};
  };
  Plan plan;
  plan.operations.push_back({{Method::kFill, {}, "", 1030}, {}, {}});
  const Finding least = minimise(finding_for(plan), experiment, {}).finding;
  EXPECT_EQ(least.plan.operations.front().call.count, 100U);
}

// Fails where two records have one user, made by saves with the tokens "a" and "b", whatever stands
// between them.
std::vector<Finding> two_apart(const Plan& plan) {
  bool first = false;
  for (std::size_t k = 0; k < plan.operations.size(); ++k) {
    const Token& token = plan.operations[k].call.token;
    if (plan.operations[k].call.method != Method::kSaveToken) continue;
    if (first && token.text(Field::kAccessToken) == "b") {
      std::vector<Finding> found = {finding_for(plan)};
      found.front().step = k;
      return found;
    }
    first = first || token.text(Field::kAccessToken) == "a";
  }
  return {};
}

Operation save(const std::string& user, const std::string& access) {
  return {{Method::kSaveToken,
           Token().with(Field::kUserName, user).with(Field::kAccessToken, access), "", 0},
          {},
          {}};
}

TEST(Minimise, TakesFewExperimentsThoughTheCausesAreFarApart) {
  Plan plan;
  plan.operations.push_back(save("ann", "a"));
  for (int k = 0; k < 80; ++k)
    plan.operations.push_back(save("u" + std::to_string(k), "t" + std::to_string(k)));
  plan.operations.push_back(save("bob", "b"));
  for (int k = 0; k < 10; ++k) plan.operations.push_back(save("cyd", "c"));
  Finding finding = finding_for(plan);
  finding.step = 81;
  const Minimised least = minimise(finding, two_apart, {});
  EXPECT_EQ(least.finding.plan.operations.size(), 2U);
  EXPECT_LE(least.experiments, 250U);
}

TEST(Minimise, TellsHowManyExperimentsItTook) {
  const Plan plan = first_failing_plan(save_then_delete);
  std::size_t experiments = 0;
  const Experiment counted = [&](const Plan& p) {
    ++experiments;
    return save_then_delete(p);
  };
  EXPECT_EQ(minimise(finding_for(plan), counted, {}).experiments, experiments);
  EXPECT_GT(experiments, 3U);
}

TEST(Minimise, FindsTheShorterPlanThatIsNoPartOfTheLonger) {
  // Fails where the last save comes upon an id "2": two saves and a delete bring that about, and so
  // does one save that gives the id.
  const Experiment experiment = [](const Plan& plan) {
    std::size_t saves = 0;
    bool deleted = false;
    bool given = false;
    for (const Operation& operation : plan.operations) {
      const bool saved = operation.call.method == Method::kSaveToken;
      if (saved && (given || (deleted && saves >= 2)))
        return std::vector<Finding>{finding_for(plan)};
      saves += saved ? 1U : 0U;
      given = given || (saved && operation.call.token.text(Field::kId) == "2");
      deleted = deleted || operation.call.method == Method::kDeleteToken;
    }
    return std::vector<Finding>{};
  };
  const Plan plan = plan_from_json(R"({"assay_plan": 1, "operations": [
      {"save_token": {"user_name": "a"}},
      {"save_token": {"user_name": "b"}},
      {"delete_token": {"id_of": 1}},
      {"save_token": {"user_name": "c"}}]})")
                        .plan;
  const Minimised least = minimise(finding_for(plan), experiment, {});
  EXPECT_EQ(to_json(PlanFile{least.finding.plan, ""}),
            to_json(plan_from_json(R"({"assay_plan": 1, "operations": [
              {"save_token": {"id": "2"}}, {"save_token": {}}]})")));
}

TEST(Minimise, LeavesTheOneOddCharacter) {
  const Experiment experiment = [](const Plan& plan) {
    for (const Operation& operation : plan.operations)
      if (operation.call.token.text(Field::kUserName).find('\'') != std::string_view::npos)
        return std::vector<Finding>{finding_for(plan)};
    return std::vector<Finding>{};
  };
  Plan plan;
  plan.operations.push_back(save("ann o'hara; or so", "a long access token"));
  const Finding least = minimise(finding_for(plan), experiment, {}).finding;
  EXPECT_EQ(least.plan.operations.front().call.token, Token().with(Field::kUserName, "'"));
}

}  // namespace
}  // namespace assay
