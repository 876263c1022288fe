// Every row of the table of broken adapters: said of it is what is wrong; nothing hangs, and
// nothing is left behind.
#include "adapters/broken/broken_adapters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "harness/bridge.h"
#include "harness/keeper.h"
#include "harness/run.h"
#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

AdapterLimits short_limits(std::string_view mode) {
  AdapterLimits limits;
  limits.end_ms = 200;
  limits.line_bytes = 1U << 20U;
  // Some of them have to wait for it; under a sanitizer a start takes its time.
  const bool slow_start =
      mode != "never-answers" && mode != "never-flushes" && mode != "no-line-end";
  limits.start_ms = slow_start ? 10'000 : 300;
  if (mode == "allocates-without-end") limits.memory_bytes = std::size_t{200} << 20U;
  return limits;
}

// What came of a run of a few cases: the story of a fault, or the rules of its findings.
struct Came {
  std::string story;
  std::set<std::string, std::less<>> rules;
};

Came run_mode(std::string_view mode) {
  const ScratchDirectory scratch;
  Came came;
  try {
    BridgeFactory factory(parse_exec(std::string(ASSAY_BROKEN_ADAPTER) + " " + std::string(mode)),
                          short_limits(mode));
    RunOptions options;
    // The patience that it takes to see that a store hangs is that of several tries.
    const bool hangs = mode.starts_with("store-never-");
    options.cases = hangs ? 1 : 6;
    // Elsewhere a late answer says that the machine is busy, and must not be taken for silence.
    const bool is_silent = mode == "silent-in-a-call" || mode == "close-never-ends";
    options.call_limit_ms = hangs ? 300 : is_silent ? 600 : 10'000;
    options.minimises = false;
    for (const Finding& finding : run_store(factory, scratch.path(), options).findings)
      came.rules.emplace(finding.bucket.rule.id());
  } catch (const std::runtime_error& error) {
    came.story = error.what();
  }
  return came;
}

class BrokenAdapters : public ::testing::TestWithParam<BrokenAdapter> {};

TEST_P(BrokenAdapters, AreToldForWhatTheyAre) {
  const BrokenAdapter& row = GetParam();
  const ScratchDirectory scratch;
  const std::string log = scratch / "log";
  setenv("BROKEN_ADAPTER_LOG", log.c_str(), 1);
  const Came came = run_mode(row.mode);
  unsetenv("BROKEN_ADAPTER_LOG");
  switch (row.fate) {
    case Fate::kFault:
      EXPECT_THAT(came.story, HasSubstr(row.words));
      EXPECT_THAT(came.rules, IsEmpty());
      break;
    case Fate::kFinding:
      EXPECT_THAT(came.story, IsEmpty());
      EXPECT_TRUE(came.rules.contains(row.words)) << ::testing::PrintToString(came.rules);
      break;
    case Fate::kFine:
      EXPECT_THAT(came.story, IsEmpty());
      EXPECT_THAT(came.rules, IsEmpty());
      break;
  }
  EXPECT_THAT(descendants_of(getpid()), IsEmpty());
  if (!row.mode.starts_with("ignores-storage")) return;
  std::ifstream in(log);
  const std::string got(std::istreambuf_iterator<char>(in), {});
  EXPECT_THAT(got, HasSubstr("get_tokens"));
  EXPECT_THAT(got, Not(HasSubstr("save_token")));
  EXPECT_THAT(got, Not(HasSubstr("delete_token")));
  EXPECT_THAT(came.story, Not(HasSubstr("do-not-show")));
}

INSTANTIATE_TEST_SUITE_P(Table, BrokenAdapters, ::testing::ValuesIn(kBrokenAdapters),
                         [](const auto& instance) {
                           std::string name(instance.param.mode);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(BrokenAdapter, IsToldByTheCommandWithExitCode2) {
  const ScratchDirectory scratch;
  const auto run_exec = [&](const std::string& mode) {
    return run({{ASSAY_BINARY, "run", "--exec", std::string(ASSAY_BROKEN_ADAPTER) + " " + mode,
                 "--cases", "3", "--seed", "1", "--out", scratch.path()},
                ".",
                {}});
  };
  const CommandResult fault = run_exec("find-answers-nothing");
  EXPECT_EQ(fault.code, 2) << fault.out;
  EXPECT_THAT(fault.err, HasSubstr("line:      {"));
  EXPECT_THAT(fault.err, HasSubstr("expected:  {"));
  EXPECT_THAT(fault.out, IsEmpty());
  const CommandResult not_empty = run_exec("ignores-storage");
  EXPECT_EQ(not_empty.code, 2) << not_empty.out;
  EXPECT_THAT(not_empty.err, HasSubstr("this storage is not empty"));
  EXPECT_THAT(not_empty.err, Not(HasSubstr("do-not-show")));
}

}  // namespace
}  // namespace assay
