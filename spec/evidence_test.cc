#include "spec/evidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace assay {
namespace {

using namespace literals;

constexpr Situation kUsual = "SAVE-07.writes"_situation;  // of TS-SAVE-07, with others
constexpr Situation kAlone = "DEL-03.empty-store"_situation;
constexpr Situation kChosen = "SAVE-11.choice"_situation;
constexpr Situation kBeyond = "VAL-02.beyond"_situation;

Tally with(Situation situation, std::uint64_t all, std::uint64_t with_two) {
  Tally tally;
  tally.situations[situation.index] = {all, with_two};
  return tally;
}

TEST(Situations, HaveKeysThatDifferAndWordsThatDifferWithinARule) {
  std::set<std::string_view> keys;
  std::set<std::pair<Tag, std::string_view>> words;
  for (std::uint8_t i = 0; i < kSituationCount; ++i) {
    EXPECT_TRUE(keys.insert(kSituations[i].key).second) << kSituations[i].key;
    EXPECT_TRUE(words.emplace(kSituationRules[i], kSituations[i].words).second)
        << kSituations[i].key;
    EXPECT_FALSE(kSituations[i].words.empty()) << kSituations[i].key;
    EXPECT_GE(kSituations[i].least, 30U) << kSituations[i].key;
  }
}

TEST(Situations, OfARuleStandTogetherInTheOrderOfTheRuleBook) {
  for (std::size_t i = 1; i < kSituationCount; ++i)
    EXPECT_LE(kSituationRules[i - 1], kSituationRules[i]) << kSituations[i].key;
}

TEST(SituationSet, VisitsWhatWasAddedInOrder) {
  SituationSet set;
  const auto last = Situation{static_cast<std::uint8_t>(kSituationCount - 1)};
  for (const Situation situation : {last, kUsual, Situation{0}, kUsual}) set.add(situation);
  std::vector<Situation> seen;
  set.for_each([&](Situation situation) { seen.push_back(situation); });
  EXPECT_EQ(seen, (std::vector<Situation>{Situation{0}, kUsual, last}));
  EXPECT_TRUE(set.contains(last));
  EXPECT_FALSE(set.contains(kAlone));
}

TEST(Shortfall, IsOfTriesUntilThereAreThirty) {
  const auto lacks = shortfall(kUsual, {}, with(kUsual, 12, 12));
  ASSERT_TRUE(lacks);
  EXPECT_EQ(lacks->tries, 12U);
  EXPECT_EQ(lacks->needed, 30U);
  EXPECT_FALSE(shortfall(kUsual, {}, with(kUsual, 30, 15)));
}

TEST(Shortfall, IsOfTriesWithTwoRecordsWhereThoseLackMore) {
  const auto lacks = shortfall(kUsual, {}, with(kUsual, 500, 14));
  ASSERT_TRUE(lacks);
  EXPECT_EQ(lacks->tries, 14U);
  EXPECT_EQ(lacks->needed, 15U);
  EXPECT_FALSE(shortfall(kAlone, {}, with(kAlone, 30, 0)));
}

TEST(Shortfall, IsNoneWhereAStoreCannotComeToASituation) {
  Capabilities bounded;
  bounded.capacity[0] = 10;
  EXPECT_FALSE(shortfall(kBeyond, {}, {}));
  EXPECT_EQ(why_out_of_reach(kBeyond, {}, {}), "the store declares no capacity");
  EXPECT_TRUE(shortfall(kBeyond, bounded, {}));
  EXPECT_FALSE(shortfall(kChosen, {}, {}));
  EXPECT_TRUE(shortfall(kChosen, {}, with(kChosen, 1, 1)));
}

TEST(Shortfall, OfARuleIsThatOfItsThinnestSituation) {
  Tally tally;
  for (Tries& tries : tally.situations) tries = {100, 100};
  EXPECT_FALSE(shortfall(kUsual.rule(), {}, tally));
  tally.situations["SAVE-07.fills"_situation.index] = {29, 29};
  tally.situations["SAVE-07.keeps-user"_situation.index] = {80, 5};
  const auto lacks = shortfall(kUsual.rule(), {}, tally);
  ASSERT_TRUE(lacks);
  EXPECT_EQ(lacks->situation, "SAVE-07.keeps-user"_situation);
  EXPECT_EQ(
      in_words(*lacks, tally),
      "an absent user_name is kept: tried 80 times, 5 of them with two records or more; a PASS "
      "takes 30 and 15");
  EXPECT_EQ(in_words({kAlone, 1, 30}, with(kAlone, 1, 0)),
            "an empty store: tried 1 time; a PASS takes 30");
}

TEST(Tally, AddsUpEverything) {
  Tally tally;
  tally.tags[3] = 1;
  tally.situations[2] = {4, 2};
  tally.ways[1] = {9, 5};
  tally.triples[7] = tally.record_counts[1] = tally.value_classes[2] = 6;
  Tally sum = tally;
  sum += tally;
  EXPECT_EQ(sum.tags[3], 2U);
  EXPECT_EQ(sum.situations[2], (Tries{8, 4}));
  EXPECT_EQ(sum.ways[1], (Turns{18, 10}));
  EXPECT_EQ(sum.triples[7], 12U);
  EXPECT_EQ(sum.record_counts[1], 12U);
  EXPECT_EQ(sum.value_classes[2], 12U);
}

TEST(Orders, AreOfThreeCallsThatTheStoreHas) {
  Tally tally;
  tally.triples[triple_of(Method::kSaveToken, Method::kSaveToken, Method::kFindToken)] = 9;
  tally.triples[triple_of(Method::kReopen, Method::kSaveToken, Method::kFindToken)] = 1;
  EXPECT_EQ(orders({}, tally).possible, 216U);
  EXPECT_EQ(orders({}, tally).tried, 1U);
  Capabilities persistent;
  persistent.persistent = true;
  EXPECT_EQ(orders(persistent, tally).possible, 343U);
  EXPECT_EQ(orders(persistent, tally).tried, 2U);
}

TEST(Habit, IsWhatIsTakenOfWhatIsPossible) {
  EXPECT_EQ(habit({0, 0}), "-");
  EXPECT_EQ(habit({9, 9}), "always");
  EXPECT_EQ(habit({9, 0}), "never");
  EXPECT_EQ(habit({9, 1}), "sometimes");
}

TEST(Ways, BelongToALatitudeEachAndHaveKeysThatDiffer) {
  std::set<std::string_view> keys;
  for (const WayRow& row : kWays) {
    const auto tag = find_tag(row.latitude());
    ASSERT_TRUE(tag) << row.key;
    EXPECT_TRUE(tag->is_latitude()) << row.key;
    EXPECT_TRUE(keys.insert(row.key).second) << row.key;
  }
}

// LAT-p waits for its driver.
TEST(Ways, LeaveTwoOutcomesOrMoreOfEachLatitude) {
  for (std::uint8_t i = 0; i < kTagCount; ++i) {
    if (!Tag{i}.is_latitude() || Tag{i} == "LAT-p"_rule) continue;
    EXPECT_GE(std::ranges::count_if(
                  kWays, [&](const WayRow& row) { return row.latitude() == Tag{i}.id(); }),
              2)
        << Tag{i}.id();
  }
}

}  // namespace
}  // namespace assay
