#include "harness/witness.h"

#include <gtest/gtest.h>

#include <string>

#include "harness/check.h"
#include "harness/execute.h"
#include "spec/json.h"
#include "spec/text.h"
#include "stores/list.h"

namespace assay {
namespace {

using namespace literals;

// One record, a find, a second record, the same find; then a delete of all.
Tally tally_of_a_story() {
  const Plan plan = plan_from_json(R"({"assay_plan":1,"operations":[
      {"save_token":{"user_name":"ann","access_token":"a,b"}},{"find_token":{"user_name":"ann"}},
      {"save_token":{"user_name":"bob","access_token":"","grant_token":"g-1"}},
      {"find_token":{"user_name":"ann"}},{"delete_tokens":null}]})")
                        .plan;
  const auto factory = make_list_factory();
  Pulse pulse;
  Tally tally;
  const History history = execute(plan, *factory, "", pulse);
  EXPECT_TRUE(check(plan, history, factory->capabilities(), "", tally).empty());
  return tally;
}

TEST(Witness, TellsTriesWithTwoRecordsFromThoseWithFewer) {
  const Tally tally = tally_of_a_story();
  EXPECT_EQ(tally.situations["FIND-01.user"_situation.index], (Tries{2, 1}));
  EXPECT_EQ(tally.situations["SAVE-01.user"_situation.index], (Tries{2, 0}));
  EXPECT_EQ(tally.situations["DEL-03.records"_situation.index], (Tries{1, 1}));
}

TEST(Witness, CountsAnEventOnceForARuleHoweverManyOfItsSituationsItIs) {
  const Tally tally = tally_of_a_story();
  // The first save is SAVE-01.user and SAVE-01.first; the second is the former alone.
  EXPECT_EQ(tally["TS-SAVE-01"_rule.index], 2U);
  EXPECT_EQ(tally.situations["SAVE-01.first"_situation.index].all, 1U);
}

TEST(Witness, CountsOrdersRecordsAndTexts) {
  const Tally tally = tally_of_a_story();
  std::uint64_t orders = 0;
  for (const std::uint64_t count : tally.triples) orders += count;
  EXPECT_EQ(orders, 3U);
  EXPECT_EQ(tally.triples[triple_of(Method::kSaveToken, Method::kFindToken, Method::kDeleteTokens)],
            1U);
  EXPECT_EQ(tally.triples[triple_of(Method::kSaveToken, Method::kFindToken, Method::kSaveToken)],
            1U);
  EXPECT_EQ(tally.record_counts[0], 1U);
  EXPECT_EQ(tally.record_counts[1], 2U);
  EXPECT_EQ(tally.record_counts[2], 2U);
  EXPECT_EQ(tally.value_classes[0], 5U);  // ann thrice, bob, g-1
  EXPECT_EQ(tally.value_classes[static_cast<std::size_t>(TextClass::kSpecial)], 1U);
  EXPECT_EQ(tally.value_classes.back(), 1U);
}

}  // namespace
}  // namespace assay
