#include "fuzz/plan_target.h"

#include <gtest/gtest.h>

#include <utility>

#include "fuzz/plan_bytes.h"
#include "harness/generate.h"
#include "harness/wrong_store_test.h"
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

// A name that Assay does not know leads nowhere on its command line.
TEST(PlanTargetDeathTest, NamesTheLibraryOfAStoreOfTheUsersOwn) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  testing::Wrong wrong;
  wrong.get_tokens = [first = true](TokenStore& right) mutable {
    if (std::exchange(first, false)) return right.get_tokens();
    return std::vector<Token>{fill_token(1)};
  };
  Factories stores;
  stores.push_back(std::make_unique<testing::WrongFactory>(std::move(wrong)));
  EXPECT_DEATH(PlanTarget(std::move(stores)).test(bytes_of(R"({"get_tokens": null})")),
               "assay replay assay1-[^ ]* --plugin LIBRARY\n");
}

TEST(PlanTargetDeathTest, BlamesNoStoreForADiskThatIsFull) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto bytes = bytes_of(R"({"save_token": {"user_name": "ann", "access_token": "a"}})");
  const char* const store = "csv-absent-written-as-null";
  ASSERT_EQ(broken_store(store).size(), 1U);
  EXPECT_DEATH(PlanTarget(broken_store(store)).test(bytes), "breaks TS-");
  PlanTarget full(broken_store(store), false, [](const std::string&) { return 1000; });
  EXPECT_EXIT(full.test(bytes), ::testing::ExitedWithCode(72), "^fuzz: no room in .*: free ");
}

TEST(PlanTarget, TakesABrokenStoreForGoodWhereThePlanDoesNotShowIt) {
  PlanTarget(broken_store("update-drops-refresh-token-when-absent"))
      .test(bytes_of(R"({"save_token": {"user_name": "ann", "access_token": "a"}})"));
}

}  // namespace
}  // namespace assay
