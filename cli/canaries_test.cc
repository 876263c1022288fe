#include "cli/canaries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "harness/verdicts.h"
#include "stores/broken/registry.h"
#include "stores/scratch_directory.h"

namespace assay {

using literals::operator""_situation;

namespace {

// A store in files that passed every rule that has a driver, as often as it takes.
RunResult green_run(std::uint64_t seed) {
  StoreResult store;
  store.store = "good";
  store.capabilities.medium = Medium::kFile;
  store.capabilities.persistent = true;
  store.tally.tags.fill(1000);
  store.tally.situations.fill({1000, 1000});
  store.verdicts = verdicts(store);
  RunResult run;
  run.seed = seed;
  run.stores.push_back(store);
  return run;
}

std::set<std::string> groups_of(const std::vector<Canary>& canaries) {
  std::set<std::string> groups;
  for (const Canary& canary : canaries) groups.insert(canary.group);
  return groups;
}

std::vector<std::string> stores_of(const std::vector<Canary>& canaries) {
  std::vector<std::string> stores;
  stores.reserve(canaries.size());
  for (const Canary& canary : canaries) stores.push_back(canary.store);
  return stores;
}

TEST(Canaries, AreDrawnByTheSeedOneForEachGreenGroup) {
  const auto canaries = draw_canaries(green_run(1), false);
  const std::set<std::string> all = {"SAVE", "DUP", "USER", "ID",  "FIND", "BYID", "DEL",
                                     "LIST", "VAL", "OUT",  "DUR", "SEC",  "LIVE"};
  EXPECT_EQ(groups_of(canaries), all);
  EXPECT_EQ(canaries.size(), all.size());
  EXPECT_EQ(stores_of(canaries), stores_of(draw_canaries(green_run(1), false)));
  EXPECT_NE(stores_of(canaries), stores_of(draw_canaries(green_run(2), false)));
  for (const Canary& canary : canaries) {
    const auto row = std::ranges::find(broken_stores(), canary.store, &BrokenStore::name);
    ASSERT_NE(row, broken_stores().end());
    EXPECT_EQ(group_of(row->rule), canary.group);
  }
}

TEST(Canaries, AreNotDrawnForWhatIsNotGreen) {
  RunResult run = green_run(1);
  StoreResult& store = run.stores.front();
  Finding finding;
  finding.bucket.rule = *find_tag("TS-FIND-03");
  store.findings.push_back(finding);
  store.tally.situations["DEL-02.empty"_situation.index] = {3, 3};
  store.verdicts = verdicts(store);
  const auto groups = groups_of(draw_canaries(run, false));
  EXPECT_FALSE(groups.contains("FIND")) << "it failed";
  EXPECT_FALSE(groups.contains("DEL")) << "it is thin";
  EXPECT_TRUE(groups.contains("SAVE"));
}

TEST(Canaries, AreCaughtWhereThereIsTimeAndLiveWhereThereIsNone) {
  const ScratchDirectory directory;
  RunOptions options;
  Canary canary{"user-name-is-no-selector", "SAVE", false};
  options.cases = 1'000;
  run_canary(canary, directory.path(), options);
  EXPECT_TRUE(canary.caught);
  options.cases = 0;
  run_canary(canary, directory.path(), options);
  EXPECT_FALSE(canary.caught);
}

TEST(Canaries, ThatLiveMakeTheRunVoid) {
  RunResult run = green_run(1);
  run.canaries = {{"a", "SAVE", true}, {"b", "FIND", true}};
  EXPECT_EQ(exit_code(run, false), 0);
  run.canaries.back().caught = false;
  EXPECT_EQ(exit_code(run, false), 2);
  run.stores.front().verdicts.front().judgement = Judgement::kFail;
  EXPECT_EQ(exit_code(run, false), 2) << "a void run's findings may stand, but not its exit code";
}

}  // namespace
}  // namespace assay
