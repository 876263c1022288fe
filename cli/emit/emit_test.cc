#include "cli/emit/emit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "spec/json.h"

namespace assay {
namespace {

using namespace std::string_literals;
using literals::operator""_rule;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

Regression regression_of(const std::string& operations) {
  return {plan_from_json(R"({"assay_plan": 1, "operations": [)" + operations + "]}").plan, "shop",
          std::nullopt, "assay replay x.json"};
}

Finding finding_at(const Plan& plan, std::size_t step, Tag rule) {
  Finding finding;
  finding.bucket = {rule, plan.operations[step].call.method, Divergence::kFieldLost};
  finding.step = step;
  finding.plan = plan;
  finding.allowed = {"this", "that"};
  finding.happened = "something else";
  finding.outcomes.assign(step + 1, "returned");
  return finding;
}

TEST(EmittedText, IsALiteralOfItsLanguageWhateverItHolds) {
  EXPECT_EQ(cpp_literal("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(cpp_literal("\xc3\xa9"
                        "1\n"),
            R"("\303\2511\012")");
  EXPECT_EQ(cpp_literal("a\0b"s), R"(std::string("a\000b", 3))");
  EXPECT_EQ(cpp_literal(std::string(300, 'x')), "std::string(300, 'x')");
  EXPECT_EQ(python_literal("a\"b\\c\n"), R"("a\"b\\c\u000a")");
  EXPECT_EQ(python_literal("\xc3\xa9\xf0\x9f\x98\x80"), R"("\u00e9\U0001f600")");
  EXPECT_EQ(python_literal("a\0b"s), R"("a\u0000b")");
  EXPECT_EQ(python_literal("\xff"), R"("\ufffd")") << "no adapter could be sent such a byte";
}

TEST(EmittedTest, NamesStepsThatLaterOnesNeed) {
  const Regression regression = regression_of(R"(
      {"save_token": {"access_token": "a"}}, {"save_token": {"again": 1}},
      {"find_token": {"id": {"id_of": 1}}}, {"delete_token": {"id_of": 1}}, {"fill": 2})");
  const std::string cpp = emit_gtest(regression);
  EXPECT_THAT(cpp, HasSubstr("  const auto step1 = scenario.save_token(Token().with("));
  EXPECT_THAT(cpp, HasSubstr("  scenario.save_token(again(step1));\n"
                             "  scenario.find_token(Token(), id_of(step1));\n"
                             "  scenario.delete_token(id_of(step1));\n"
                             "  scenario.fill(2);\n"));
  EXPECT_THAT(emit_python(regression),
              HasSubstr("    step1 = store.save_token(access_token=\"a\")\n"
                        "    store.save_token(step1.token)\n"
                        "    store.find_token(id=step1.id)\n"
                        "    store.delete_token(step1.id)\n"
                        "    store.fill(2)\n"));
}

TEST(EmittedTest, EndsAtTheStepInQuestionAndSaysWhatIsAllowedThere) {
  Regression regression = regression_of(R"({"get_tokens": null}, {"find_token": {}},
                                           {"delete_tokens": null})");
  regression.finding = finding_at(regression.plan, 1, "TS-FIND-01"_rule);
  for (const std::string& text : {emit_gtest(regression), emit_python(regression)}) {
    EXPECT_THAT(text, HasSubstr(" allowed: this; or that\n"));
    EXPECT_THAT(text, HasSubstr(" happened: something else\n"));
    EXPECT_THAT(text, Not(HasSubstr("scenario.delete_tokens(")));
    EXPECT_THAT(text, Not(HasSubstr("    store.delete_tokens(")));
  }
  EXPECT_THAT(emit_gtest(regression),
              HasSubstr("TEST(Regression, TS_FIND_01_find_token_field_lost)"));
  EXPECT_THAT(emit_json(regression), HasSubstr("delete_tokens")) << "the plan, as a whole";
}

TEST(EmittedTest, AssertsAdviceWhereTheFindingIsAboutIt) {
  Regression regression = regression_of(R"({"save_token": {"access_token": "a"}})");
  regression.finding = finding_at(regression.plan, 0, "TS-SAVE-19"_rule);
  EXPECT_THAT(emit_gtest(regression), HasSubstr("(*make_store_factory(), \"TS-SAVE-19\")"));
  EXPECT_THAT(emit_python(regression), HasSubstr("RULE = \"TS-SAVE-19\""));
}

TEST(EmittedTest, GoesOnAfterACommentThatEndsWithABackslash) {
  Regression regression = regression_of(R"({"get_tokens": null})");
  regression.finding = finding_at(regression.plan, 0, "TS-LIST-01"_rule);
  for (const char* happened : {"\\", "\\ ",
                               "a line that is cut \\                                  "
                               "                                         after it"}) {
    regression.finding->happened = happened;
    EXPECT_THAT(emit_gtest(regression), Not(ContainsRegex("\\\\ *\n")));
  }
}

TEST(EmittedTest, OfNoFindingSaysThatEveryStepDidWhatIsAllowed) {
  const Regression regression = regression_of(R"({"get_tokens": null})");
  EXPECT_THAT(emit_gtest(regression), HasSubstr("TEST(Regression, EveryStepDoesWhatIsAllowed)"));
  EXPECT_THAT(emit_python(regression), HasSubstr("On shop every step did what is allowed."));
}

TEST(EmittedIssue, HoldsEveryTextInABlockOfCode) {
  Regression regression = regression_of(R"({"find_token": {"user_name": "```\n# Title"}})");
  regression.finding = finding_at(regression.plan, 0, "TS-FIND-01"_rule);
  const std::string text = emit_markdown(regression);
  for (const char* part : {"## Steps", "## Expected", "## Happened", "## See it again"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, Not(HasSubstr("\n# Title")));
  EXPECT_THAT(text, Not(HasSubstr("\n```")));
}

}  // namespace
}  // namespace assay
