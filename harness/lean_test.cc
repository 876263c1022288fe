#include "harness/lean.h"

#include <gtest/gtest.h>

#include "harness/check.h"
#include "harness/execute.h"
#include "harness/generate.h"
#include "harness/model_store.h"
#include "harness/verdicts.h"
#include "spec/evidence.h"

namespace assay {
namespace {

using namespace literals;

// What so many cases put to the test in a store that takes every latitude.
Tally tally_of(const std::vector<Theme>& themes, std::uint64_t first, std::uint64_t cases) {
  const auto factory = make_model_factory(3, true);
  Profile profile;
  profile.capabilities = factory->capabilities();
  profile.themes = themes;
  Pulse pulse;
  Tally tally;
  for (std::uint64_t index = first; index < first + cases; ++index) {
    const std::string storage = std::to_string(index);
    const Plan plan = plan_of_case(11, index, profile);
    const History history = execute(plan, *factory, storage, pulse);
    check(plan, history, profile.capabilities, storage, tally);
    factory->drop(storage);
  }
  return tally;
}

std::uint64_t tries_of(Theme theme, const Tally& tally) {
  std::uint64_t tries = 0;
  for (std::size_t i = 0; i < kSituationCount; ++i)
    if (kSituations[i].theme == theme) tries += tally.situations[i].all;
  return tries;
}

TEST(Lean, ComesByTheSituationsOfItsThemeMoreOften) {
  constexpr std::uint64_t kCases = 120;
  const Tally usual = tally_of({}, 10, kCases);
  for (std::size_t t = 1; t < kThemeCount; ++t) {
    const auto theme = static_cast<Theme>(t);
    const std::uint64_t then = tries_of(theme, usual);
    const std::uint64_t now = tries_of(theme, tally_of({theme}, 10, kCases));
    EXPECT_GT(then, 0U) << t;
    EXPECT_GT(now * 10, then * 13) << "theme " << t << ": " << then << ", then " << now;
  }
}

TEST(Lean, LeavesPlansAsTheyAreWhereNothingIsThin) {
  EXPECT_EQ(tally_of({}, 0, 20), tally_of({}, 0, 20));
  EXPECT_NE(tally_of({}, 0, 20), tally_of({Theme::kNul}, 0, 20));
}

TEST(ThinThemes, AreThoseOfWhatWasNotTriedOftenEnough) {
  StoreResult result;
  for (Tries& tries : result.tally.situations) tries = {100, 100};
  EXPECT_TRUE(thin_themes(result).empty());
  result.tally.situations["SAVE-07.writes"_situation.index] = {1, 1};  // of any plan
  result.tally.situations["DUR-01.records"_situation.index] = {1, 1};  // not applicable
  EXPECT_TRUE(thin_themes(result).empty());
  result.tally.situations["VAL-03.word"_situation.index] = {1, 1};
  result.tally.situations["VAL-03.quote"_situation.index] = {1, 1};
  result.tally.situations["SAVE-06.grant"_situation.index] = {1, 1};
  EXPECT_EQ(thin_themes(result), (std::vector<Theme>{Theme::kClients, Theme::kSpecial}));
  result.capabilities.persistent = true;
  EXPECT_EQ(thin_themes(result).back(), Theme::kReopens);
}

}  // namespace
}  // namespace assay
