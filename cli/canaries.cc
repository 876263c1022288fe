#include "cli/canaries.h"

#include <algorithm>
#include <random>

#include "cli/terminal.h"
#include "reports/standing.h"
#include "stores/broken/registry.h"

namespace assay {

namespace {

// One of them hangs: what takes this long, and takes it again and again, does not end.
constexpr std::int64_t kCallLimitMs = 500;

bool is_green(const RunResult& run, std::string_view group, bool strict) {
  return std::ranges::any_of(run.stores, [&](const StoreResult& store) {
    return cell_of(store, group, strict).standing == Standing::kPass;
  });
}

}  // namespace

std::vector<Canary> draw_canaries(const RunResult& run, bool strict) {
  std::mt19937_64 random(run.seed);
  std::vector<Canary> canaries;
  for (const std::string_view group : rule_groups()) {
    std::vector<std::string_view> names;
    for (const BrokenStore& row : broken_stores())
      if (group_of(row.rule) == group && row.rule.rule().level == Level::kMust)
        names.push_back(row.name);
    const std::uint64_t roll = random();  // for green groups and others: each has its own
    if (names.empty() || !is_green(run, group, strict)) continue;
    canaries.push_back({std::string(names[roll % names.size()]), std::string(group), false});
  }
  return canaries;
}

void run_canary(Canary& canary, const std::string& directory, RunOptions options) {
  const auto row = std::ranges::find(broken_stores(), canary.store, &BrokenStore::name);
  options.stop_at_first_finding = true;
  options.minimises = false;
  options.call_limit_ms = kCallLimitMs;
  const Silence silence;
  const StoreResult result = run_store(*row->make(), directory, options);
  canary.caught = std::ranges::any_of(result.findings, [](const Finding& finding) {
    return finding.bucket.rule.rule().level == Level::kMust;
  });
}

}  // namespace assay
