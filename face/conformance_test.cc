#include "face/conformance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "stores/broken/registry.h"
#include "stores/list.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Result = RuleTest::Result;
using literals::operator""_rule;

// A variable of the environment, for as long as this lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

std::unique_ptr<StoreFactory> broken_store(std::string_view name) {
  for (const BrokenStore& row : broken_stores())
    if (row.name == name) return row.make();
  throw std::runtime_error("there is no such broken store");
}

Conformance of_list(const ConformanceOptions& options) {
  return {[&] { return StoreUnderTest{make_list_factory(), options}; }, "List"};
}

Conformance of_broken(std::string_view name, const ConformanceOptions& options) {
  return {[&] { return StoreUnderTest{broken_store(name), options}; }, "Broken"};
}

TEST(Conformance, PassesEveryRuleOfAGoodStoreThatAppliesAndHasADriver) {
  const Conformance list = of_list({});
  std::size_t passed = 0;
  for (std::size_t i = 0; i < kTagCount; ++i) {
    const Tag rule{static_cast<std::uint8_t>(i)};
    if (rule.is_latitude()) continue;
    const RuleTest test = list.test(rule);
    EXPECT_NE(test.result, Result::kFailed) << rule.id() << ": " << test.text;
    passed += test.result == Result::kPassed;
  }
  EXPECT_GT(passed, 45U);
  EXPECT_GT(list.tries("TS-SAVE-07"_rule), 30U);
}

TEST(Conformance, SkipsWithTheReason) {
  const Conformance list = of_list({.cases = 1});
  const RuleTest durable = list.test("TS-DUR-01"_rule);
  EXPECT_EQ(durable.result, Result::kSkipped);
  EXPECT_EQ(durable.text, "NOT APPLICABLE: the store is not persistent");
  const RuleTest threads = list.test("TS-CONC-01"_rule);
  EXPECT_EQ(threads.result, Result::kSkipped);
  EXPECT_EQ(threads.text, "NOT BUILT: nothing puts this rule to the test yet");
}

TEST(Conformance, FailsWhatWasNotPutToTheTestOftenEnough) {
  const RuleTest test = of_list({.cases = 1}).test("TS-SAVE-05"_rule);
  EXPECT_EQ(test.result, Result::kFailed);
  EXPECT_THAT(test.text, HasSubstr("INCONCLUSIVE: "));
  EXPECT_THAT(test.text, HasSubstr("not put to the test often enough: let ASSAY_CASES"));
}

TEST(Conformance, TellsTheStoryOfABrokenRuleAndKeepsItsPlan) {
  const ScratchDirectory scratch;
  const std::string plans = scratch / "plans";
  const Conformance broken =
      of_broken("update-drops-refresh-token-when-absent", {.cases = 300, .out_directory = plans});
  EXPECT_FALSE(std::filesystem::exists(plans)) << "before anybody asks";
  const RuleTest test = broken.test("TS-SAVE-07"_rule);
  EXPECT_EQ(test.result, Result::kFailed);
  EXPECT_THAT(test.text, HasSubstr("refresh_token \"b\" became absent"));
  EXPECT_THAT(test.text, HasSubstr("ASSAY_REPLAY=" + plans + "/Broken-TS-SAVE-07-1.json "));
  EXPECT_THAT(test.text, HasSubstr("--gtest_filter=Broken.TS_SAVE_07"));

  const Variable replay("ASSAY_REPLAY", plans + "/Broken-TS-SAVE-07-1.json");
  const RuleTest again =
      of_broken("update-drops-refresh-token-when-absent", {}).test("TS-SAVE-07"_rule);
  EXPECT_EQ(again.result, Result::kFailed);
  EXPECT_THAT(again.text, HasSubstr("refresh_token \"b\" became absent"));
  const RuleTest mended = of_list({}).test("TS-SAVE-07"_rule);
  EXPECT_EQ(mended.result, Result::kSkipped) << "one plan makes no rule green";
  EXPECT_THAT(mended.text, HasSubstr("every step did what is allowed"));
}

TEST(Conformance, ShowsTheSameRunAgainWhereAPlanCannotBeKept) {
  const Conformance broken = of_broken("update-drops-refresh-token-when-absent",
                                       {.cases = 300, .out_directory = "/proc/plans"});
  EXPECT_THAT(broken.test("TS-SAVE-07"_rule).text, HasSubstr("ASSAY_SEED=1 ASSAY_CASES=300 "));
}

TEST(Conformance, SkipsABrokenRecommendationUnlessStrict) {
  const ScratchDirectory scratch;
  for (const bool strict : {false, true}) {
    const RuleTest test =
        of_broken("id-not-told", {.cases = 300, .strict = strict, .out_directory = scratch.path()})
            .test("TS-SAVE-19"_rule);
    EXPECT_EQ(test.result, strict ? Result::kFailed : Result::kSkipped);
    EXPECT_THAT(test.text, HasSubstr("happened:"));
  }
}

TEST(Conformance, TakesTheBudgetAndTheSeedFromTheEnvironment) {
  const Variable cases("ASSAY_CASES", "3");
  const Variable seed("ASSAY_SEED", "18446744073709551615");
  EXPECT_THAT(of_list({.seconds = 60}).summary(),
              HasSubstr("List: ASSAY_SEED=18446744073709551615 ASSAY_CASES=3, 3 cases, "));
}

TEST(Conformance, FailsEveryRuleForAVariableThatCannotBeRead) {
  const struct {
    const char* name;
    const char* value;
    const char* told;
  } kMistakes[] = {
      {"ASSAY_CASES", "0", "ASSAY_CASES is 0, and no whole number from 1, such as 1000"},
      {"ASSAY_CASES", "many", "ASSAY_CASES is many, and no whole number from 1"},
      {"ASSAY_SECONDS", "1m", "ASSAY_SECONDS is 1m, and no number of seconds"},
      {"ASSAY_SEED", "-1", "ASSAY_SEED is -1, and no whole number, nor \"random\""},
      {"ASSAY_REPLAY", "no-such-plan.json", "ASSAY_REPLAY: cannot read no-such-plan.json"},
  };
  for (const auto& [name, value, told] : kMistakes) {
    const Variable variable(name, value);
    const Conformance list = of_list({.cases = 1});
    for (const Tag rule : {"TS-SAVE-01"_rule, "TS-DUR-01"_rule}) {
      EXPECT_EQ(list.test(rule).result, Result::kFailed) << name;
      EXPECT_THAT(list.test(rule).text, HasSubstr(told));
    }
  }
}

TEST(Conformance, FailsEveryRuleOfAStoreThatCannotBeMade) {
  const Conformance none([]() -> StoreUnderTest { throw std::runtime_error("no key file"); }, "A");
  EXPECT_EQ(none.test("TS-SAVE-01"_rule).result, Result::kFailed);
  EXPECT_EQ(none.test("TS-SAVE-01"_rule).text,
            "the store could not be put to the test: no key file");
  const Conformance null([] { return StoreUnderTest{}; }, "A");
  EXPECT_THAT(null.test("TS-DUR-01"_rule).text, HasSubstr("there is no factory"));
}

TEST(Conformance, NamesATestSoThatAFilterCanChooseIt) {
  for (std::size_t i = 0; i < kTagCount; ++i)
    EXPECT_THAT(test_name(Tag{static_cast<std::uint8_t>(i)}), Not(HasSubstr("-")));
  EXPECT_EQ(test_name("TS-SAVE-07"_rule), "TS_SAVE_07");
}

}  // namespace
}  // namespace assay
