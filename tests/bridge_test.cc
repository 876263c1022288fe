// Stores over the bridge, by the command: what is said of them is what is said of the same stores
// in the command's own process.
#include "harness/bridge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/keeper.h"
#include "harness/run.h"
#include "stores/janitor.h"
#include "stores/private_server.h"
#include "stores/registry.h"
#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string served(const std::string& store) { return ASSAY_BUILT_IN_STORES " " + store; }
std::string broken(const std::string& mode) { return ASSAY_BROKEN_ADAPTER " " + mode; }

// What an adapter says of a store is less: that it serves one call at a time, and nothing of SQL.
bool is_told_over_the_bridge(const Verdict& verdict) {
  const std::string_view id = verdict.rule.id();
  return id != "TS-CONC-01" && id != "TS-CONC-03" && id != "TS-SEC-03";
}

// "TS-SAVE-01 PASS 30" for each rule.
std::vector<std::string> verdicts_of(const StoreResult& result) {
  std::vector<std::string> lines;
  for (const Verdict& verdict : result.verdicts)
    if (is_told_over_the_bridge(verdict))
      lines.push_back(std::string(verdict.rule.id()) + " " +
                      std::string(name_of(verdict.judgement)) + " " +
                      std::to_string(verdict.tries));
  return lines;
}

class BridgedStores : public ::testing::TestWithParam<const char*> {};

TEST_P(BridgedStores, GetTheVerdictsOfTheSameStoresInProcess) {
  const std::string name = GetParam();
  const ScratchDirectory scratch;
  RunOptions options;
  options.cases = 25;
  options.seed = 4;
  options.jobs = 2;
  const StoreRow* row = nullptr;
  for (const StoreRow& candidate : built_in_stores())
    if (candidate.name == name) row = &candidate;
  ASSERT_NE(row, nullptr);
  const auto own = row->make({});
  BridgeFactory bridged(parse_exec(served(name)), AdapterLimits{});
  const StoreResult here = run_store(*own, scratch.path(), options);
  const StoreResult there = run_store(bridged, scratch.path(), options);
  EXPECT_EQ(there.store, name);
  EXPECT_EQ(there.calls, here.calls);
  EXPECT_THAT(there.findings, IsEmpty());
  EXPECT_EQ(verdicts_of(there), verdicts_of(here));
  EXPECT_THAT(descendants_of(getpid()), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(InMemoryAndInFiles, BridgedStores,
                         ::testing::Values("list", "sqlite-memory", "sqlite", "file"),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

// What the drivers of several processes stand on.
TEST(BridgedSharedStore, IsOpenedBySeveralChildrenOverOneStorage) {
  const ScratchDirectory scratch;
  BridgeFactory bridged(parse_exec(served("sqlite")), AdapterLimits{});
  ASSERT_TRUE(bridged.capabilities().shared);
  const auto one = bridged.open(scratch.path());
  EXPECT_THAT(one->get_tokens(), IsEmpty());
  Token ann = Token().with(Field::kUserName, "ann").with(Field::kAccessToken, "a");
  one->save_token(ann);
  const auto one_child = descendants_of(getpid()).size();
  {
    const auto other = bridged.open(scratch.path());
    EXPECT_EQ(descendants_of(getpid()).size(), 2 * one_child);
    EXPECT_EQ(other->get_tokens().size(), 1U);
    Token bob = Token().with(Field::kUserName, "bob").with(Field::kAccessToken, "b");
    other->save_token(bob);  // not taken for somebody's: it was seen empty before
  }
  EXPECT_EQ(one->get_tokens().size(), 2U);
  const auto third = bridged.open(scratch.path());  // by the child that is idle
  EXPECT_EQ(descendants_of(getpid()).size(), 2 * one_child);
  EXPECT_EQ(third->get_tokens().size(), 2U);
}

TEST(BridgedSharedStore, OpensOneAfterTheOtherWhereItIsNotShared) {
  const ScratchDirectory scratch;
  BridgeFactory bridged(parse_exec(served("list")), AdapterLimits{});
  auto one = bridged.open(scratch.path());
  EXPECT_THROW(bridged.open(scratch.path()), std::logic_error);
  one.reset();
  EXPECT_THAT(bridged.open(scratch.path())->get_tokens(), IsEmpty());
}

TEST(BridgedServer, IsPutToTheTestAndLeftWithoutATable) {
  const ScratchDirectory scratch;
  Janitor janitor;
  const PrivateServer server(janitor);
  const std::map<std::string, std::string> environment = {
      {"ASSAY_MYSQL_URL", to_url(server.options())},
      {"ASSAY_MYSQL_PASSWORD", server.options().password}};
  const CommandResult result = assay_with(
      {"run", "--exec", served("mysql"), "--cases", "4", "--seed", "1", "--out", scratch.path()},
      environment);
  // Four cases prove nothing, and a canary may outlive them.
  EXPECT_THAT(result.code, AnyOf(3, 2)) << result.out << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, Not(HasSubstr("FAIL")));
  const CommandResult tables =
      run({{"mariadb", "--no-defaults", "-N", "--socket", server.options().socket, "-u",
            server.options().user, "-e", "show tables", server.options().database},
           ".",
           {{"MYSQL_PWD", server.options().password}}});
  EXPECT_EQ(tables.code, 0) << tables.err;
  EXPECT_THAT(tables.out, IsEmpty());
}

TEST(BridgedFinding, IsReplayedByTheLineThatIsPrinted) {
  const ScratchDirectory scratch;
  const std::string exec = broken("store-always-refuses");
  const CommandResult found =
      assay_with({"run", "--exec", exec, "--cases", "5", "--seed", "1", "--out", scratch.path()});
  EXPECT_EQ(found.code, 1) << found.out << found.err;
  const std::string option = "--exec '" + exec + "'";
  EXPECT_THAT(found.out, HasSubstr(option));
  const std::size_t begin = found.out.find("replay ") + 7;
  const std::string file = found.out.substr(begin, found.out.find(" --exec") - begin);
  const CommandResult again = assay_with({"replay", file, "--exec", exec});
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("not today"));
}

TEST(BridgedFinding, EndsWithTheLastWordsOfTheLog) {
  const ScratchDirectory scratch;
  const CommandResult found = assay_with({"run", "--exec", broken("store-logs-and-refuses"),
                                          "--cases", "5", "--seed", "1", "--out", scratch.path()});
  EXPECT_EQ(found.code, 1) << found.out << found.err;
  EXPECT_THAT(found.out, HasSubstr("its log ends: refusing a token"));
}

TEST(BridgedStore, IsCertifiedAsInProcess) {
  const auto prove_exec = [](const std::string& exec, const std::string& depth) {
    const ScratchDirectory scratch;
    return assay_with({"prove", "--exec", exec, "--depth", depth, "--out", scratch.path()});
  };
  const CommandResult good = prove_exec(served("list"), "2");
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_THAT(good.out, HasSubstr("list: CERTIFIED to depth 2"));
  const CommandResult dies = prove_exec(broken("store-ends-its-process"), "1");
  EXPECT_EQ(dies.code, 1) << dies.out << dies.err;
  EXPECT_THAT(dies.out, HasSubstr("TS-OUT-01"));
  const CommandResult faulty = prove_exec(broken("exits-in-a-call"), "1");
  EXPECT_EQ(faulty.code, 2) << faulty.out;
  EXPECT_THAT(faulty.err, HasSubstr("exited with 3 before it answered save_token"));
}

TEST(Exec, GoesWithOtherOptionsOrSaysWhyNot) {
  const ScratchDirectory scratch;
  const auto said = [&](std::vector<std::string> arguments) {
    const CommandResult result = assay_with(std::move(arguments));
    EXPECT_EQ(result.code, 2) << result.out;
    return result.err;
  };
  EXPECT_THAT(
      said({"run", "list", "--exec", served("list"), "--cases", "1", "--out", scratch.path()}),
      HasSubstr("two stores of this run are called 'list'"));
  EXPECT_THAT(said({"replay", "assay1-GgOd", "--store", "list", "--exec", served("list")}),
              HasSubstr("two stores of this replay are called 'list'"));
  EXPECT_THAT(said({"prove", "list", "--exec", "x"}), HasSubstr("name one store to prove"));
  EXPECT_THAT(said({"prove"}), HasSubstr("name one store to prove"));
  EXPECT_THAT(said({"run", "--exec", ""}), HasSubstr("the command is empty"));
  EXPECT_THAT(said({"doctor"}), HasSubstr("--exec"));
  const CommandResult both = assay_with({"run", "sqlite-memory", "--exec", served("list"),
                                         "--cases", "2", "--seed", "1", "--out", scratch.path()});
  EXPECT_THAT(both.out, HasSubstr("sqlite-memory"));
  EXPECT_THAT(both.out, HasSubstr("list"));
}

TEST(Doctor, TriesEachMethodAndSaysWhatIsWrong) {
  const auto doctor = [](const std::string& exec) {
    return assay_with({"doctor", "--exec", exec});
  };
  const CommandResult good = doctor(served("file"));
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  for (const char* call :
       {"initialize", "open", "get_tokens", "save_token", "find_token ", "find_token_by_id",
        "delete_token\n", "delete_tokens", "close", "drop", "shutdown"})
    EXPECT_THAT(good.out, HasSubstr(std::string("  ok     ") + call)) << good.out;
  EXPECT_THAT(good.out, HasSubstr("file 0"));
  const CommandResult refuses = doctor(broken("store-always-refuses"));
  EXPECT_EQ(refuses.code, 1) << refuses.out;
  EXPECT_THAT(refuses.out,
              HasSubstr("wrong  save_token        the store refused it: \"not today\""));
  const CommandResult lingers = doctor(broken("ignores-sigterm"));
  EXPECT_EQ(lingers.code, 1) << lingers.out;
  EXPECT_THAT(lingers.out, HasSubstr("wrong  shutdown"));
  const CommandResult dies = doctor(broken("store-ends-its-process"));
  EXPECT_EQ(dies.code, 1) << dies.out;
  EXPECT_THAT(dies.out, HasSubstr("wrong  save_token        the store's process was ended"));
  const CommandResult faulty = doctor(broken("lacks-a-method"));
  EXPECT_EQ(faulty.code, 2) << faulty.out;
  EXPECT_THAT(faulty.err, HasSubstr("lacks the method find_token_by_id"));
}

TEST(Doctor, ChangesNothingInAStorageThatIsNotEmpty) {
  const ScratchDirectory scratch;
  const std::string log = scratch / "log";
  const CommandResult result =
      assay_with({"doctor", "--exec", broken("ignores-storage")}, {{"BROKEN_ADAPTER_LOG", log}});
  EXPECT_EQ(result.code, 2) << result.out;
  EXPECT_THAT(result.err, HasSubstr("this storage is not empty"));
  EXPECT_THAT(result.err + result.out, Not(HasSubstr("do-not-show")));
  std::ifstream in(log);
  const std::string got(std::istreambuf_iterator<char>(in), {});
  EXPECT_THAT(got, HasSubstr("get_tokens"));
  EXPECT_THAT(got, Not(HasSubstr("save_token")));
}

}  // namespace
}  // namespace assay
