#include "cli/fuzz_campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "cli/cli.h"
#include "cli/fuzz_corpus.h"
#include "cli/fuzz_output.h"
#include "cli/fuzz_process.h"
#include "cli/fuzz_yard.h"
#include "cli/places.h"
#include "cli/terminal.h"
#include "harness/execute.h"
#include "reports/layout.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr double kTick = 0.5;          // seconds, between two looks at everything
constexpr double kMostWindingUp = 10;  // for the jobs to end, once they were asked to
constexpr double kMostStarting = 20;   // for one that stops at once
constexpr double kMostLooking = 60;    // at what was found, once nobody fuzzes
constexpr double kMostMerging = 60;
constexpr double kMostMergingAfterStop = 10;
constexpr std::size_t kMostWords = 12;  // lines of what it said last

std::string clock(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

class Campaign {
 public:
  Campaign(const CampaignPlan& plan, const CampaignNews& news)
      : plan_(plan),
        news_(news),
        yard_(plan.target.program),
        findings_(plan.findings, yard_.path()) {
    prepare_out_directory(plan.corpus, "--corpus");
    yard_.link("corpus", plan.corpus);
    yard_.link("findings", plan.findings);
    if (!plan.target.seeds.empty()) yard_.link("seeds", plan.target.seeds);
    if (!plan.target.dictionary.empty()) yard_.link("dictionary", plan.target.dictionary);
  }

  CampaignResult run() {
    began_ns_ = now_ns();
    fuzz();
    result_.seconds = seconds_since(began_ns_);
    stopped_ = stop_requested();
    if (result_.executions == 0 && !stopped_ && findings_.files() == 0 && !yard_.has_room())
      throw UsageError(plan_.target.program + " cannot fuzz: " + no_room());
    if (result_.executions == 0 && !stopped_ && findings_.files() == 0) require_able();
    yard_.rescue(plan_.corpus);
    look_at_the_rest();
    result_.not_merged = merge();
    result_.corpus = files_in(plan_.corpus).size();
    result_.kinds = findings_.kinds();
    result_.finding_files = findings_.files();
    result_.not_looked_at = findings_.not_looked_at();
    result_.slow_once = findings_.slow_once();
    return result_;
  }

 private:
  std::vector<std::string> arguments() const {
    std::vector<std::string> words = target_limits();
    words.insert(words.end(),
                 {fmt::format("-fork={}", plan_.jobs), "-ignore_crashes=1", "-ignore_ooms=1",
                  "-ignore_timeouts=1", std::string("-artifact_prefix=") + kArtifactPrefix});
    if (!plan_.target.dictionary.empty()) words.emplace_back("-dict=dictionary");
    words.emplace_back("corpus");
    if (!plan_.target.seeds.empty()) words.emplace_back("seeds");
    return words;
  }

  void fuzz() {
    AdapterProcess process = start_target(yard_.path(), arguments());
    while (seconds_since(began_ns_) < plan_.seconds && !stop_requested()) {
      if (!read_for(process, std::min(kTick, plan_.seconds - seconds_since(began_ns_))))
        ended_by_itself(process);
      tell_findings(true, plan_.seconds - seconds_since(began_ns_));
      count_live();
      news_.progress(progress());
    }
    wind_up(process);
    process.kill();
  }

  // Each job that ends is told of in a line; once all have, nothing is lost.
  void wind_up(AdapterProcess& process) {
    yard_.ask_to_stop();
    const std::int64_t began_ns = now_ns();
    const std::size_t enough = job_ends_ + static_cast<std::size_t>(plan_.jobs);
    while (job_ends_ < enough && seconds_since(began_ns) < kMostWindingUp)
      if (!read_for(process, kTick)) return;
  }

  // Takes in what comes; false at the end.
  bool read_for(AdapterProcess& process, double seconds) {
    const std::int64_t until_ns = now_ns() + static_cast<std::int64_t>(seconds * 1e9);
    std::string_view line;
    for (;;) {
      const auto read = process.read_line(line, until_ns);
      if (read == AdapterProcess::Read::kNothing) return true;
      if (read != AdapterProcess::Read::kLine) return false;
      if (const auto status = parse_fuzz_status(line)) {
        ++job_ends_;
        status_ = *status;
        result_.executions = std::max(result_.executions, status_->executions);
        result_.coverage = std::max(result_.coverage, status_->coverage);
      }
      words_.emplace_back(line);
      if (words_.size() > kMostWords) words_.pop_front();
      if (now_ns() >= until_ns) return true;
    }
  }

  // Throws with its words, where the target stops for a reason of its own: see fuzz/fail.h.
  void require_able() const {
    constexpr std::string_view kMark = "fuzz: ";
    std::vector<std::string> words = target_limits();
    words.emplace_back("-runs=1");
    for (const std::string& line : run_target(yard_.path(), words, kMostStarting).output)
      if (line.starts_with(kMark))
        throw UsageError(plan_.target.program +
                         " cannot fuzz: " + visible(line.substr(kMark.size())));
  }

  [[noreturn]] void ended_by_itself(AdapterProcess& process) const {
    std::string said;
    for (const std::string& line : words_)
      if (!line.empty() && !line.starts_with("INFO: ")) said = line;
    require_able();
    throw UsageError(plan_.target.program + " " + process.ended_within(1000) +
                     " in place of fuzzing" + (said.empty() ? "" : ": " + visible(said)) + "; " +
                     (yard_.has_room() ? "was it built with -fsanitize=fuzzer?" : no_room()));
  }

  std::string no_room() const {
    return "there is no room left in " + fs::path(yard_.path()).parent_path().string() +
           "; ASSAY_SCRATCH=DIR names another place";
  }

  void tell_findings(bool writes, double seconds) {
    for (const FoundCrash& crash : findings_.look(writes, seconds)) news_.finding(crash);
  }

  void look_at_the_rest() {
    const std::int64_t began_ns = now_ns();
    while (findings_.has_more() && !stop_requested()) {
      const double left = kMostLooking - seconds_since(began_ns);
      if (left <= 0) return;
      tell_findings(false, left);
    }
  }

  void count_live() {
    const std::uint64_t done = status_ ? status_->executions : 0;
    result_.executions = std::max(result_.executions, done + yard_.executions_of_jobs());
  }

  std::string progress() const {
    const double seconds = std::max(seconds_since(began_ns_), 0.001);
    return fmt::format(
        "{}  {} of {}  {} executions a second  coverage {}  corpus {}  {}", plan_.target.name,
        clock(seconds), clock(plan_.seconds),
        grouped(static_cast<std::uint64_t>(static_cast<double>(result_.executions) / seconds)),
        grouped(result_.coverage), grouped(status_ ? status_->corpus : 0),
        findings_.kinds().empty() ? "no findings" : plural(findings_.kinds().size(), "finding"));
  }

  // Lets the target choose the fewest inputs that reach as much. What was there before it began may
  // go; in a corpus that it did not read to the end, all stays. Returns why it did not.
  std::string merge() {
    const std::set<std::string> before = files_in(plan_.corpus);
    ChosenInputs chosen{yard_.path() + "/merged", 0, {yard_.path() + "/corpus"}};
    std::error_code failed;
    fs::create_directory(chosen.folder, failed);
    std::vector<std::string> words = target_limits();
    // What the target reached is written too. It stays until the room was looked at.
    words.insert(words.end(), {"-merge=1", "-merge_control_file=reached", "-artifact_prefix=merge-",
                               "merged", "corpus"});
    if (!plan_.target.seeds.empty()) {
      words.emplace_back("seeds");
      chosen.from.push_back(yard_.path() + "/seeds");
    }
    // A stop that was asked for before is no reason not to; the next ends this process.
    const TargetRun run =
        run_target(yard_.path(), words, stopped_ ? kMostMergingAfterStop : kMostMerging,
                   stopped_ ? nullptr : &stop_requested());
    if (!yard_.has_room()) return no_room();
    if (run.end.empty()) return !stopped_ && stop_requested() ? "stopped" : "that took too long";
    if (!run.well) return "the target " + run.end;
    const auto count = chosen_by_merge(run.output);
    if (!count) return "the target did not say how many inputs it chose";
    chosen.count = *count;
    return take_chosen(chosen, before, plan_.corpus);
  }

  const CampaignPlan& plan_;
  const CampaignNews& news_;
  FuzzYard yard_;
  FuzzFindings findings_;
  CampaignResult result_;
  std::int64_t began_ns_ = 0;
  std::optional<FuzzStatus> status_;  // of the last job that ended
  std::size_t job_ends_ = 0;
  bool stopped_ = false;  // before its time was over
  std::deque<std::string> words_;
};

}  // namespace

CampaignResult run_campaign(const CampaignPlan& plan, const CampaignNews& news) {
  return Campaign(plan, news).run();
}

}  // namespace assay
