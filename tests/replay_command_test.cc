// `assay replay`, as a person uses it on what a fuzzer left.
#include "cli/replay_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "fuzz/replay_token.h"
#include "spec/json.h"
#include "stores/scratch_directory.h"
#include "tests/command.h"
#include "tests/crash_files.h"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kLosesTokens = "update-drops-refresh-token-when-absent";

class ReplayCommand : public ::testing::Test {
 protected:
  CommandResult replay(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {ASSAY_BINARY, "replay"});
    return run({std::move(arguments), scratch_.path(), {}});
  }

  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(scratch_ / name, std::ios::binary) << content;
    return name;
  }

  // One line on standard error, exit code 2, nothing on standard output.
  void expect_usage_error(std::vector<std::string> arguments, const std::string& part) const {
    const CommandResult result = replay(std::move(arguments));
    EXPECT_EQ(result.code, 2) << result.out;
    EXPECT_THAT(result.err, AllOf(StartsWith("assay: "), HasSubstr(part)));
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
  }

  const ScratchDirectory scratch_;
  const std::string broken_{kLosesTokens};
};

TEST_F(ReplayCommand, KnowsByItselfWhatAPlanIsWrittenIn) {
  const Plan plan = shortest_plan(kLosesTokens);
  const std::string token = *replay_token(plan);
  const std::vector<std::string> forms = {write("plan.json", "\n " + to_json(PlanFile{plan, ""})),
                                          write("crash-1", crash_bytes(kLosesTokens)),
                                          write("token.txt", token + "\n"), token};
  for (const std::string& form : forms) {
    const CommandResult result = replay({form, "--store", broken_});
    EXPECT_EQ(result.code, 1) << form << result.err;
    EXPECT_THAT(result.out, StartsWith("replaying " + form + " on " + broken_ + "\n"));
    EXPECT_THAT(result.out, HasSubstr("TS-SAVE-07 (MUST)  save_token: field-lost"));
  }
}

TEST_F(ReplayCommand, SaysInOneLineWhatIsNoPlan) {
  expect_usage_error({write("prose", "Dear diary")}, "prose: it is no plan: neither JSON, nor a ");
  expect_usage_error({write("list.json", " []")}, "expected a plan, as an object, found a list");
  expect_usage_error({write("text.json", "\"x\"")}, "expected a plan, as an object, found text");
  expect_usage_error({write("newer", "\x02\x03")}, "begin with their version, 1 (here: 2)");
  expect_usage_error({write("empty", "")}, "empty: it is empty");
  expect_usage_error({write("no-step", "\x01")}, "a plan without a step");
  expect_usage_error({write("half.json", "{\"assay_plan\": 1,")}, "half.json: ");
  expect_usage_error({"assay1-IAAA"}, "this replay token is not whole");
  expect_usage_error({write("cut.txt", "assay1-IAAA")}, "cut.txt: this replay token");
  std::filesystem::create_directory(scratch_ / "folder");
  expect_usage_error({"folder"}, "no file is in this directory");
}

TEST_F(ReplayCommand, TellsAFindingByATokenThatReplaysIt) {
  const CommandResult first =
      replay({write("crash", crash_bytes(kLosesTokens)), "--store", broken_, "--minimise"});
  std::smatch words;
  const std::regex line(" replay (assay1-\\S+) --store " + broken_ + "\n");
  ASSERT_TRUE(std::regex_search(first.out, words, line)) << first.out;
  EXPECT_LE(words[1].length(), 200);
  const CommandResult again = replay({words[1], "--store", broken_});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.out, HasSubstr("TS-SAVE-07 (MUST)  save_token: field-lost"));
}

TEST_F(ReplayCommand, NamesTheFileWhereThereIsNoTokenAndSaysWhy) {
  Plan plan = shortest_plan(kLosesTokens);
  for (Operation& operation : plan.operations)
    operation.call.token[Field::kApiDomain] = "in no pool of texts";
  write("my plan.json", to_json(PlanFile{plan, broken_}));
  const CommandResult result = replay({"my plan.json"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, HasSubstr(" replay 'my plan.json' --store " + broken_));
  EXPECT_THAT(result.out, HasSubstr("There is no replay token: step 1 has a text in api_domain "
                                    "outside the pool. The plan is in its file."));
}

TEST_F(ReplayCommand, ShortensAPlanOperationByOperationAndSparesItsFile) {
  const std::string bytes = crash_bytes(kLosesTokens);
  write("crash", bytes);
  const CommandResult result =
      replay({"crash", "--store", broken_, "--minimise", "--save", "short.json"});
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, ContainsRegex("8 operations became 2, after [0-9]+ experiments"));
  EXPECT_EQ(plan_from_json(content_of(scratch_ / "short.json")).plan.operations.size(), 2U);
  for (const char* option : {"--save", "--output"})
    expect_usage_error({"crash", "--emit", "json", option, "./crash"}, "is the input itself");
  EXPECT_EQ(content_of(scratch_ / "crash"), bytes);
}

TEST_F(ReplayCommand, TriesACrashOnAllStoresThatNeedNoServer) {
  write("crash", crash_bytes(kLosesTokens));
  const CommandResult all = replay({"crash"});
  EXPECT_EQ(all.code, 0) << all.out << all.err;
  EXPECT_THAT(all.out, StartsWith("replaying crash on 4 stores\n"));
  const CommandResult more = replay({"crash", "--store", "all", "--store", broken_});
  EXPECT_EQ(more.code, 1);
  for (const char* name : {"list", "sqlite-memory", "sqlite", "file"})
    EXPECT_THAT(more.out, ContainsRegex("\n  " + std::string(name) + " +every step did what is"));
  EXPECT_THAT(more.out, HasSubstr("\n  " + broken_ + "  TS-SAVE-07 save_token: field-lost\n"));
  EXPECT_THAT(more.out, HasSubstr("on " + broken_ + ":\nTS-SAVE-07 (MUST)"));
}

TEST_F(ReplayCommand, ReopensOnlyWhatIsPersistent) {
  const std::string crash = write("crash", crash_bytes("cache-outlives-the-store"));
  const CommandResult all = replay({crash, "--store", "all"});
  EXPECT_EQ(all.code, 0);
  EXPECT_THAT(all.out, ContainsRegex("  list +not tried: .* list is not persistent\n"));
  EXPECT_THAT(all.out, ContainsRegex("  file +every step did what is allowed\n"));
  const CommandResult list = replay({crash, "--store", "list"});
  EXPECT_EQ(list.code, 3) << "nothing was tried, and that is no pass";
  EXPECT_THAT(list.out, Not(HasSubstr("did what is allowed")));
  const CommandResult test = replay({crash, "--store", "list", "--emit", "gtest"});
  EXPECT_EQ(test.code, 2) << "what was not tried is no test";
  EXPECT_THAT(test.out, IsEmpty());
  EXPECT_EQ(replay({crash, "--store", "all", "--emit", "gtest"}).code, 0);
  EXPECT_EQ(replay({crash, "--store", "list", "--emit", "json"}).code, 0);
}

TEST_F(ReplayCommand, TellsTheSecondOfAKindInOneLine) {
  std::filesystem::create_directory(scratch_ / "crashes");
  const std::string token = *replay_token(shortest_plan(kLosesTokens));
  write("crashes/a", crash_bytes(kLosesTokens));
  write("crashes/b", token);
  write("crashes/c", "\x01\x0f");
  write("crashes/c.txt", "what a campaign says of it");
  const CommandResult result = replay({"crashes", "--store", broken_});
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, StartsWith("crashes/a:\nTS-SAVE-07 (MUST)"));
  EXPECT_THAT(result.out, HasSubstr("crashes/b: the same as crashes/a (TS-SAVE-07 save_token: "
                                    "field-lost)\n"));
  EXPECT_THAT(result.out, HasSubstr("crashes/c: every step did what is allowed\n"));
  EXPECT_THAT(result.out, HasSubstr("3 files: 2 findings of 1 kind\n"));

  write("crashes/d", "Dear diary");
  const CommandResult unreadable = replay({"crashes", "--store", broken_});
  EXPECT_EQ(unreadable.code, 2);
  EXPECT_THAT(unreadable.err, HasSubstr("crashes/d: it is no plan"));
  EXPECT_THAT(unreadable.out, HasSubstr("the same as crashes/a")) << "the others are told";
}

TEST_F(ReplayCommand, WritesWhatIsAskedForToStandardOutputAlone) {
  write("crash", crash_bytes(kLosesTokens));
  const CommandResult result = replay({"crash", "--store", broken_, "--emit", "json"});
  EXPECT_EQ(result.code, 0) << "it was written";
  EXPECT_EQ(to_json(plan_from_json(result.out)), result.out);
  EXPECT_THAT(result.err, HasSubstr("TS-SAVE-07 (MUST)"));
  const CommandResult file =
      replay({"crash", "--store", broken_, "--emit", "json", "--output", "it.json"});
  EXPECT_EQ(content_of(scratch_ / "it.json"), result.out);
  EXPECT_THAT(file.out, HasSubstr("written: it.json\n"));
}

TEST_F(ReplayCommand, LooksAtOneRuleWhereThatIsAsked) {
  write("crash", crash_bytes(kLosesTokens));
  EXPECT_EQ(replay({"crash", "--store", broken_, "--rule", "SAVE-07"}).code, 1);
  const CommandResult other = replay({"crash", "--store", broken_, "--rule", "SAVE-01"});
  EXPECT_EQ(other.code, 0);
  EXPECT_THAT(other.out, HasSubstr("No finding under this rule."));
}

TEST_F(ReplayCommand, SaysWhatCannotBeWritten) {
  write("crash", crash_bytes(kLosesTokens));
  expect_usage_error({"crash", "--emit", "gtst"}, "Did you mean 'gtest'?");
  expect_usage_error({"crash", "crash", "--emit", "json"}, "one plan at a time");
  const CommandResult lawful = replay({"crash", "--store", "list", "--emit", "markdown"});
  EXPECT_EQ(lawful.code, 2);
  EXPECT_THAT(lawful.err, HasSubstr("there is nothing to tell"));
  EXPECT_THAT(lawful.out, IsEmpty());
}

// What docs/fuzzing.md and examples/gtest show.
TEST_F(ReplayCommand, WritesTheTestThatItsPageShows) {
  const std::string page = content_of(ASSAY_SOURCE_DIR "/docs/fuzzing.md");
  const std::string token_of_page = "assay1-IAARAAALAAAAAAAAARAAAAAAAAAAANz";
  const std::string other = "sql-upsert-takes-every-column";
  const CommandResult test = replay({token_of_page, "--store", other, "--emit", "gtest"});
  EXPECT_EQ(test.out, content_of(ASSAY_SOURCE_DIR "/examples/gtest/lost_refresh_token_test.cc"))
      << "write it anew: assay replay " << token_of_page << " --store " << other << " --emit gtest";
  const std::size_t begin = test.out.find("// The store under test");
  ASSERT_NE(begin, std::string::npos) << test.out;
  EXPECT_THAT(page, HasSubstr("```cpp\n" + test.out.substr(begin) + "```\n"));
  const CommandResult again = replay({token_of_page, "--store", broken_});
  EXPECT_THAT(page, HasSubstr("assay replay " + token_of_page + " --store " + broken_ + "\n"));
  EXPECT_THAT(page, HasSubstr(again.out.substr(again.out.find("    1. save_token"), 200)));
}

TEST(EmittedRules, AreTheLawOfTheVectors) {
  const CommandResult result =
      run({{"python3", ASSAY_SOURCE_DIR "/tests/law/emitted.py", ASSAY_SOURCE_DIR "/cli/emit",
            ASSAY_SOURCE_DIR "/spec/testdata/vectors.jsonl"},
           ".",
           {}});
  if (result.code == 127) GTEST_SKIP() << "python3 is not here: apt-get install python3";
  EXPECT_EQ(result.code, 0) << result.out << result.err;
}

}  // namespace
}  // namespace assay
