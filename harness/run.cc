#include "harness/run.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "harness/bridge.h"
#include "harness/check.h"
#include "harness/child.h"
#include "harness/generate.h"
#include "harness/minimise.h"
#include "harness/probe.h"
#include "harness/shortest.h"
#include "harness/verdicts.h"
#include "spec/json.h"

namespace assay {

namespace {

// Before so many cases everything is thin.
constexpr std::uint64_t kSteeredFrom = 100;
constexpr std::size_t kMostBuckets = 64;

// What a child tells while it works.
struct Slot {
  Pulse pulse;
  std::atomic<std::uint64_t> cases{0};
  Tally tally{};  // written by the child alone; read when it has ended
};

// What the children of one round share.
struct RoundBoard {
  std::atomic<std::uint64_t> next{0};
  std::uint64_t end = 0;
  std::atomic<bool> stop{false};
  std::array<Slot, kMostJobs> slots;
};

// The first finding of a bucket, and how often it was met.
struct Found {
  std::uint64_t case_index = 0;
  Finding finding;
};

class StoreRun {
 public:
  StoreRun(StoreFactory& factory, const std::string& directory, const RunOptions& options)
      : options_(options),
        bench_{factory, directory, options.call_limit_ms, options.checks},
        began_ns_(now_ns()) {
    profile_.capabilities = factory.capabilities();
    result_.store = factory.name();
    result_.capabilities = profile_.capabilities;
  }

  StoreResult run() {
    if (!probe()) return judge();
    for (std::uint64_t round = 0; !is_over(); ++round) {
      // Rounds grow slowly: short ones waste little when time runs out, long ones cost few forks.
      std::uint64_t size = 16 + 8 * round;
      if (options_.cases) size = std::min(size, *options_.cases - cases_begun_);
      if (cases_begun_ >= kSteeredFrom) profile_.themes = thin_themes(result_);
      run_round(size);
    }
    minimise_all();
    return judge();
  }

 private:
  double seconds() const { return static_cast<double>(now_ns() - began_ns_) * 1e-9; }
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

  bool is_over() const {
    if (stopped() || !result_.infra.empty()) return true;
    if (options_.stop_at_first_finding && must_is_broken_) return true;
    if (options_.cases) return cases_begun_ >= *options_.cases;
    // Where there is something to minimise, a part of the time is kept for that.
    const double share = found_.empty() ? 0.98 : 0.7;
    return seconds() >= options_.seconds * share;
  }

  // Files and their modes, damage, a full disk: what no sequence of calls can show.
  bool probe() {
    try {
      for (Finding& finding : run_probes(bench_, options_.seed, result_.tally))
        meet(0, std::move(finding));
    } catch (const InfraError& error) {
      result_.infra = error.what();
      return false;
    }
    return true;
  }

  void run_round(std::uint64_t size) {
    const Shared<RoundBoard> board;
    board->next = cases_begun_;
    board->end = cases_begun_ + size;
    cases_begun_ += size;
    const int jobs = std::clamp<int>(options_.jobs, 1, kMostJobs);
    std::vector<std::unique_ptr<Child>> children(static_cast<std::size_t>(jobs));
    for (std::size_t slot = 0; slot < children.size(); ++slot) start(children[slot], *board, slot);
    while (std::ranges::any_of(children, [](const auto& child) { return child != nullptr; })) {
      std::vector<Child*> running;
      for (const auto& child : children)
        if (child) running.push_back(child.get());
      wait_for_any(running, 50);
      for (std::size_t slot = 0; slot < children.size(); ++slot)
        if (children[slot]) attend(children[slot], *board, slot);
      if (is_over_within_round()) board->stop = true;
      tell_progress(*board);
    }
    for (int slot = 0; slot < jobs; ++slot) add_up(board->slots[static_cast<std::size_t>(slot)]);
  }

  bool is_over_within_round() const {
    if (options_.stop_at_first_finding && must_is_broken_) return true;
    return stopped() || !result_.infra.empty() ||
           (!options_.cases && seconds() >= options_.seconds);
  }

  void start(std::unique_ptr<Child>& child, RoundBoard& board, std::size_t slot) {
    step_limit_ms_ = brief_adapter(bench_.factory, false, bench_.call_limit_ms);
    failures_[slot].clear();
    child = std::make_unique<Child>([&, slot](const LineWriter& out) { work(board, slot, out); });
  }

  // In the child: cases, one after the other, until the round is over.
  void work(RoundBoard& board, std::size_t index, const LineWriter& out) {
    Slot& slot = board.slots[index];
    std::set<Bucket> known;
    for (const auto& [bucket, found] : found_) known.insert(bucket);
    try {
      while (!board.stop) {
        const std::uint64_t next = board.next.fetch_add(1);
        if (next >= board.end) return;
        const std::uint64_t case_index = next * options_.shard.count + options_.shard.index;
        slot.pulse.case_index = case_index;
        run_case(slot, case_index, known, out);
        slot.cases.fetch_add(1);
      }
    } catch (const InfraError& error) {
      out.write(kInfraMark + std::string(error.what()));
    }
  }

  void run_case(Slot& slot, std::uint64_t case_index, std::set<Bucket>& known,
                const LineWriter& out) {
    const Plan plan = plan_of_case(options_.seed, case_index, profile_);
    const Storage storage(bench_, "case-" + std::to_string(case_index));
    const History history = execute(plan, bench_.factory, storage.path(), slot.pulse);
    const auto findings = check(plan, history, profile_.capabilities, storage.path(), slot.tally,
                                bench_.checks, &known);
    if (!findings.empty() && profile_.capabilities.medium == Medium::kServer) look_for_server();
    for (const Finding& finding : findings) {
      if (!finding.outcomes.empty())
        out.write(std::to_string(case_index) + " " + to_json(finding));
      else
        out.write("=" + std::to_string(finding.bucket.rule.index) + " " +
                  std::to_string(static_cast<int>(finding.bucket.method)) + " " +
                  std::to_string(static_cast<int>(finding.bucket.divergence)));
    }
  }

  // A store whose server has gone is not accused. Throws InfraError.
  void look_for_server() {
    const Storage storage(bench_, "is-the-server-there-" + std::to_string(getpid()));
    bench_.factory.open(storage.path());
  }

  // Reads what a child tells, and sees to its end.
  void attend(std::unique_ptr<Child>& child, RoundBoard& board, std::size_t slot) {
    const bool ended = !child->read();
    for (const std::string& line : child->take_lines()) hear(line, failures_[slot]);
    const Pulse& pulse = board.slots[slot].pulse;
    const bool overdue = !ended && is_overdue(pulse, step_limit_ms_);
    if (!ended && !overdue) return;
    if (overdue) child->kill();
    const ChildEnd end = child->end();
    child.reset();
    if (end.well) return;
    const bool in_doubt = end.doubt != AdapterFault::Doubt::kNone;
    if (!failures_[slot].empty() && !in_doubt) throw std::runtime_error(failures_[slot]);
    const std::string how = overdue
                                ? "still running after " + std::to_string(step_limit_ms_) + " ms"
                                : "the process " + end.in_words();
    const std::uint64_t case_index = pulse.case_index;
    const Plan plan = plan_of_case(options_.seed, case_index, profile_);
    const bool hangs = overdue || end.doubt == AdapterFault::Doubt::kNoAnswer;
    Finding death = finding_of_death(plan, pulse.step, hangs, how);
    if (in_doubt)
      settle_doubt(case_index, death.bucket, plan, failures_[slot]);
    else if (!overdue || !meet_without_hang(case_index, death.bucket, plan))
      meet(case_index, std::move(death));
    if (board.next < board.end && !board.stop) start(child, board, slot);
  }

  // One stall of the machine accuses nobody: true iff the case ends well enough when it is tried
  // again; then what it shows is met. A hang that an earlier case has shown is taken as seen.
  bool meet_without_hang(std::uint64_t case_index, const Bucket& bucket, const Plan& plan) {
    const auto known = found_.find(bucket);
    if (known != found_.end() && known->second.case_index < case_index) return false;
    const auto trial = retry_without_hang(bench_, plan);
    if (!trial) return false;
    for (const Finding& finding : trial->findings) meet(case_index, finding);
    return true;
  }

  // An adapter gave no answer, or ended. Where it announces its calls, a call that does it again is
  // the store's, and anything else the adapter's. What was met before is taken as seen.
  void settle_doubt(std::uint64_t case_index, const Bucket& bucket, const Plan& plan,
                    const std::string& story) {
    const auto known = found_.find(bucket);
    if (known != found_.end() && known->second.case_index < case_index) {
      ++repeats_[bucket];
      return;
    }
    const bool hangs = bucket.divergence == Divergence::kTimedOut;
    const Bench patient{bench_.factory, bench_.directory, patient_limit_ms(bench_.call_limit_ms),
                        bench_.checks};
    Trial trial = experiment(patient, plan);
    for (int tries = 2; hangs && hung(trial) && tries < kTriesOfAHang; ++tries)
      trial = experiment(patient, plan);
    if (!hangs && !died(trial)) throw std::runtime_error(story);
    for (const Finding& finding : trial.findings) meet(case_index, finding);
  }

  void hear(const std::string& line, std::string& failure) {
    if (line.front() == kInfraMark) {
      result_.infra = line.substr(1);
    } else if (line.front() == '!') {
      failure = line.substr(1);
    } else if (line.front() == '=') {
      std::istringstream in(line.substr(1));
      int rule = 0;
      int method = 0;
      int divergence = 0;
      in >> rule >> method >> divergence;
      const Bucket bucket{Tag{static_cast<std::uint8_t>(rule)}, static_cast<Method>(method),
                          static_cast<Divergence>(divergence)};
      ++repeats_[bucket];
    } else {
      const std::size_t blank = line.find(' ');
      meet(std::stoull(line), finding_from_json(std::string_view(line).substr(blank + 1)));
    }
  }

  // Keeps the finding of the earliest case of each bucket.
  void meet(std::uint64_t case_index, Finding finding) {
    const Bucket bucket = finding.bucket;
    if (bucket.rule == options_.checks.muted) return;
    must_is_broken_ = must_is_broken_ || bucket.rule.rule().level == Level::kMust;
    const auto known = found_.find(bucket);
    if (known == found_.end()) {
      if (found_.size() < kMostBuckets)
        found_.emplace(bucket, Found{case_index, std::move(finding)});
      return;
    }
    ++repeats_[bucket];
    if (case_index < known->second.case_index) known->second = {case_index, std::move(finding)};
  }

  void tell_progress(const RoundBoard& board) const {
    if (!options_.on_progress) return;
    RunProgress progress{result_.cases, result_.calls, found_.size(), seconds()};
    for (const Slot& slot : board.slots) {
      progress.cases += slot.cases;
      progress.calls += slot.pulse.calls;
    }
    options_.on_progress(progress);
  }

  void add_up(const Slot& slot) {
    result_.cases += slot.cases;
    result_.calls += slot.pulse.calls;
    result_.in_methods_seconds += static_cast<double>(slot.pulse.in_methods_ns) * 1e-9;
    result_.in_observation_seconds += static_cast<double>(slot.pulse.in_observation_ns) * 1e-9;
    result_.tally += slot.tally;
  }

  // Of those that the jobs met before they were stopped: that of the earliest case, there the
  // earliest step.
  void keep_first() {
    const auto order = [](const auto& entry) {
      const bool must = entry.first.rule.rule().level == Level::kMust;
      return std::tuple(!must, entry.second.case_index, entry.second.finding.step);
    };
    const auto first = std::ranges::min_element(found_, {}, order);
    found_ = {*first};
  }

  void minimise_all() {
    if (options_.stop_at_first_finding && must_is_broken_) keep_first();
    std::map<Bucket, Finding> minimal;
    for (auto& [bucket, found] : found_) {
      found.finding.count = 1 + repeats_[bucket];
      Finding finding = found.finding;
      if (result_.infra.empty() && !stopped() && finding.replay.empty())
        finding = options_.minimises ? minimised(finding) : settle_blame(finding, experiment_);
      const auto [same, is_new] = minimal.emplace(finding.bucket, finding);
      if (is_new) continue;
      const std::size_t count = same->second.count + finding.count;
      if (finding.plan.operations.size() < same->second.plan.operations.size())
        same->second = finding;
      same->second.count = count;
    }
    for (auto& [bucket, finding] : minimal) result_.findings.push_back(std::move(finding));
  }

  Finding minimised(const Finding& finding) const {
    MinimiseLimits limits;
    const bool hangs = finding.bucket.divergence == Divergence::kTimedOut;
    if (hangs) limits.experiments = 8;
    limits.out_of_time = [this] {
      return stopped() || (!options_.cases && seconds() >= options_.seconds);
    };
    Finding minimal = minimise(finding, experiment_, limits).finding;
    if (hangs || minimal.plan.operations.empty()) return minimal;
    return shortest(minimal, bench_, limits.out_of_time);
  }

  StoreResult judge() {
    result_.verdicts = verdicts(result_);
    result_.seconds = seconds();
    return std::move(result_);
  }

  const RunOptions& options_;
  Bench bench_;
  const Experiment experiment_ = [this](const Plan& plan) {
    return experiment(bench_, plan).findings;
  };
  Profile profile_;
  std::int64_t began_ns_;
  StoreResult result_;
  std::uint64_t cases_begun_ = 0;
  std::map<Bucket, Found> found_;
  std::map<Bucket, std::size_t> repeats_;
  bool must_is_broken_ = false;
  std::int64_t step_limit_ms_ = 0;               // after which a child is ended
  std::array<std::string, kMostJobs> failures_;  // what each child told before it ended
};

}  // namespace

StoreResult run_store(StoreFactory& factory, const std::string& directory,
                      const RunOptions& options) {
  return StoreRun(factory, directory, options).run();
}

}  // namespace assay
