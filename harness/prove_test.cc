#include "harness/prove.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "harness/check.h"
#include "harness/generate.h"
#include "harness/zoo_limits_test.h"
#include "stores/broken/registry.h"
#include "stores/list.h"

namespace assay {
namespace {

using literals::operator""_rule;

Proof prove_to(StoreFactory& factory, std::size_t depth, int jobs = 1,
               std::int64_t call_limit_ms = 10'000) {
  const std::string directory = ::testing::TempDir();
  return prove(Bench{factory, directory, call_limit_ms},
               core_alphabet(factory.capabilities().persistent), {depth, jobs, nullptr, {}});
}

const BrokenStore& broken(std::string_view name) {
  return *std::ranges::find(broken_stores(), name, &BrokenStore::name);
}

TEST(Prove, CertifiesAGoodStoreWhateverTheNumberOfJobs) {
  const auto list = make_list_factory();
  const Proof one = prove_to(*list, 3, 1);
  const Proof two = prove_to(*list, 3, 2);
  EXPECT_TRUE(one.complete);
  EXPECT_TRUE(two.complete);
  EXPECT_FALSE(one.finding);
  EXPECT_EQ(one.executed, two.executed);
  EXPECT_EQ(one.calls, two.calls);
  EXPECT_GT(one.calls, 20 * one.executed[3]);
}

TEST(Prove, FindsTheSameEarliestPlanWhateverTheNumberOfJobs) {
  const auto factory = broken("access-token-is-no-selector").make();
  const Proof one = prove_to(*factory, 3, 1);
  const Proof two = prove_to(*factory, 3, 2);
  ASSERT_TRUE(one.finding && two.finding);
  EXPECT_FALSE(one.complete);
  EXPECT_EQ(one.finding->bucket, two.finding->bucket);
  EXPECT_EQ(one.finding->plan.operations.size(), two.finding->plan.operations.size());
}

TEST(Prove, SeesACrashAndACallThatDoesNotEnd) {
  for (const auto& [name, rule] : {std::pair{"crash-on-unknown-id", "TS-OUT-01"_rule},
                                   std::pair{"lock-left-behind", "TS-LIVE-01"_rule}}) {
    const BrokenStore& row = broken(name);
    const auto factory = row.make();
    const Proof proof = prove_to(*factory, 2, 1, call_limit_ms_for(row));
    ASSERT_TRUE(proof.finding) << name;
    EXPECT_EQ(proof.finding->bucket.rule, rule) << name;
  }
}

TEST(Prove, CertifiesNothingWhenItIsStopped) {
  const auto list = make_list_factory();
  const std::atomic<bool> stop{true};
  const Proof proof =
      prove(Bench{*list, ::testing::TempDir()}, core_alphabet(false), {12, 1, &stop, {}});
  EXPECT_FALSE(proof.complete);
  EXPECT_FALSE(proof.finding);
}

// What millions of plans are judged by says of a history what every run says.
TEST(IsLawful, AgreesWithCheck) {
  std::size_t lawful = 0;
  std::size_t unlawful = 0;
  for (const BrokenStore& row : broken_stores()) {
    const auto factory = row.make();
    const Capabilities capabilities = factory->capabilities();
    const bool ends_its_process = row.rule == "TS-OUT-01"_rule || row.rule == "TS-LIVE-01"_rule;
    if (ends_its_process || capabilities.medium != Medium::kMemory) continue;
    Profile profile;
    profile.capabilities = capabilities;
    profile.fill = 0;
    std::set<Bucket> told;  // most of the time would go into words that nobody reads
    for (std::uint64_t index = 0; index < 40; ++index) {
      Pulse pulse;
      Tally tally{};
      const Plan plan = plan_of_case(7, index, profile);
      const History history = execute(plan, *factory, "", pulse);
      const auto findings = check(plan, history, capabilities, "", tally, {}, &told);
      const bool clean = std::ranges::none_of(findings, [](const Finding& finding) {
        return finding.bucket.rule.rule().level == Level::kMust;
      });
      ASSERT_EQ(is_lawful(history, capabilities), clean) << row.name << ", case " << index;
      ++(clean ? lawful : unlawful);
    }
  }
  EXPECT_GT(lawful, 500U);
  EXPECT_GT(unlawful, 500U);
}

TEST(Check, HasWordsForTheFirstOfAKindAloneWhereTheyAreToldOnce) {
  const auto same = [](const Finding& a, const Finding& b) {
    return a.bucket == b.bucket && a.step == b.step;
  };
  std::size_t repeats = 0;
  for (const BrokenStore& row : broken_stores()) {
    const auto factory = row.make();
    if (row.rule != "TS-FIND-01"_rule || factory->capabilities().medium != Medium::kMemory)
      continue;
    std::set<Bucket> told;
    std::set<Bucket> met;
    for (std::uint64_t index = 0; index < 60; ++index) {
      Profile profile;
      profile.most_operations = 20;
      const Plan plan = plan_of_case(7, index, profile);
      Pulse pulse;
      Tally tally{};
      const History history = execute(plan, *factory, "", pulse);
      const auto all = check(plan, history, factory->capabilities(), "", tally);
      const auto once = check(plan, history, factory->capabilities(), "", tally, {}, &told);
      ASSERT_TRUE(std::ranges::equal(all, once, same));
      for (std::size_t i = 0; i < once.size(); ++i) {
        const bool is_first = met.insert(once[i].bucket).second;
        EXPECT_EQ(once[i].outcomes, is_first ? all[i].outcomes : std::vector<std::string>());
        EXPECT_EQ(once[i].happened, is_first ? all[i].happened : "");
        repeats += is_first ? 0 : 1;
      }
    }
    EXPECT_EQ(told, met);
  }
  EXPECT_GT(repeats, 10U);
}

}  // namespace
}  // namespace assay
