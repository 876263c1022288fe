// The built command, as a person or a script uses it: what it says to bad input, and how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "stores/janitor.h"
#include "stores/private_server.h"
#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

void write(const std::string& path, const std::string& content) { std::ofstream(path) << content; }

// One line on standard error, exit code 2, nothing on standard output.
void expect_usage_error(const CommandResult& result, const std::string& part) {
  EXPECT_EQ(result.code, 2) << result.err;
  EXPECT_THAT(result.err, StartsWith("assay: "));
  EXPECT_THAT(result.err, HasSubstr(part));
  EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
  EXPECT_THAT(result.out, IsEmpty());
}

struct Mistake {
  const char* name;
  std::vector<std::string> arguments;
  const char* part;  // of the line that is said
};

std::ostream& operator<<(std::ostream& out, const Mistake& mistake) { return out << mistake.name; }

class CommandLine : public ::testing::TestWithParam<Mistake> {};

TEST_P(CommandLine, SaysInOneLineWhatToMend) {
  expect_usage_error(assay_with(GetParam().arguments), GetParam().part);
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, CommandLine,
    ::testing::Values(
        Mistake{"a command", {"rum"}, "Did you mean 'run'?"}, Mistake{"no command", {}, "--help"},
        Mistake{"an option", {"run", "--sed", "1"}, "Did you mean '--seed'?"},
        Mistake{"an option of replay", {"run", "--store", "list"}, "there is no option '--store'."},
        Mistake{"a store", {"run", "sqllite"}, "Did you mean 'sqlite'?"},
        Mistake{"a rule", {"explain", "TS-SAVE-77"}, "there is no rule 'TS-SAVE-77'"},
        Mistake{"a list", {"list", "store"}, "Did you mean 'stores'?"},
        Mistake{"a time", {"run", "--time", "soon"}, "write seconds, 90s, 5m or 1h"},
        Mistake{"no time", {"run", "--time", "0"}, "--time"},
        Mistake{"a negative number", {"run", "--cases", "-3"}, "--cases"},
        Mistake{"both budgets", {"run", "--cases", "3", "--time", "3"}, "exclude each other"},
        Mistake{"a seed", {"run", "--seed", "x"}, "--seed: 'x' is no whole number"},
        Mistake{"a shard", {"run", "--shard", "5/4"}, "write I/N"},
        Mistake{"a format", {"run", "--report", "jnit=x"}, "Did you mean 'junit'?"},
        Mistake{"a report without a file", {"run", "--report", "junit"}, "names no file"},
        Mistake{"a URL", {"run", "mysql", "--mysql", "postgres://x"}, "--mysql: "},
        Mistake{"a plan that is not there", {"replay", "/nowhere/plan.json"}, "No such file"},
        Mistake{"a place that cannot be", {"run", "list", "--out", "/dev/null/x"}, "--out"}),
    [](const auto& instance) {
      std::string name = instance.param.name;
      std::ranges::replace(name, ' ', '_');
      return name;
    });

TEST(CommandLineUrl, IsRefusedWithAPasswordInItWhichIsNotShown) {
  const auto result =
      assay_with({"run", "mysql", "--mysql", "mysql://root:tell-no-one@127.0.0.1:3306/assay"});
  expect_usage_error(result, "ASSAY_MYSQL_PASSWORD");
  EXPECT_THAT(result.err, Not(HasSubstr("tell-no-one")));
}

TEST(CommandLinePlan, ThatIsNotJsonOrNewerIsRefused) {
  const ScratchDirectory scratch;
  write(scratch / "prose.json", "Dear diary");
  expect_usage_error(assay_with({"replay", scratch / "prose.json"}), "it is no plan");
  write(scratch / "half.json", "{Dear diary");
  expect_usage_error(assay_with({"replay", scratch / "half.json"}), "line 1");
  write(scratch / "newer.json", R"({"assay_plan": 99, "operations": []})");
  expect_usage_error(assay_with({"replay", scratch / "newer.json"}), "version 99");
  write(scratch / "odd.json",
        R"({"assay_plan": 1, "operations": [{"save_token": {"user": "a"}}]})");
  expect_usage_error(assay_with({"replay", scratch / "odd.json"}), "user");
}

TEST(CommandLineReport, IsNotLostInSilenceWhereStandardOutputIsFull) {
  const std::string command = std::string("'") + ASSAY_BINARY + "' list rules > /dev/full";
  const CommandResult result = run({{"sh", "-c", command}, ".", {}});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("cannot write to standard output"));
}

TEST(CommandLineReport, IsToldAllTheSameWhereADiskIsFull) {
  const ScratchDirectory scratch;
  const auto result = assay_with({"run", "update-drops-refresh-token-when-absent", "--cases", "30",
                                  "--out", scratch.path(), "--report", "json=/dev/full"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, StartsWith("assay: cannot write /dev/full: No space left on device"));
  EXPECT_THAT(result.out, HasSubstr("TS-SAVE-07"));
  EXPECT_THAT(content_of(scratch / "report.json"), HasSubstr("TS-SAVE-07"));
}

TEST(CommandLineReport, IsRefusedBeforeTheRunWhereItHasNoPlace) {
  const ScratchDirectory scratch;
  for (const std::string& place : {scratch / "no/such/report.json", scratch.path()}) {
    const auto result = assay_with(
        {"run", "list", "--time", "1h", "--out", scratch.path(), "--report", "json=" + place});
    expect_usage_error(result, "cannot write " + place);
  }
}

// What writes to a file is told that it is too large, without a full disk.
TEST(CommandLineReport, LeavesAnOldFileWholeThatTheNewOneDoesNotFitInto) {
  const ScratchDirectory scratch;
  write(scratch / "kept.json", "old");
  write(scratch / "plan.json", R"({"assay_plan": 1, "operations": [{"get_tokens": null}]})");
  const std::string command = "(trap '' XFSZ; ulimit -f 0; '" + std::string(ASSAY_BINARY) +
                              "' replay plan.json --store list --save kept.json) 2>&1 | cat";
  const CommandResult result = run({{"sh", "-c", command}, scratch.path(), {}});
  EXPECT_THAT(result.out, HasSubstr("assay: cannot write kept.json: File too large"));
  EXPECT_EQ(content_of(scratch / "kept.json"), "old");
  EXPECT_FALSE(std::filesystem::exists(scratch / "kept.json.new"));
}

TEST(CommandLineReport, TakesTheNameOfNoOtherFile) {
  const ScratchDirectory scratch;
  write(scratch / "kept.json", "old");
  write(scratch / "kept.json.new", "another's");
  write(scratch / "plan.json", R"({"assay_plan": 1, "operations": [{"get_tokens": null}]})");
  const CommandResult result =
      run({{ASSAY_BINARY, "replay", "plan.json", "--store", "list", "--save", "kept.json"},
           scratch.path(),
           {}});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(content_of(scratch / "kept.json"), HasSubstr("get_tokens"));
  EXPECT_EQ(content_of(scratch / "kept.json.new"), "another's");
  EXPECT_FALSE(std::filesystem::exists(scratch / "kept.json.new.1"));
}

TEST(CommandLineRun, TriesAStoreOnceThatIsNamedTwice) {
  const ScratchDirectory scratch;
  const auto result = assay_with({"run", "list", "list", "--cases", "1", "--out", scratch.path()});
  EXPECT_THAT(result.out, ::testing::ContainsRegex("\n? +list\n"));
  EXPECT_THAT(result.out, Not(::testing::ContainsRegex("list +list")));
}

TEST(CommandLineServer, ThatIsNotThereIsNoFaultOfTheStore) {
  const ScratchDirectory scratch;
  const auto result = assay_with({"run", "mysql", "--cases", "1", "--out", scratch.path(),
                                  "--mysql", "mysql://root@127.0.0.1:1/assay"});
  EXPECT_EQ(result.code, 3) << result.err;
  EXPECT_THAT(result.out, HasSubstr("127.0.0.1:1"));
  EXPECT_THAT(result.out, Not(HasSubstr("FAIL")));
  write(scratch / "plan.json", R"({"assay_plan": 1, "operations": [{"get_tokens": null}]})");
  EXPECT_EQ(assay_with({"replay", scratch / "plan.json", "--store", "mysql", "--mysql",
                        "mysql://root@127.0.0.1:1/assay"})
                .code,
            3);
}

TEST(CommandLineServer, ThatRefusesTheLoginIsAMistakeToMend) {
  const ScratchDirectory scratch;
  Janitor janitor;
  const PrivateServer server(janitor);
  const auto result = assay_with({"run", "mysql", "--cases", "1", "--out", scratch.path(),
                                  "--mysql", to_url(server.options())},
                                 {{"ASSAY_MYSQL_PASSWORD", "guessed-wrongly"}});
  expect_usage_error(result, "ASSAY_MYSQL_PASSWORD");
  EXPECT_THAT(result.err, Not(HasSubstr("guessed-wrongly")));
}

TEST(CommandLineServer, ThatIsGivenIsUsedAndLeftWithoutATable) {
  const ScratchDirectory scratch;
  Janitor janitor;
  const PrivateServer server(janitor);
  const auto result = assay_with({"run", "mysql", "--cases", "4", "--seed", "1", "--out",
                                  scratch.path(), "--mysql", to_url(server.options())},
                                 {{"ASSAY_MYSQL_PASSWORD", server.options().password}});
  // Four cases prove nothing, and a canary may outlive them.
  EXPECT_THAT(result.code, AnyOf(3, 2)) << result.out << result.err;
  EXPECT_THAT(result.out, Not(HasSubstr("FAIL")));
  const auto tables =
      run({{"mariadb", "--no-defaults", "-N", "--socket", server.options().socket, "-u",
            server.options().user, "-e", "show tables", server.options().database},
           ".",
           {{"MYSQL_PWD", server.options().password}}});
  EXPECT_EQ(tables.code, 0) << tables.err;
  EXPECT_THAT(tables.out, IsEmpty());
}

// A report, without the fields that tell how long things took.
std::string timeless(const std::string& report) {
  return std::regex_replace(report, std::regex("\"seconds\": [0-9.e+-]+"), "");
}

TEST(CommandLineRun, GivesTheSameReportForTheSameSeedWhateverTheJobs) {
  const ScratchDirectory scratch;
  for (const std::string jobs : {"1", "3"})
    assay_with({"run", "list", "file", "--cases", "40", "--seed", "5", "--jobs", jobs, "--out",
                scratch / jobs});
  const std::string one = timeless(content_of(scratch / "1/report.json"));
  EXPECT_THAT(one, HasSubstr("\"list\""));
  EXPECT_EQ(one, timeless(content_of(scratch / "3/report.json")));
}

TEST(CommandLineRun, PassesTheListStoreAndPrintsNoColourIntoAPipe) {
  const ScratchDirectory scratch;
  const auto result =
      assay_with({"run", "list", "--cases", "600", "--seed", "2", "--out", scratch.path()});
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  EXPECT_TRUE(std::filesystem::exists(scratch / "junit.xml"));
}

// A canary is not to live for want of cases.
TEST(CommandLineRun, IsNotVoidBecauseItsCasesAreFew) {
  const ScratchDirectory scratch;
  for (const char* seed : {"25", "26"}) {
    const auto result =
        assay_with({"run", "list", "--cases", "200", "--seed", seed, "--out", scratch.path()});
    EXPECT_THAT(result.out, HasSubstr("all caught")) << seed;
  }
}

TEST(CommandLineRun, TakesItsShardFromTheEnvironment) {
  const ScratchDirectory scratch;
  assay_with({"run", "list", "--cases", "2", "--seed", "1", "--out", scratch.path()},
             {{"GTEST_SHARD_INDEX", "1"}, {"GTEST_TOTAL_SHARDS", "4"}});
  EXPECT_THAT(content_of(scratch / "report.json"), HasSubstr("\"2/4\""));
}

TEST(CommandLineReplay, TellsEveryStepAndExitsWithZeroWhereAllIsAllowed) {
  const ScratchDirectory scratch;
  write(scratch / "plan.json", R"({"assay_plan": 1, "operations": [
      {"save_token": {"user_name": "a", "access_token": "b"}},
      {"find_token": {"user_name": "a"}}]})");
  const auto result = assay_with({"replay", scratch / "plan.json", "--store", "sqlite-memory"});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("2. find_token"));
  EXPECT_THAT(result.out, HasSubstr("user_name \"a\""));
}

TEST(CommandLineExplain, GivesAPlanForARuleThatCanBeReplayed) {
  const auto result = assay_with({"explain", "SAVE-07"});
  EXPECT_EQ(result.code, 0);
  const std::size_t at = result.out.find("{\"assay_plan\"");
  ASSERT_NE(at, std::string::npos) << result.out;
  const ScratchDirectory scratch;
  write(scratch / "plan.json", result.out.substr(at));
  EXPECT_EQ(assay_with({"replay", scratch / "plan.json"}).code, 0);
}

}  // namespace
}  // namespace assay
