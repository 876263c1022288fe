#include "harness/shortest.h"

#include <gtest/gtest.h>

#include <string>

#include "harness/wrong_store_test.h"
#include "spec/json.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using literals::operator""_rule;
using testing::deletes_nothing;
using testing::WrongFactory;

bool in_time() { return false; }

Finding found_by(StoreFactory& factory, const std::string& operations) {
  const ScratchDirectory directory;
  const Plan plan = plan_from_json(R"({"assay_plan": 1, "operations": [)" + operations + "]}").plan;
  auto findings = experiment(Bench{factory, directory.path()}, plan).findings;
  EXPECT_FALSE(findings.empty());
  return findings.empty() ? Finding() : findings.front();
}

TEST(Shortest, IsFoundBelowAPlanThatIsTooLong) {
  WrongFactory factory(deletes_nothing());
  const Finding found = found_by(factory, R"(
      {"save_token": {"user_name": "a", "access_token": "b"}},
      {"get_tokens": null},
      {"save_token": {"access_token": "c"}},
      {"delete_token": {"id_of": 1}})");
  const ScratchDirectory directory;
  const Finding least = shortest(found, Bench{factory, directory.path()}, in_time);
  EXPECT_EQ(least.bucket, found.bucket);
  EXPECT_EQ(least.plan.operations.size(), 2U);
  EXPECT_TRUE(least.shorter_tried);
}

TEST(Shortest, IsProvenWhereNothingShorterShowsIt) {
  WrongFactory factory(deletes_nothing());
  const Finding found =
      found_by(factory, R"({"save_token": {"access_token": "b"}}, {"delete_token": {"id_of": 1}})");
  const ScratchDirectory directory;
  const Finding least = shortest(found, Bench{factory, directory.path()}, in_time);
  EXPECT_EQ(to_json(PlanFile{least.plan, ""}), to_json(PlanFile{found.plan, ""}));
  ASSERT_TRUE(least.shorter_tried);
  EXPECT_GE(*least.shorter_tried, 3U);  // save, find, delete_tokens
}

TEST(Shortest, IsNotClaimedWithoutTheTimeToTry) {
  WrongFactory factory(deletes_nothing());
  const Finding found =
      found_by(factory, R"({"save_token": {"access_token": "b"}}, {"delete_token": {"id_of": 1}})");
  const ScratchDirectory directory;
  const Finding least = shortest(found, Bench{factory, directory.path()}, [] { return true; });
  EXPECT_FALSE(least.shorter_tried);
}

TEST(AlphabetOfAPlan, HasItsOperationsAndWhatElseItsWordsAllow) {
  const Plan plan = plan_from_json(R"({"assay_plan": 1, "operations": [
      {"save_token": {"id": "7", "access_token": "b"}}, {"delete_token": {"id_of": 1}}]})")
                        .plan;
  std::string letters;
  for (const Letter& letter : alphabet_of(plan, true).letters) letters += in_words(letter) + '\n';
  EXPECT_EQ(letters,
            "save_token(id \"7\", access_token \"b\")\n"
            "find_token(id \"7\", access_token \"b\")\n"
            "find_token_by_id(id \"7\")\n"
            "delete_token(id \"7\")\n"
            "find_token_by_id(the first save's id)\n"
            "delete_token(the first save's id)\n"
            "find_token_by_id(the last save's id)\n"
            "delete_token(the last save's id)\n"
            "delete_tokens()\n"
            "reopen()\n");
}

}  // namespace
}  // namespace assay
