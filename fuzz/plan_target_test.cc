#include "fuzz/plan_target.h"

#include <gtest/gtest.h>

#include "fuzz/plan_bytes.h"
#include "harness/generate.h"
#include "spec/json.h"
#include "stores/broken/registry.h"
#include "stores/registry.h"

namespace assay {
namespace {

using Factories = std::vector<std::unique_ptr<StoreFactory>>;

Factories good_stores() {
  Factories stores;
  for (const StoreRow& row : built_in_stores())
    if (!row.needs_server) stores.push_back(row.make({}));
  return stores;
}

Factories broken_store(std::string_view name) {
  Factories stores;
  for (const BrokenStore& row : broken_stores())
    if (row.name == name) stores.push_back(row.make());
  return stores;
}

std::vector<std::uint8_t> bytes_of(const std::string& operations) {
  return *bytes_of_plan(
      plan_from_json("{\"assay_plan\": 1, \"operations\": [" + operations + "]}").plan);
}

TEST(PlanTarget, HasNothingAgainstGoodStores) {
  PlanTarget target(good_stores());
  for (std::uint64_t index = 0; index < 60; ++index) {
    const auto bytes = bytes_of_plan(plan_of_case(9, index, target.profile()));
    ASSERT_TRUE(bytes);
    target.test(*bytes);
  }
}

// Records in memory are gone then, and nobody promised otherwise.
TEST(PlanTarget, ReopensWhatIsNotPersistent) {
  PlanTarget target(good_stores());
  EXPECT_TRUE(target.profile().capabilities.persistent);
  target.test(bytes_of(R"({"save_token": {"user_name": "ann", "access_token": "a"}},
      {"reopen": null}, {"find_token": {"user_name": "ann"}})"));
}

TEST(PlanTargetDeathTest, TellsTheStoryOfADifference) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto bytes = bytes_of(R"({"save_token": {"user_name": "ann", "access_token": "a",
      "refresh_token": "b"}}, {"save_token": {"user_name": "ann", "access_token": "c"}})");
  ASSERT_EQ(broken_store("update-drops-refresh-token-when-absent").size(), 1U);
  EXPECT_DEATH(PlanTarget(broken_store("update-drops-refresh-token-when-absent")).test(bytes),
               "update-drops-refresh-token-when-absent breaks TS-SAVE-07 at step 2: save_token, "
               "field-lost[^$]*2\\. .*\"access_token\": \"c\"[^$]*allowed:[^$]*happened:"
               "[^$]*assay replay assay1-");
}

TEST(PlanTarget, TakesABrokenStoreForGoodWhereThePlanDoesNotShowIt) {
  PlanTarget(broken_store("update-drops-refresh-token-when-absent"))
      .test(bytes_of(R"({"save_token": {"user_name": "ann", "access_token": "a"}})"));
}

}  // namespace
}  // namespace assay
