#include "reports/standing.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

using namespace literals;

StoreResult with(std::vector<Verdict> verdicts) {
  StoreResult store;
  store.verdicts = std::move(verdicts);
  return store;
}

std::string cell(std::vector<Verdict> verdicts, std::string_view group, bool strict = false) {
  return cell_of(with(std::move(verdicts)), group, strict).text;
}

TEST(Cell, CountsTheLeastTriedOfTheRulesThatPassed) {
  EXPECT_EQ(cell({{"TS-SAVE-01"_rule, Judgement::kPass, 90'000, ""},
                  {"TS-SAVE-02"_rule, Judgement::kPass, 41'000, ""},
                  {"TS-DUP-01"_rule, Judgement::kPass, 30, ""}},
                 "SAVE"),
            "PASS 41k");
}

TEST(Cell, ShowsTheWorstThatCounts) {
  const Verdict pass{"TS-DUR-01"_rule, Judgement::kPass, 50, ""};
  const Verdict fail{"TS-DUR-02"_rule, Judgement::kFail, 50, ""};
  const Verdict fail_too{"TS-DUR-05"_rule, Judgement::kFail, 1, ""};
  const Verdict infra{"TS-DUR-04"_rule, Judgement::kInfra, 0, ""};
  const Verdict thin{"TS-DUR-04"_rule, Judgement::kInconclusive, 12, "", 12, 30};
  EXPECT_EQ(cell({pass, fail, fail_too, infra}, "DUR"), "FAIL 2");
  EXPECT_EQ(cell({pass, infra}, "DUR"), "INFRA");
  EXPECT_EQ(cell({pass, thin}, "DUR"), "thin 12/30");
}

TEST(Cell, LetsNotBuiltHideNothingAndTurnNothingGreen) {
  const Verdict pass{"TS-DUR-01"_rule, Judgement::kPass, 50, ""};
  const Verdict fail{"TS-DUR-01"_rule, Judgement::kFail, 50, ""};
  const Verdict not_built{"TS-DUR-02"_rule, Judgement::kNotBuilt, 0, ""};
  const Verdict not_applicable{"TS-DUR-03"_rule, Judgement::kNotApplicable, 0, ""};
  EXPECT_EQ(cell({pass, not_built, not_applicable}, "DUR"), "PASS 50*");
  EXPECT_EQ(cell({fail, not_built, not_applicable}, "DUR"), "FAIL 1");
  EXPECT_EQ(cell({not_built, not_applicable}, "DUR"), "not built");
  EXPECT_EQ(cell({not_applicable}, "DUR"), "n/a");
  EXPECT_EQ(cell({pass, not_applicable}, "DUR"), "PASS 50");
  for (const auto& verdict : {not_built, not_applicable})
    EXPECT_NE(tone_of(cell_of(with({verdict}), "DUR", false).standing), Tone::kGood);
}

TEST(Cell, ShowsABrokenShouldAsAdviceUnlessStrict) {
  const Verdict pass{"TS-SAVE-01"_rule, Judgement::kPass, 50, ""};
  const Verdict should{"TS-SAVE-18"_rule, Judgement::kFail, 50, ""};
  EXPECT_EQ(cell({should}, "SAVE"), "advice 1");
  EXPECT_EQ(cell({pass, should}, "SAVE"), "PASS 50*");
  EXPECT_EQ(cell({pass, should}, "SAVE", true), "FAIL 1");
}

TEST(Cell, ShowsTheThinnestRuleByItsShare) {
  EXPECT_EQ(cell({{"TS-SAVE-01"_rule, Judgement::kInconclusive, 90, "", 20, 30},
                  {"TS-SAVE-02"_rule, Judgement::kInconclusive, 80, "", 3, 15},
                  {"TS-SAVE-17"_rule, Judgement::kInconclusive, 70, "", 1, 2}},
                 "SAVE"),
            "thin 3/15");
}

TEST(Cell, SaysInfraWhereAStoreHasNoVerdicts) {
  StoreResult store;
  EXPECT_EQ(cell_of(store, "SAVE", false).text, "-");
  store.infra = "no server";
  EXPECT_EQ(cell_of(store, "SAVE", false).text, "INFRA");
}

TEST(Groups, AreThoseOfTheRuleBookWithoutTheLatitudes) {
  const std::vector<std::string_view> groups = rule_groups();
  ASSERT_EQ(groups.size(), 15U);
  EXPECT_EQ(groups.front(), "SAVE");
  EXPECT_EQ(groups.back(), "LIVE");
}

TEST(Groups, HaveATitleEach) {
  for (const std::string_view group : rule_groups()) EXPECT_FALSE(title_of(group).empty()) << group;
  EXPECT_TRUE(title_of("NEW").empty());
}

TEST(RuleList, DrawsNeighboursTogether) {
  EXPECT_EQ(rule_list({}), "");
  EXPECT_EQ(rule_list({"TS-NET-01"_rule, "TS-DUR-04"_rule, "TS-DUR-03"_rule, "TS-DUR-02"_rule,
                       "TS-SAVE-01"_rule, "TS-SAVE-02"_rule}),
            "TS-SAVE-01, TS-SAVE-02, TS-DUR-02..04, TS-NET-01");
}

TEST(RuleList, DrawsNoTwoGroupsTogether) {
  EXPECT_EQ(rule_list({"TS-SEC-02"_rule, "TS-SEC-03"_rule, "TS-LIVE-01"_rule}),
            "TS-SEC-02, TS-SEC-03, TS-LIVE-01");
}

TEST(Standing, DecidesWhatTheExitCodeDecides) {
  for (std::size_t i = 0; i < kTagCount; ++i) {
    const Tag rule{static_cast<std::uint8_t>(i)};
    if (rule.is_latitude()) continue;
    for (const Judgement judgement : {Judgement::kPass, Judgement::kFail, Judgement::kInconclusive,
                                      Judgement::kNotApplicable, Judgement::kNotBuilt}) {
      for (const bool strict : {false, true}) {
        RunResult run;
        run.stores = {with({{rule, judgement, 1, ""}})};
        EXPECT_EQ(standing_of({rule, judgement, 1, ""}, strict) < Standing::kPass,
                  exit_code(run, strict) != 0)
            << rule.id() << ' ' << name_of(judgement) << ' ' << strict;
      }
    }
  }
}

}  // namespace
}  // namespace assay
