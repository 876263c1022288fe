// `assay run` where there is an assay.toml, as a person uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kBroken = "update-drops-refresh-token-when-absent";

// A directory with an assay.toml of a store that is broken on purpose.
class ConfigCommand : public ::testing::Test {
 protected:
  ConfigCommand() {
    write("[run]\ncases = 500\nseed = 3\n\n[[store]]\nname = \"" + store_ + "\"\n");
  }

  void write(const std::string& text) { std::ofstream(path()) << text; }
  void add(const std::string& text) { std::ofstream(path(), std::ios::app) << text; }
  std::string config() const {
    std::ifstream in(path());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  CommandResult assay(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {ASSAY_BINARY, "run"});
    return run(Command{std::move(arguments), directory_.path(), {}});
  }
  std::string path() const { return directory_.path() + "/assay.toml"; }
  std::string expectation(const std::string& rest) const {
    return "\n[[expect]]\nstore = \"" + store_ + "\"\nreason = \"known\"\n" + rest;
  }

 private:
  ScratchDirectory directory_;
  std::string store_ = kBroken;
};

TEST_F(ConfigCommand, RunsTheStoresThatTheFileNamesWithItsBudget) {
  const CommandResult result = assay({});
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("seed 3, budget cases 500: 1 store, 500 cases"));
  EXPECT_THAT(result.out, HasSubstr(kBroken));
  EXPECT_THAT(assay({"--cases", "40", "list"}).out, HasSubstr("budget cases 40: 1 store, 40"));
}

TEST_F(ConfigCommand, IsGreenWhereWhatFailsIsExpected) {
  add(expectation("rule = \"SAVE-07\"\n"));
  const CommandResult result = assay({});
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(result.out, HasSubstr("expected  TS-SAVE-07: known"));
}

TEST_F(ConfigCommand, IsRedWhereTheExpectationHoldsNoLonger) {
  add(expectation("rule = \"SAVE-07\"\n"));
  add(expectation("rule = \"LIST-01\"\n"));
  const CommandResult passes = assay({});
  EXPECT_EQ(passes.code, 1);
  EXPECT_THAT(passes.out, HasSubstr("expectation: TS-LIST-01 of"));
}

TEST_F(ConfigCommand, IsRedPastTheLastDay) {
  add(expectation("rule = \"SAVE-07\"\nuntil = 2001-01-31\n"));
  const CommandResult result = assay({});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, HasSubstr("was expected until 2001-01-31"));
}

TEST_F(ConfigCommand, WritesWhatFailsNowAndTakesOutWhatPasses) {
  add(expectation("rule = \"LIST-01\"\n"));
  EXPECT_EQ(assay({"--update-expectations"}).code, 1);
  EXPECT_THAT(config(), HasSubstr("TS-SAVE-07"));
  EXPECT_THAT(config(), Not(HasSubstr("LIST-01")));
  EXPECT_EQ(assay({}).code, 0);
}

TEST_F(ConfigCommand, ChangesNothingInAPartialRun) {
  const std::string before = config();
  for (const auto& part : {"list", "--shard=1/2"}) {
    const CommandResult result = assay({"--update-expectations", part});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("takes a whole run"));
  }
  EXPECT_EQ(config(), before);
}

TEST_F(ConfigCommand, SaysWhereTheFileIsWrong) {
  add("\n[[expect]]\nstore = \"other\"\nreason = \"known\"\nrule = \"SAVE-07\"\n");
  const CommandResult result = assay({});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("assay.toml:8: there is no store 'other'"));
}

}  // namespace
}  // namespace assay
