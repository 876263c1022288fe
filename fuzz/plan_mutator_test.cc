#include "fuzz/plan_mutator.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "fuzz/plan_bytes.h"
#include "harness/plan_of_test.h"
#include "spec/json.h"

namespace assay {
namespace {

using testing::json_of;

using Bytes = std::vector<std::uint8_t>;

Profile persistent_profile() {
  Profile profile;
  profile.capabilities.persistent = true;
  return profile;
}

// Plans mutated and crossed again and again, as an engine does it.
std::vector<Plan> evolved(std::uint64_t seed, std::size_t rounds) {
  SeededWords words(seed);
  Choices choices(&SeededWords::next, &words);
  std::vector<Plan> plans(1);
  for (std::size_t round = 0; round < rounds; ++round) {
    const Plan& one = choices.of(plans);
    plans.push_back(choices.one_in(4) ? crossed(one, choices.of(plans), choices)
                                      : mutated(one, choices, persistent_profile()));
  }
  return plans;
}

// The JSON form refuses a reference to what is not earlier, or gives nothing.
TEST(PlanMutator, MakesPlansThatBytesAndJsonTell) {
  for (const Plan& plan : evolved(1, 4000)) {
    EXPECT_LE(plan.operations.size(), kMostOperationsMutated);
    ASSERT_EQ(json_of(plan_from_json(json_of(plan)).plan), json_of(plan));
    ASSERT_TRUE(bytes_of_plan(plan)) << json_of(plan);
  }
}

TEST(PlanMutator, ComesUponEveryMethodReferenceAndField) {
  std::array<std::size_t, kMethodCount> methods{};
  std::size_t ids = 0;
  std::size_t repeats = 0;
  std::set<Field> fields;
  for (const Plan& plan : evolved(2, 4000))
    for (const Operation& operation : plan.operations) {
      ++methods[static_cast<std::size_t>(operation.call.method)];
      ids += operation.id_of ? 1 : 0;
      repeats += operation.again ? 1 : 0;
      for (const Field field : kFields)
        if (operation.call.token[field]) fields.insert(field);
    }
  for (std::size_t k = 0; k < kMethodCount; ++k)
    EXPECT_GT(methods[k], 10U) << name_of(static_cast<Method>(k));
  EXPECT_GT(ids, 100U);
  EXPECT_GT(repeats, 100U);
  EXPECT_EQ(fields.size(), kFieldCount);
}

TEST(PlanMutator, IsAFunctionOfItsSeed) {
  const auto once = evolved(3, 300);
  const auto twice = evolved(3, 300);
  for (std::size_t k = 0; k < once.size(); ++k) EXPECT_EQ(json_of(once[k]), json_of(twice[k]));
  EXPECT_NE(json_of(once.back()), json_of(evolved(4, 300).back()));
}

TEST(PlanMutator, StaysWithinTheSpaceThatItIsGiven) {
  constexpr std::size_t kMost = 60;
  std::array<std::uint8_t, kMost + 1> data{};
  data[kMost] = 77;
  std::size_t size = 0;
  std::size_t changed = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const Bytes before(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size));
    size = mutate_plan_bytes(data.data(), size, kMost, seed, persistent_profile());
    ASSERT_LE(size, kMost);
    ASSERT_EQ(data[kMost], 77);
    changed += Bytes(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size)) != before;
  }
  EXPECT_GT(changed, 2000U);
}

TEST(PlanMutator, CrossesTwoInputs) {
  const Bytes one = *bytes_of_plan(
      plan_from_json(R"({"assay_plan": 1, "operations": [{"save_token": {"user_name": "ann"}}]})")
          .plan);
  const Bytes other =
      *bytes_of_plan(plan_from_json(
                         R"({"assay_plan": 1, "operations": [{"save_token": {"user_name": "bob"}},
          {"delete_token": {"id_of": 1}}]})")
                         .plan);
  Bytes out(200);
  out.resize(cross_plan_bytes(one.data(), one.size(), other.data(), other.size(), out.data(),
                              out.size(), 1));
  EXPECT_EQ(json_of(plan_from_bytes(out)),
            json_of(plan_from_json(R"({"assay_plan": 1, "operations": [
                {"save_token": {"user_name": "ann"}}, {"save_token": {"user_name": "bob"}},
                {"delete_token": {"id_of": 2}}]})")
                        .plan));
}

}  // namespace
}  // namespace assay
