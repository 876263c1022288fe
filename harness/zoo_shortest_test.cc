// The shortest plans of the zoo: each shows its store, and no shorter one does.
//
// ASSAY_UPDATE=1 looks for those that are missing, by enumeration, and writes them down; with
// ASSAY_ROWS=NAME,NAME for these, whether they are missing or not, on files too to three
// operations.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <string>

#include "harness/search.h"
#include "harness/zoo_limits_test.h"
#include "spec/json.h"
#include "stores/broken/registry.h"
#include "stores/broken/shortest.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using literals::operator""_rule;

// The shortest plan of so many operations at the most that shows the row under its rule. A fill is
// one operation but many saves, and comes in only where no plan without one shows the row.
std::optional<Plan> sought(const BrokenStore& row, std::size_t longest, bool with_fills) {
  const auto factory = row.make();
  const Capabilities capabilities = factory->capabilities();
  const ScratchDirectory directory;
  const Bench bench{*factory, directory.path(), call_limit_ms_for(row)};
  const auto wanted = [&](const Finding& finding) { return finding.bucket.rule == row.rule; };
  const auto over = [&](const Alphabet& alphabet, std::size_t length) {
    SearchLimits limits;
    limits.shortest = limits.longest = length;
    return search(bench, alphabet, wanted, limits).finding;
  };
  const bool reopens = capabilities.persistent;
  // Of two operations there are half a million over "texts": too many for a disk.
  const std::size_t most_texts = capabilities.medium == Medium::kMemory ? 2 : 1;
  for (std::size_t length = 1; length <= longest; ++length) {
    if (auto found = over(calls_alphabet(reopens), length)) return found->plan;
    if (length > most_texts) continue;
    if (auto found = over(texts_alphabet(reopens), length)) return found->plan;
  }
  for (std::size_t length = 1; with_fills && length <= std::min<std::size_t>(longest, 2); ++length)
    if (auto found = over(fills_alphabet(reopens), length)) return found->plan;
  return std::nullopt;
}

bool is_shown_by_a_plan(const BrokenStore& row) {
  return row.rule != "TS-DUR-04"_rule && row.rule != "TS-DUR-05"_rule &&
         row.rule != "TS-SEC-01"_rule;
}

bool is_asked_for(const BrokenStore& row) {
  const char* const rows = std::getenv("ASSAY_ROWS");
  return rows != nullptr &&
         ("," + std::string(rows) + ",").find("," + std::string(row.name) + ",") !=
             std::string::npos;
}

// True iff the plan shows the row under its rule.
bool shows(const BrokenStore& row, const std::string& plan) {
  const auto factory = row.make();
  const ScratchDirectory directory;
  const Bench bench{*factory, directory.path(), call_limit_ms_for(row)};
  const auto findings = experiment(bench, plan_from_json(plan).plan).findings;
  return std::ranges::any_of(
      findings, [&](const Finding& finding) { return finding.bucket.rule == row.rule; });
}

using Lines = std::map<std::string_view, std::string>;  // of the table, by store

void write(const Lines& lines) {
  std::ofstream out(std::string(ASSAY_SOURCE_DIR) + "/stores/broken/shortest.inc");
  out << "// Generated: ASSAY_UPDATE=1 harness_tests --gtest_filter='ShortestPlans.*'\n// "
         "clang-format off\n";
  for (const BrokenStore& row : broken_stores())
    if (const auto line = lines.find(row.name); line != lines.end()) out << line->second;
}

std::string line_of(std::string_view name, std::size_t operations, const std::string& plan) {
  return "    {\"" + std::string(name) + "\", " + std::to_string(operations) + ",\n     R\"(" +
         plan + ")\"},\n";
}

void write_them_down() {
  Lines lines;
  for (const BrokenStore& row : broken_stores())
    if (const ShortestPlan* const known = shortest_plan_of(row.name))
      if (shows(row, std::string(known->plan)))
        lines[row.name] = line_of(row.name, known->operations, std::string(known->plan));
  for (const BrokenStore& row : broken_stores()) {
    const bool asked = is_asked_for(row);
    if (!is_shown_by_a_plan(row) || (lines.contains(row.name) && !asked)) continue;
    if (std::getenv("ASSAY_ROWS") != nullptr && !asked) continue;
    const bool in_memory = row.make()->capabilities().medium == Medium::kMemory;
    const auto plan = sought(row, asked || in_memory ? 3 : 2, true);
    std::cout << row.name << ": " << (plan ? std::to_string(plan->operations.size()) : "unknown")
              << std::endl;  // NOLINT(performance-avoid-endl): it takes a while
    if (plan)
      lines[row.name] = line_of(row.name, plan->operations.size(), to_json(PlanFile{*plan, ""}));
    write(lines);
  }
}

class ShortestPlans : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (std::getenv("ASSAY_UPDATE") != nullptr) write_them_down();
  }
};

TEST_F(ShortestPlans, ShowTheirStoresUnderTheirRules) {
  std::size_t shown = 0;
  for (const BrokenStore& row : broken_stores()) {
    const ShortestPlan* const shortest = shortest_plan_of(row.name);
    if (shortest == nullptr) continue;
    const std::string plan(shortest->plan);
    EXPECT_EQ(plan_from_json(plan).plan.operations.size(), shortest->operations) << row.name;
    EXPECT_TRUE(shows(row, plan)) << row.name << "\n" << plan;
    ++shown;
  }
  EXPECT_GT(shown, broken_stores().size() * 7 / 10);
}

// Of those in memory; the others take half a minute.
TEST_F(ShortestPlans, HaveNoneOfOneOperationWhereTheyTakeMore) {
  for (const BrokenStore& row : broken_stores()) {
    const ShortestPlan* const shortest = shortest_plan_of(row.name);
    if (shortest == nullptr || shortest->operations < 2) continue;
    if (row.make()->capabilities().medium != Medium::kMemory) continue;
    EXPECT_EQ(sought(row, 1, false).has_value(), false) << row.name;
  }
}

}  // namespace
}  // namespace assay
