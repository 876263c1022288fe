#include "reports/console_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "reports/group_table.h"
#include "reports/junit_report.h"
#include "reports/lines_test.h"
#include "reports/sample_run.h"
#include "spec/text.h"

namespace assay {
namespace {

using testing::holds;
using testing::lines_of;

using namespace literals;

// The five built-in stores, every rule tried as often as a long run tries it.
RunResult five_stores() {
  RunResult run = sample_run();
  run.stores.clear();
  for (const char* name : {"list", "sqlite-memory", "sqlite", "file", "mysql"}) {
    StoreResult store;
    store.store = name;
    for (std::size_t i = 0; i < kTagCount; ++i) {
      const Tag rule{static_cast<std::uint8_t>(i)};
      if (!rule.is_latitude()) store.verdicts.push_back({rule, Judgement::kPass, 123'456, ""});
    }
    store.verdicts.back().judgement = Judgement::kNotBuilt;
    run.stores.push_back(store);
  }
  return run;
}

TEST(ConsoleReport, FitsAHundredColumnsForFiveStores) {
  const std::string table = group_table(five_stores(), {});
  const std::vector<std::string> lines = lines_of(table);
  for (const std::string& line : lines) EXPECT_LE(length_in_characters(line), 100U) << line;
  EXPECT_TRUE(holds(lines.front(), "sqlite-memory")) << table;
  EXPECT_TRUE(holds(lines.front(), "mysql")) << table;
  EXPECT_TRUE(holds(table, "users kept apart")) << table;
}

TEST(ConsoleReport, PutsStoresThatDoNotFitIntoAFurtherBlock) {
  ReportOptions options;
  options.width = 50;
  const std::string table = group_table(five_stores(), options);
  for (const std::string& line : lines_of(table))
    EXPECT_LE(length_in_characters(line), 50U) << line;
  for (const StoreResult& store : five_stores().stores) EXPECT_TRUE(holds(table, store.store));
  EXPECT_EQ(std::ranges::count_if(lines_of(table),
                                  [](const auto& line) { return line.starts_with("SAVE"); }),
            2)
      << table;
}

TEST(ConsoleReport, SaysTheSameInColour) {
  ReportOptions options;
  options.color = true;
  const std::string text = console_report(sample_run(), options);
  EXPECT_TRUE(holds(text, "\x1b[32mPASS 1.2k"));
  EXPECT_TRUE(holds(text, "\x1b[1;31mFAIL 1"));
  EXPECT_EQ(std::regex_replace(text, std::regex("\x1b\\[[0-9;]*m"), ""),
            console_report(sample_run(), {}));
}

TEST(ConsoleReport, PaintsNothingGreenThatDidNotPass) {
  RunResult run = five_stores();
  for (StoreResult& store : run.stores)
    for (Verdict& verdict : store.verdicts) verdict.judgement = Judgement::kNotBuilt;
  ReportOptions options;
  options.color = true;
  EXPECT_FALSE(holds(group_table(run, options), "\x1b[32m"));
}

TEST(ConsoleReport, ShowsEveryFindingOnceMustsBeforeShoulds) {
  const std::string text = console_report(sample_run(), {});
  std::string order;
  for (const std::string& line : lines_of(text))
    if (std::smatch match; std::regex_search(line, match, std::regex(R"(^(TS-[A-Z0-9-]+) \()")))
      order += match.str(1) + ' ';
  EXPECT_EQ(order, "TS-SAVE-07 TS-USER-04 TS-SEC-01 TS-SAVE-18 ");
}

TEST(ConsoleReport, CountsABrokenShouldOnlyWhereItIsStrict) {
  RunResult run = good_run();
  for (Verdict& verdict : run.stores[0].verdicts)
    if (verdict.rule == "TS-SAVE-18"_rule) verdict.judgement = Judgement::kFail;
  ReportOptions options;
  EXPECT_TRUE(holds(console_report(run, options), "PASS: every MUST rule"));
  EXPECT_TRUE(holds(console_report(run, options), "  advice    TS-SAVE-18\n"));
  options.strict = true;
  EXPECT_TRUE(holds(console_report(run, options), "FAIL: rules are broken: list 1; exit code 1"));
  EXPECT_TRUE(holds(console_report(run, options), "  FAIL      TS-SAVE-18\n"));
}

TEST(ConsoleReport, EndsWithWhatTheRunSays) {
  ReportOptions options;
  options.durations = false;
  const std::vector<std::string> lines = lines_of(console_report(good_run(), options));
  ASSERT_GE(lines.size(), 4U);
  EXPECT_EQ(lines[lines.size() - 4],
            "assay 0.1.0, seed 18446744073709551615, budget time 60s, shard 1/4: 3 stores, 750,000 "
            "cases,");
  EXPECT_EQ(lines.back(),
            "PASS: every MUST rule that applies and has a driver passed; exit code 0");
}

TEST(ConsoleReport, TellsEachExitCodeApart) {
  RunResult run = good_run();
  run.stores[1].infra = "no server";
  EXPECT_TRUE(holds(console_report(run, {}), "UNDECIDED: "));
  EXPECT_TRUE(holds(console_report(run, {}), "; exit code 3\n"));
  run.stores[1].verdicts[0].judgement = Judgement::kFail;
  EXPECT_TRUE(holds(console_report(run, {}), "FAIL: MUST rules are broken: sqlite-memory 1; "));
  run.interrupted = true;
  EXPECT_TRUE(holds(console_report(run, {}), "INTERRUPTED: "));
  EXPECT_TRUE(
      holds(console_report(run, {}), "known by then; MUST rules are broken: sqlite-memory 1; "));
  EXPECT_TRUE(holds(console_report(run, {}), "; exit code 130\n"));
  run = {};
  EXPECT_TRUE(holds(console_report(run, {}), "UNDECIDED: no store was put to the test"));
}

TEST(ConsoleReport, GathersRulesThatAreNotBuiltOnOneLine) {
  const std::string text = console_report(sample_run(), {});
  EXPECT_TRUE(holds(text, "\nNot built yet: TS-DUR-02..04, TS-CONC-01\n")) << text;
}

TEST(ConsoleReport, TellsTogetherWhatSeveralStoresDoNotClaim) {
  EXPECT_TRUE(
      holds(console_report(good_run(), {}),
            "\nNot applicable\n"
            "  TS-DUR-01, TS-DUR-02: the store is not persistent (list, sqlite-memory, file)\n"
            "  TS-CONC-01: the store is for one thread at a time (list, sqlite-memory, file)\n"
            "  TS-SEC-01: the store has no files (list, sqlite-memory, file)\n"
            "\nassay 0.1.0"));
}

TEST(ConsoleReport, TellsWhyAStoreWasNotReachedThoughItHasNoVerdicts) {
  RunResult run = good_run();
  run.stores[0].verdicts.clear();
  run.stores[0].infra = "nobody \x1b[1m answers";
  EXPECT_TRUE(holds(console_report(run, {}), "list\n  INFRA     nobody \\u001b[1m answers\n"));
}

TEST(ConsoleReport, SaysThatARunIsVoidWhereACanaryLived) {
  RunResult run = good_run();
  EXPECT_TRUE(holds(console_report(run, {}),
                    "canaries: 2 broken stores, one for each green group: all caught\n"));
  run.canaries.back().caught = false;
  const std::string report = console_report(run, {});
  EXPECT_TRUE(holds(report, "NOT caught: list-repeats (LIST)"));
  EXPECT_TRUE(holds(report, "VOID: a broken store lived"));
  EXPECT_TRUE(holds(report, "exit code 2"));
  EXPECT_TRUE(holds(junit_report(run, {}), "the broken store list-repeats is caught"));
}

}  // namespace
}  // namespace assay
