#include "cli/expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using literals::operator""_rule;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kToday = "2026-11-24";

Finding finding(Tag rule, Method method, Divergence divergence) {
  Finding out;
  out.bucket = {rule, method, divergence};
  return out;
}

// A store that loses a field, and is right otherwise.
RunResult run() {
  StoreResult store;
  store.store = "shop";
  store.findings = {finding("TS-SAVE-07"_rule, Method::kSaveToken, Divergence::kFieldLost)};
  store.verdicts = {{"TS-SAVE-07"_rule, Judgement::kFail, 50, "save_token: field-lost"},
                    {"TS-FIND-01"_rule, Judgement::kPass, 50, ""},
                    {"TS-FIND-02"_rule, Judgement::kInconclusive, 5, "thin"}};
  RunResult out;
  out.stores = {store};
  return out;
}

Expectation expectation(Tag rule) {
  Expectation out;
  out.store = "shop";
  out.rule = rule;
  out.reason = "known";
  return out;
}

TEST(Expectations, TurnWhatIsBrokenGreenAndSaySo) {
  RunResult result = run();
  Expectation expected = expectation("TS-SAVE-07"_rule);
  expected.until = kToday;
  expected.link = "https://example.org/1";
  apply({expected}, kToday, result);
  EXPECT_EQ(result.stores[0].verdicts[0].judgement, Judgement::kExpected);
  EXPECT_EQ(result.stores[0].verdicts[0].reason, "known, until 2026-11-24 (https://example.org/1)");
  EXPECT_THAT(result.overdue, ElementsAre());
  result.stores[0].verdicts.pop_back();
  EXPECT_EQ(exit_code(result, false), 0);
}

TEST(Expectations, AreForOneStoreOneRuleAndOneWay) {
  const auto judgement = [](const Expectation& expected) {
    RunResult result = run();
    apply({expected}, kToday, result);
    return result.stores[0].verdicts[0].judgement;
  };
  Expectation expected = expectation("TS-SAVE-07"_rule);
  expected.divergence = Divergence::kFieldLost;
  EXPECT_EQ(judgement(expected), Judgement::kExpected);
  expected.divergence = Divergence::kFieldKept;
  EXPECT_EQ(judgement(expected), Judgement::kFail);
  expected.divergence.reset();
  expected.method = Method::kFindToken;
  EXPECT_EQ(judgement(expected), Judgement::kFail);
  expected = expectation("TS-SAVE-07"_rule);
  expected.store = "other";
  EXPECT_EQ(judgement(expected), Judgement::kFail);
  EXPECT_EQ(judgement(expectation("TS-SAVE-08"_rule)), Judgement::kFail);
}

TEST(Expectations, DoNotHideAnotherWayInWhichTheRuleIsBroken) {
  RunResult result = run();
  result.stores[0].findings.push_back(
      finding("TS-SAVE-07"_rule, Method::kSaveToken, Divergence::kFieldKept));
  Expectation expected = expectation("TS-SAVE-07"_rule);
  expected.divergence = Divergence::kFieldLost;
  apply({expected}, kToday, result);
  EXPECT_EQ(result.stores[0].verdicts[0].judgement, Judgement::kFail);
}

TEST(Expectations, AreRedOnceTheRulePasses) {
  RunResult result = run();
  apply({expectation("TS-SAVE-07"_rule), expectation("TS-FIND-01"_rule)}, kToday, result);
  ASSERT_EQ(result.overdue.size(), 1U);
  EXPECT_THAT(result.overdue[0], HasSubstr("TS-FIND-01 of shop no longer fails"));
  EXPECT_EQ(exit_code(result, false), 1);
}

TEST(Expectations, AreRedPastTheirLastDay) {
  RunResult result = run();
  Expectation expected = expectation("TS-SAVE-07"_rule);
  expected.until = "2026-11-23";
  apply({expected}, kToday, result);
  EXPECT_EQ(result.stores[0].verdicts[0].judgement, Judgement::kFail);
  ASSERT_EQ(result.overdue.size(), 1U);
  EXPECT_THAT(result.overdue[0], HasSubstr("was expected until 2026-11-23"));
}

TEST(Expectations, WaitWhereTheRuleWasNotTriedEnoughOrTheStoreNotAtAll) {
  RunResult result = run();
  Expectation other = expectation("TS-FIND-01"_rule);
  other.store = "other";
  apply({expectation("TS-FIND-02"_rule), other}, kToday, result);
  EXPECT_THAT(result.overdue, ElementsAre());
}

TEST(Expectations, AreMadeOfWhatNoneCovers) {
  RunResult result = run();
  result.stores[0].findings.push_back(
      finding("TS-SAVE-18"_rule, Method::kSaveToken, Divergence::kNotRefused));
  EXPECT_EQ(unexpected({}, result, true).size(), 2U);
  const auto found = unexpected({}, result, false);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rule, "TS-SAVE-07"_rule);
  EXPECT_TRUE(unexpected(found, result, false).empty());
  apply(found, kToday, result);
  EXPECT_EQ(result.stores[0].verdicts[0].judgement, Judgement::kExpected);
}

}  // namespace
}  // namespace assay
