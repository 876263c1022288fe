#include "harness/shorter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "harness/plan_of_test.h"
#include "spec/json.h"

namespace assay {
namespace {

using testing::json_of;
using testing::plan_of;

const Plan kPlan = plan_of(R"(
    {"save_token": {"access_token": "a"}},
    {"save_token": {"client_id": "c"}},
    {"save_token": {"refresh_token": "r"}})");

bool holds(const std::vector<Plan>& plans, const std::string& operations) {
  return std::ranges::any_of(
      plans, [&](const Plan& plan) { return json_of(plan) == json_of(plan_of(operations)); });
}

TEST(ShorterPlans, AreShorterAndEachAnother) {
  const auto plans = shorter_plans(kPlan);
  std::set<std::string> seen;
  for (const Plan& plan : plans) {
    EXPECT_LT(plan.operations.size(), kPlan.operations.size());
    EXPECT_TRUE(seen.insert(json_of(plan)).second) << json_of(plan);
  }
  EXPECT_GT(plans.size(), 50U);
}

TEST(ShorterPlans, GiveIdsAndUsersAndJoinSaves) {
  const auto plans = shorter_plans(kPlan);
  EXPECT_TRUE(holds(plans, R"({"save_token": {"id": "2", "access_token": "a"}},
                              {"save_token": {"refresh_token": "r"}})"));
  EXPECT_TRUE(holds(plans, R"({"save_token": {"user_name": "b", "access_token": "a"}},
                              {"save_token": {"refresh_token": "r"}})"));
  EXPECT_TRUE(holds(plans, R"({"save_token": {"access_token": "a", "client_id": "c"}},
                              {"save_token": {"id": {"id_of": 1}, "refresh_token": "r"}})"));
}

TEST(ShorterPlans, AreNoneForOneStepAndOfManyThoseOfTheEnds) {
  EXPECT_TRUE(shorter_plans(plan_of(R"({"save_token": {"access_token": "a"}})")).empty());
  Plan longer = kPlan;
  longer.operations.insert(longer.operations.begin() + 1, kMostSteps, kPlan.operations[1]);
  const auto plans = shorter_plans(longer);
  EXPECT_TRUE(holds(plans, R"({"save_token": {"id": "1", "access_token": "a"}},
                              {"save_token": {"user_name": "b", "refresh_token": "r"}})"));
  for (const Plan& plan : plans) EXPECT_EQ(plan.operations.size(), 2U);
}

TEST(FilledPlans, HaveOneFillForManySaves) {
  const auto plans = filled_plans(kPlan);
  EXPECT_TRUE(holds(plans, R"({"fill": 4})"));
  EXPECT_TRUE(holds(plans, R"({"fill": 4}, {"save_token": {"refresh_token": "r"}})"));
  EXPECT_TRUE(filled_plans(plan_of(R"({"save_token": {"access_token": "a"}})")).empty());
}

TEST(FilledPlans, MakeOneFillOfAFillAndTheSavesAfterIt) {
  const std::string save = R"({"save_token": {"refresh_token": "r"}})";
  const auto plans = filled_plans(plan_of(R"({"fill": 40},)" + save + "," + save));
  EXPECT_TRUE(holds(plans, R"({"fill": 41},)" + save));
}

}  // namespace
}  // namespace assay
