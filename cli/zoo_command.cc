#include "cli/zoo_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/nearest.h"
#include "cli/places.h"
#include "cli/terminal.h"
#include "harness/execute.h"
#include "harness/minimise.h"
#include "harness/run.h"
#include "harness/shortest.h"
#include "reports/zoo_report.h"
#include "spec/json.h"
#include "stores/broken/registry.h"
#include "stores/broken/shortest.h"
#include "stores/janitor.h"

namespace assay {

namespace {

constexpr std::int64_t kZooCallLimitMs = 100;
constexpr std::uint64_t kAdviceCases = 300;
constexpr double kMostShare = 0.2;  // of the time, that one store may take

std::vector<const BrokenStore*> chosen(const std::vector<std::string>& names) {
  std::vector<const BrokenStore*> rows;
  std::vector<std::string> known;
  for (const BrokenStore& row : broken_stores()) {
    known.emplace_back(row.name);
    if (names.empty()) rows.push_back(&row);
  }
  for (const std::string& name : names) {
    const auto row = std::ranges::find(broken_stores(), name, &BrokenStore::name);
    if (row == broken_stores().end())
      throw UsageError("there is no broken store " + echoed(name) + "." +
                       did_you_mean(name, known) + " 'assay list stores --broken' lists them.");
    rows.push_back(&*row);
  }
  return rows;
}

// A fill is one operation and many saves: no measure for a plan of single ones.
bool has_fill(const Plan& plan) {
  return std::ranges::any_of(plan.operations, [](const Operation& operation) {
    return operation.call.method == Method::kFill;
  });
}

class Zoo {
 public:
  explicit Zoo(const ZooRequest& request) : request_(request), screen_(terminal()) {
    zoo_.version = ASSAY_VERSION;
    zoo_.seed = request.seed;
    zoo_.budget = "time " + std::to_string(static_cast<int>(request.seconds)) + "s";
  }

  int execute() {
    const auto rows = chosen(request_.stores);
    stop_on_signals();
    const std::int64_t began_ns = now_ns();
    std::vector<std::optional<Finding>> findings;
    findings.reserve(rows.size());
    for (const BrokenStore* row : rows)
      findings.push_back(find(*row, request_.seconds - seconds_since(began_ns)));
    zoo_.seconds = seconds_since(began_ns);
    for (std::size_t i = 0; i < rows.size() && request_.minimises; ++i)
      if (findings[i] && !stop_requested()) shorten(*rows[i], *findings[i], zoo_.exhibits[i]);
    zoo_.interrupted = stop_requested();
    if (screen_.progress) std::cerr << "\r\x1b[K" << std::flush;
    write_reports();
    return exit_code(zoo_);
  }

 private:
  template <typename Body>
  auto with_directory(const Body& body) {
    const std::string directory = janitor_.make_directory("assay");
    auto result = [&] {
      const Silence silence;
      return body(directory);
    }();
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
    return result;
  }

  // The first finding about a store; nothing where it lived.
  std::optional<Finding> find(const BrokenStore& row, double seconds_left) {
    Exhibit& exhibit = zoo_.exhibits.emplace_back();
    exhibit.store = row.name;
    exhibit.named = row.rule;
    if (seconds_left <= 0 || stop_requested()) return std::nullopt;
    say("finding", row.name);
    exhibit.tried = true;
    RunOptions options;
    options.seed = request_.seed;
    options.seconds = std::min(seconds_left, request_.seconds * kMostShare);
    options.jobs = request_.jobs;
    options.call_limit_ms = kZooCallLimitMs;
    options.minimises = false;
    // Advice stops no run: a store that breaks a recommendation gets so many cases.
    const Level level = row.rule.rule().level;
    options.stop_at_first_finding = level == Level::kMust;
    if (level != Level::kMust) options.cases = kAdviceCases;
    options.stop = &stop_requested();
    const StoreResult result = with_directory(
        [&](const std::string& directory) { return run_store(*row.make(), directory, options); });
    exhibit.seconds = result.seconds;
    const auto first = std::ranges::find_if(result.findings, [&](const Finding& finding) {
      return level == Level::kMust ? finding.bucket.rule.rule().level == Level::kMust
                                   : finding.bucket.rule == row.rule;
    });
    if (first == result.findings.end()) return std::nullopt;
    exhibit.found = first->bucket.rule;
    exhibit.operations = first->replay.empty() ? first->plan.operations.size() : 0;
    return *first;
  }

  void shorten(const BrokenStore& row, const Finding& finding, Exhibit& exhibit) {
    if (exhibit.operations == 0) return;
    say("minimising", row.name);
    const std::int64_t began_ns = now_ns();
    const auto factory = row.make();
    MinimiseLimits limits;
    limits.out_of_time = [] { return stop_requested().load(); };
    const Minimised minimal = with_directory([&](const std::string& directory) {
      const Bench bench{*factory, directory, kZooCallLimitMs};
      Minimised out = minimise(
          finding, [&](const Plan& plan) { return experiment(bench, plan).findings; }, limits);
      if (out.finding.bucket.divergence != Divergence::kTimedOut &&
          !out.finding.plan.operations.empty())
        out.finding = shortest(out.finding, bench, limits.out_of_time);
      return out;
    });
    const Plan& plan = minimal.finding.plan;
    exhibit.found = minimal.finding.bucket.rule;
    exhibit.operations = plan.operations.size();
    exhibit.experiments = minimal.experiments;
    exhibit.minimising_seconds = seconds_since(began_ns);
    const ShortestPlan* const known = shortest_plan_of(row.name);
    if (known != nullptr &&
        has_fill(plan_from_json(std::string(known->plan)).plan) == has_fill(plan))
      exhibit.shortest_known = known->operations;
  }

  void say(std::string_view what, std::string_view name) const {
    if (screen_.progress) std::cerr << "\r\x1b[K" << what << ' ' << name << std::flush;
  }

  void write_reports() const {
    ReportOptions options;
    options.width = screen_.width;
    for (const ReportTarget& target : request_.reports) {
      const std::string text = target.format == "json" ? zoo_json_report(zoo_, options)
                                                       : zoo_markdown_report(zoo_, options);
      if (target.file == "-")
        std::cout << text;
      else
        write_file(target.file, text);
    }
    options.color = screen_.color;
    std::cout << zoo_console_report(zoo_, options) << std::flush;
  }

  const ZooRequest& request_;
  Janitor janitor_;
  Terminal screen_;
  ZooResult zoo_;
};

}  // namespace

int zoo_command(const ZooRequest& request) { return Zoo(request).execute(); }

}  // namespace assay
