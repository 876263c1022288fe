#include "reports/story.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "reports/lines_test.h"
#include "reports/sample_run.h"
#include "spec/text.h"

namespace assay {
namespace {

using testing::lines_of;

Operation operation(Method method) {
  Operation out;
  out.call.method = method;
  return out;
}

std::string arguments(const Operation& operation) {
  std::string out;
  for (const std::string& piece : arguments_of(operation)) out += (out.empty() ? "" : ", ") + piece;
  return out;
}

TEST(Story, TellsAFindingFromTheRuleToTheReplay) {
  EXPECT_EQ(story(sample_finding(), {}),
            R"(TS-SAVE-07 (MUST)  save_token: field-lost, met 14 times
An update writes each present field but the id and keeps each absent one; an unstored id in it is
ignored.

    1. save_token  user_name "ann", refresh_token "r1"  -> returned, id #1
  > 2. save_token  user_name "ann", access_token "a1"   -> returned, id #1

  allowed:   an update of the record #1  [TS-SAVE-02]
  happened:  returned, id #1; record #1: refresh_token "r1" became absent, access_token absent
             became "a1"

  see it again:
  ./assay replay --store sqlite assay-results/TS-SAVE-07-1.json
)");
}

TEST(Story, SaysThatARuleIsOnlyAShould) {
  Finding finding = sample_finding();
  finding.bucket.rule = *find_tag("TS-SAVE-18");
  finding.count = 1;
  EXPECT_TRUE(story(finding, {}).starts_with("TS-SAVE-18 (SHOULD)  save_token: field-lost\n"));
}

TEST(Story, NamesWhatOnlyAnEarlierStepKnows) {
  Operation by_id = operation(Method::kDeleteToken);
  by_id.id_of = 1;
  EXPECT_EQ(arguments(by_id), "the id of step 2");
  Operation find = operation(Method::kFindToken);
  find.id_of = 1;
  find.call.token[Field::kUserName] = "a";
  EXPECT_EQ(arguments(find), "id: the id of step 2, user_name \"a\"");
  Operation save = operation(Method::kSaveToken);
  save.again = 0;
  EXPECT_EQ(arguments(save), "the token of step 1 as it reads now");
}

TEST(Story, TellsAnEmptyFieldFromOneThatIsNotSet) {
  Operation save = operation(Method::kSaveToken);
  EXPECT_EQ(arguments(save), "a token with nothing set");
  save.call.token[Field::kUserName] = "";
  EXPECT_EQ(arguments(save), "user_name \"\"");
}

TEST(Story, WritesTheOtherStepsAsPlainWords) {
  Operation fill = operation(Method::kFill);
  fill.call.count = 1000;
  EXPECT_EQ(arguments(fill), "with 1000 tokens");
  Operation find = operation(Method::kFindTokenById);
  find.call.id = "7 ";
  EXPECT_EQ(arguments(find), "\"7 \"");
  for (const Method method : {Method::kDeleteTokens, Method::kGetTokens, Method::kReopen})
    EXPECT_EQ(arguments(operation(method)), "");
}

TEST(Story, CutsALongValueAndTellsItsLength) {
  Operation find = operation(Method::kFindTokenById);
  find.call.id = std::string(300, 'x');
  EXPECT_EQ(arguments(find), '"' + std::string(24, 'x') + "...\" (300 characters)");
  find.call.id = std::string(40, 'x');
  EXPECT_EQ(arguments(find), '"' + std::string(40, 'x') + '"');
}

TEST(Story, FitsTheWidthButForTheReplayCommand) {
  const RunResult run = sample_run();
  for (const StoreResult& store : run.stores) {
    for (const Finding& finding : store.findings) {
      for (const std::size_t width : {72U, 80U, 100U, 140U}) {
        for (const std::string& line : lines_of(story(finding, {false, width})))
          EXPECT_TRUE(length_in_characters(line) <= width || line == "  " + finding.replay)
              << width << ": " << line;
      }
    }
  }
}

TEST(Story, MarksTheStepThatWentWrongAlone) {
  for (std::size_t step = 0; step < 2; ++step) {
    Finding finding = sample_finding();
    finding.step = step;
    const std::vector<std::string> lines = lines_of(story(finding, {}));
    const std::string mark = "  > " + std::to_string(step + 1) + ". ";
    EXPECT_EQ(std::ranges::count_if(lines, [&](auto& line) { return line.starts_with("  > "); }),
              1);
    EXPECT_EQ(std::ranges::count_if(lines, [&](auto& line) { return line.starts_with(mark); }), 1);
  }
}

TEST(Story, MarksNoStepWhereThePlanEndsBeforeIt) {
  Finding finding = sample_finding();
  finding.step = 5;
  EXPECT_EQ(story(finding, {}).find("  > "), std::string::npos);
}

TEST(Story, ShowsTheLastStepsOfALongPlan) {
  Finding finding = sample_finding();
  finding.plan.operations.resize(100, operation(Method::kGetTokens));
  finding.step = 99;
  const std::string text = story(finding, {});
  EXPECT_NE(text.find("\n    (40 steps before these: see the plan)\n     41. get_tokens"),
            text.npos)
      << text;
  EXPECT_NE(text.find("\n  > 100. get_tokens"), text.npos) << text;
}

TEST(Story, SaysHowFarThePlanGoesOn) {
  Finding finding = sample_finding();
  finding.step = 0;
  EXPECT_NE(story(finding, {}).find("(the plan goes on for 1 step)"), std::string::npos);
}

TEST(Story, StandsWithoutAPlan) {
  Finding finding = sample_finding();
  finding.plan.operations.clear();
  finding.outcomes.clear();
  finding.replay.clear();
  const std::string text = story(finding, {});
  EXPECT_EQ(text.find("1."), std::string::npos);
  EXPECT_EQ(text.find("see it again"), std::string::npos);
  EXPECT_NE(text.find("happened:"), std::string::npos);
}

TEST(Story, AlignsNumbersPastTheNinthStep) {
  Finding finding = sample_finding();
  finding.plan.operations.resize(11, operation(Method::kGetTokens));
  finding.step = 10;
  const std::string text = story(finding, {});
  EXPECT_NE(text.find("\n     9. get_tokens"), std::string::npos) << text;
  EXPECT_NE(text.find("\n  > 11. get_tokens"), std::string::npos) << text;
}

TEST(Story, ShowsNoControlCharacterOfAStore) {
  const RunResult run = sample_run();
  for (const Finding& finding : run.stores[1].findings)
    for (const char c : story(finding, {}))
      EXPECT_TRUE(c == '\n' || (c != 0x7F && static_cast<unsigned char>(c) >= 0x20)) << int{c};
}

TEST(Story, SaysTheSameInColour) {
  const std::regex colour("\x1b\\[[0-9;]*m");
  const RunResult run = sample_run();
  for (const Finding& finding : run.stores[1].findings) {
    const std::string text = story(finding, {true, 100});
    EXPECT_NE(text.find("\x1b[1;31m"), text.find("\x1b[33m"));
    EXPECT_EQ(std::regex_replace(text, colour, ""), story(finding, {}));
  }
}

TEST(Story, ShowsTheFirstOfManyAllowedOutcomes) {
  Finding finding = sample_finding();
  finding.allowed.assign(10, "record #1 updated [LAT-g]");
  const std::string text = story(finding, {});
  EXPECT_NE(text.find("  or         one of 2 more\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace assay
