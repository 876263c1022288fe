#include "reports/zoo_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/layout.h"

namespace assay {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kZooReportVersion = 1;

// "caught", "as TS-SAVE-01", "LIVED", "not tried".
std::string fate_of(const Exhibit& exhibit) {
  if (!exhibit.tried) return "not tried";
  if (!exhibit.found) return "LIVED";
  return exhibit.caught_as_named() ? "caught" : "as " + std::string(exhibit.found->id());
}

Tone tone_of(const Exhibit& exhibit) {
  if (!exhibit.found) return Tone::kBad;
  return exhibit.caught_as_named() ? Tone::kGood : Tone::kWarning;
}

// "2 of 2": operations, of the shortest known.
std::string lengths_of(const Exhibit& exhibit) {
  if (exhibit.operations == 0) return exhibit.found ? "probe" : "";
  const std::string known =
      exhibit.shortest_known == 0 ? "?" : std::to_string(exhibit.shortest_known);
  return fmt::format("{}/{}", exhibit.operations, known);
}

template <typename Predicate>
std::size_t count(const ZooResult& zoo, Predicate&& predicate) {
  return static_cast<std::size_t>(std::ranges::count_if(zoo.exhibits, predicate));
}

std::string share_in_brackets(std::size_t part, std::size_t whole) {
  return whole == 0 ? ""
                    : fmt::format(" ({:.1f} %)",
                                  100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

// The score, a line each; figures that depend on the machine only with durations.
std::vector<std::string> score_of(const ZooResult& zoo, const ReportOptions& options) {
  const std::size_t all = zoo.exhibits.size();
  const std::size_t caught = count(zoo, [](const Exhibit& e) { return e.found.has_value(); });
  const std::size_t named = count(zoo, [](const Exhibit& e) { return e.caught_as_named(); });
  const std::size_t untried = count(zoo, [](const Exhibit& e) { return !e.tried; });
  std::vector<std::string> lines = {
      fmt::format("{} of {} broken stores caught{}, {} under the rule that names them{}", caught,
                  all, share_in_brackets(caught, all), named, share_in_brackets(named, all))};
  if (untried != 0) lines.push_back(fmt::format("{} not tried: the time was over", untried));
  const auto known = [](const Exhibit& e) {
    return e.caught_as_named() && e.operations != 0 && e.shortest_known != 0;
  };
  const std::size_t measured = count(zoo, known);
  const auto longer = [&](std::size_t by) {
    return count(
        zoo, [&](const Exhibit& e) { return known(e) && e.operations == e.shortest_known + by; });
  };
  lines.push_back(
      fmt::format("counterexamples: {} of {} as short as the shortest known{}, {} one operation "
                  "longer, {} more",
                  longer(0), measured, share_in_brackets(longer(0), measured), longer(1),
                  measured - longer(0) - longer(1)));
  std::size_t most = 0;
  double slowest = 0;
  double minimising = 0;
  for (const Exhibit& exhibit : zoo.exhibits) {
    most = std::max(most, exhibit.experiments);
    slowest = std::max(slowest, exhibit.seconds);
    minimising += exhibit.minimising_seconds;
  }
  lines.push_back(fmt::format("minimising took at most {} executions", most));
  if (options.durations)
    lines.push_back(fmt::format("found in {:.1f} s, the slowest in {:.1f} s; minimised in {:.1f} s",
                                zoo.seconds, slowest, minimising));
  lines.push_back(fmt::format("assay {}, seed {}, budget {}; exit code {}", zoo.version, zoo.seed,
                              zoo.budget, exit_code(zoo)));
  return lines;
}

}  // namespace

std::string zoo_console_report(const ZooResult& zoo, const ReportOptions& options) {
  std::size_t width = 5;
  for (const Exhibit& exhibit : zoo.exhibits) width = std::max(width, exhibit.store.size());
  std::string out = fmt::format("{:<{}}  named rule  fate            operations\n", "store", width);
  for (const Exhibit& exhibit : zoo.exhibits) {
    const std::string fate = fmt::format("{:<14}", fate_of(exhibit));
    out += fmt::format("{:<{}}  {:<10}  {}  {:<6}", exhibit.store, width, exhibit.named.id(),
                       painted(fate, tone_of(exhibit), options.color), lengths_of(exhibit));
    if (options.durations) out += fmt::format("{:8.0f} ms", exhibit.seconds * 1000);
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }
  out += '\n';
  for (const std::string& line : score_of(zoo, options)) out += line + '\n';
  return out;
}

std::string zoo_markdown_report(const ZooResult& zoo, const ReportOptions& options) {
  std::string out = "# Kill score\n\n";
  for (const std::string& line : score_of(zoo, options)) out += "- " + line + '\n';
  out += "\n| store | named rule | fate | operations/shortest known |\n|---|---|---|---|\n";
  for (const Exhibit& exhibit : zoo.exhibits)
    out += fmt::format("| {} | {} | {} | {} |\n", exhibit.store, exhibit.named.id(),
                       fate_of(exhibit), lengths_of(exhibit));
  return out;
}

std::string zoo_json_report(const ZooResult& zoo, const ReportOptions& options) {
  Json out = {{"assay_zoo", kZooReportVersion},   {"version", zoo.version},
              {"seed", std::to_string(zoo.seed)}, {"budget", zoo.budget},
              {"interrupted", zoo.interrupted},   {"exit_code", exit_code(zoo)}};
  if (options.durations) out["seconds"] = zoo.seconds;
  out["stores"] = Json::array();
  for (const Exhibit& exhibit : zoo.exhibits) {
    Json row = {{"store", exhibit.store},
                {"named", exhibit.named.id()},
                {"tried", exhibit.tried},
                {"found", exhibit.found ? Json(exhibit.found->id()) : Json(nullptr)},
                {"experiments", exhibit.experiments},
                {"operations", exhibit.operations},
                {"shortest_known", exhibit.shortest_known}};
    if (options.durations) {
      row["seconds"] = exhibit.seconds;
      row["minimising_seconds"] = exhibit.minimising_seconds;
    }
    out["stores"].push_back(std::move(row));
  }
  return out.dump(1) + '\n';
}

}  // namespace assay
