#include "cli/fuzz_command.h"

#include <fmt/format.h>
#include <sys/personality.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <vector>

#include "cli/cli.h"
#include "cli/fuzz_campaign.h"
#include "cli/fuzz_target.h"
#include "cli/terminal.h"
#include "harness/exec_command.h"
#include "harness/execute.h"
#include "reports/layout.h"

namespace assay {

namespace {

constexpr double kStandardSeconds = 60;
constexpr double kLeastSeconds = 1;   // of a target
constexpr double kQuietSeconds = 30;  // between two lines of progress, where nobody watches
constexpr std::size_t kMostToldOfAKind = 3;
constexpr std::size_t kMostStoryLines = 12;
constexpr std::size_t kMostKindsListed = 20;

// Shadow memory and a kernel that scatters addresses widely do not go together.
void keep_addresses_together() {
  const int now = personality(0xffffffff);
  if (now >= 0) personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE);
}

class Fuzzing {
 public:
  explicit Fuzzing(const FuzzRequest& request) : request_(request), screen_(terminal()) {
    targets_ = find_fuzz_targets(request.targets);
    if (!request.target.empty()) targets_ = {fuzz_target_named(targets_, request.target)};
  }

  int execute() {
    stop_on_signals();
    const double seconds = request_.seconds.value_or(kStandardSeconds);
    const std::int64_t began_ns = now_ns();
    for (std::size_t i = 0; i < targets_.size() && !stop_requested(); ++i) {
      // What minimising a corpus takes is not taken from the others.
      const double share = seconds / static_cast<double>(targets_.size());
      fuzz(targets_[i], std::max(share, kLeastSeconds));
    }
    const double all = static_cast<double>(now_ns() - began_ns) * 1e-9;
    if (targets_.size() > 1) summarise_all(all);
    if (stop_requested()) return kExitInterrupted;
    return found_ ? kExitFindings : some_idle() ? kExitInfra : kExitPass;
  }

 private:
  static bool is_idle(const CampaignResult& result) {
    return result.executions == 0 && result.finding_files == 0;
  }
  bool some_idle() const { return std::ranges::any_of(results_, is_idle); }

  std::string place(const FuzzTarget& target, const char* name) const {
    return request_.out_directory + "/" + target.name + "/" + name;
  }

  std::string corpus_of(const FuzzTarget& target) const {
    if (request_.corpus.empty()) return place(target, "corpus");
    return request_.target.empty() ? request_.corpus + "/" + target.name : request_.corpus;
  }

  void fuzz(const FuzzTarget& target, double seconds) {
    const CampaignPlan plan{target, seconds, request_.jobs, corpus_of(target),
                            place(target, "findings")};
    next_line_ = kQuietSeconds / 3;
    const std::int64_t began_ns = now_ns();
    CampaignNews news;
    news.progress = [&](std::string_view text) {
      show_progress(text, static_cast<double>(now_ns() - began_ns) * 1e-9);
    };
    news.finding = [&](const FoundCrash& crash) { tell(target, crash); };
    std::cout << target.name << ": " << plural(static_cast<std::uint64_t>(request_.jobs), "job")
              << " for " << std::lround(seconds) << " s, seeds "
              << (target.seeds.empty() ? "none" : target.seeds) << ", corpus " << plan.corpus
              << std::endl;
    const CampaignResult result = run_campaign(plan, news);
    clear_progress();
    found_ = found_ || result.finding_files > 0;
    summarise(plan, result);
    results_.push_back(result);
  }

  void show_progress(std::string_view text, double seconds) {
    if (screen_.progress) {
      const auto width = static_cast<std::size_t>(screen_.width) - 1;
      std::cerr << "\r\x1b[K" << text.substr(0, width) << std::flush;
    } else if (seconds >= next_line_) {
      std::cout << text << std::endl;
      next_line_ = seconds + kQuietSeconds;
    }
  }

  void clear_progress() const {
    if (screen_.progress) std::cerr << "\r\x1b[K" << std::flush;
  }

  void tell(const FuzzTarget& target, const FoundCrash& crash) const {
    if (crash.nth > kMostToldOfAKind) return;
    clear_progress();
    if (crash.nth > 1) {
      std::cout << target.name << ": one more of a kind, " << visible(crash.story.kind) << "\n  "
                << crash.file << std::endl;
      return;
    }
    std::cout << '\n'
              << painted(target.name + ": found: " + visible(crash.story.lines.front()), Tone::kBad,
                         screen_.color)
              << '\n';
    const std::vector<std::string>& lines = crash.story.lines;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      if (lines.size() > kMostStoryLines && i == kMostStoryLines / 2) {
        i = lines.size() - kMostStoryLines / 2;
        std::cout << "  ...\n";
      }
      std::cout << "  " << visible(lines[i]) << '\n';
    }
    std::cout << "  " << crash.file << '\n' << std::endl;
  }

  void summarise(const CampaignPlan& plan, const CampaignResult& result) const {
    const double seconds = std::max(result.seconds, 0.001);
    std::cout << fmt::format(
        "\n{}: {} executions in {:.0f} s, {} a second; coverage {}; corpus {} in {}{}\n",
        plan.target.name, grouped(result.executions), seconds,
        grouped(static_cast<std::uint64_t>(static_cast<double>(result.executions) / seconds)),
        grouped(result.coverage), plural(result.corpus, "file"), plan.corpus,
        result.not_merged.empty() ? ", minimised" : ", not minimised: " + result.not_merged);
    if (is_idle(result)) {
      std::cout << "  nothing was executed: give it more --time\n";
    } else if (result.finding_files == 0) {
      std::cout << "  nothing was found\n";
    } else {
      list_kinds(plan, result);
      next_command(plan, result);
    }
    if (result.slow_once > 0)
      std::cout << "  no finding: " << plural(result.slow_once, "input")
                << " took too long once, and not when it was run again (findings/stalled-*)\n";
    std::cout << std::flush;
  }

  static void list_kinds(const CampaignPlan& plan, const CampaignResult& result) {
    std::size_t listed = 0;
    for (const auto& [kind, found] : result.kinds) {
      if (++listed > kMostKindsListed) break;
      std::cout << fmt::format("  {:>5}  {}{}\n         {}\n", plural(found.files, "file"),
                               visible(kind), found.known ? " (known from an earlier run)" : "",
                               found.first);
    }
    if (result.kinds.size() > kMostKindsListed)
      std::cout << "  and " << result.kinds.size() - kMostKindsListed << " kinds more\n";
    if (result.not_looked_at > 0)
      std::cout << (result.kinds.empty() ? "  " : "  and ") << plural(result.not_looked_at, "file")
                << " that nobody looked at"
                << (result.kinds.empty() ? ", in " + plan.findings
                                         : ": mend the first kinds, and run again")
                << '\n';
  }

  void next_command(const CampaignPlan& plan, const CampaignResult& result) const {
    if (result.kinds.empty()) return;
    const auto& [kind, found] = *result.kinds.begin();
    const std::string& file = found.first;
    std::cout << "Next:\n  " << shows_again(request_.program, plan.target, file, kind) << "\n  "
              << request_.program << " fuzz " << plan.target.name << " --minimise "
              << shell_quoted(file)
              << (request_.targets.empty() ? "" : " --targets " + shell_quoted(request_.targets))
              << '\n';
  }

  void summarise_all(double seconds) const {
    std::cout << fmt::format(
        "\n{} of {} targets in {:.0f} s: {}\n", results_.size(), targets_.size(), seconds,
        found_        ? "there are findings"
        : some_idle() ? "nothing was found, and not all of them executed anything"
                      : "nothing was found");
    std::cout << "Longer: " << request_.program << " fuzz TARGET --time 1h\n";
  }

  const FuzzRequest& request_;
  Terminal screen_;
  std::vector<FuzzTarget> targets_;
  std::vector<CampaignResult> results_;
  double next_line_ = 0;
  bool found_ = false;
};

}  // namespace

int fuzz_command(const FuzzRequest& request) {
  keep_addresses_together();
  if (request.minimise) return minimise_crash(request);
  return Fuzzing(request).execute();
}

std::string shows_again(const std::string& program, const FuzzTarget& target,
                        const std::string& file, const std::string& kind) {
  if (target.name != "plan_fuzz") return shell_quoted(target.program) + " " + shell_quoted(file);
  const std::size_t breaks = kind.find(" breaks ");
  return program + " replay " + shell_quoted(file) +
         (breaks == std::string::npos ? "" : " --store " + shell_quoted(kind.substr(0, breaks)));
}

}  // namespace assay
