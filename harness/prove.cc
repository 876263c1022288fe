#include "harness/prove.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

#include "harness/bridge.h"
#include "harness/check.h"
#include "harness/child.h"
#include "harness/enumerate.h"
#include "harness/walk.h"
#include "spec/json.h"

namespace assay {

namespace {

constexpr char kSuspectMark = '?';

// What the children share.
struct ProofBoard {
  std::atomic<std::uint64_t> end{~std::uint64_t{0}};  // words from this one on are not wanted
  std::array<Pulse, kMostJobs> pulses;                // case_index: the number of the word
};

class Prover {
 public:
  Prover(const Bench& bench, const Alphabet& alphabet, const ProofOptions& options)
      : bench_(bench), alphabet_(alphabet), options_(options), began_ns_(now_ns()) {}

  Proof run() {
    const auto jobs = static_cast<std::size_t>(std::clamp(options_.jobs, 1, kMostJobs));
    limit_ms_ = brief_adapter(bench_.factory, false, bench_.call_limit_ms);
    for (std::size_t job = 0; job < jobs; ++job)
      children_.push_back(
          std::make_unique<Child>([&, job, jobs](const LineWriter& out) { work(job, jobs, out); }));
    while (std::ranges::any_of(children_, [](const auto& child) { return child != nullptr; })) {
      std::vector<Child*> running;
      for (const auto& child : children_)
        if (child) running.push_back(child.get());
      wait_for_any(running, 50);
      for (std::size_t job = 0; job < jobs; ++job)
        if (children_[job]) attend(job);
      if (options_.stop != nullptr && options_.stop->load()) board_->end = 0;
      tell_progress();
    }
    return conclude();
  }

 private:
  // In the child: every jobs-th word.
  void work(std::size_t job, std::size_t jobs, const LineWriter& out) {
    Pulse& pulse = board_->pulses[job];
    PlanWriter writer(alphabet_, true);
    Walk walk(bench_.factory, writer, pulse);
    Words words(alphabet_, options_.depth);
    const Capabilities capabilities = bench_.factory.capabilities();
    std::size_t changed_from = 0;
    std::uint64_t number = 0;
    try {
      for (; words.next() && number < board_->end; ++number) {
        changed_from = std::min(changed_from, words.changed_from());
        if (number % jobs != job) continue;
        writer.write(words.word(), changed_from);
        changed_from = options_.depth;
        pulse.case_index = number;
        const Storage storage(bench_, "word-" + std::to_string(job));
        if (is_lawful(walk.execute(storage.path()), capabilities)) continue;
        out.write(kSuspectMark + std::to_string(number));
        return;
      }
    } catch (const InfraError& error) {
      out.write(kInfraMark + std::string(error.what()));
    }
  }

  void attend(std::size_t job) {
    std::unique_ptr<Child>& child = children_[job];
    const bool ended = !child->read();
    for (const std::string& line : child->take_lines()) hear(line, failures_[job]);
    const Pulse& pulse = board_->pulses[job];
    const bool overdue = !ended && is_overdue(pulse, limit_ms_);
    if (!ended && !overdue) return;
    if (overdue) child->kill();
    const ChildEnd end = child->end();
    child.reset();
    const std::string failure = std::exchange(failures_[job], {});
    if (!failure.empty() && end.doubt == AdapterFault::Doubt::kNone)
      throw std::runtime_error(failure);
    if (!end.well) suspect(pulse.case_index);
  }

  void hear(const std::string& line, std::string& failure) {
    if (line.front() == kInfraMark) throw InfraError(line.substr(1));
    if (line.front() == '!') failure = line.substr(1);
    if (line.front() == kSuspectMark) suspect(std::stoull(line.substr(1)));
  }

  // The earliest word counts, whichever job is the first to find one.
  void suspect(std::uint64_t number) {
    if (suspect_ && *suspect_ < number) return;
    suspect_ = number;
    board_->end = std::min<std::uint64_t>(board_->end, number);
  }

  void tell_progress() const {
    if (!options_.on_progress) return;
    std::uint64_t furthest = 0;
    for (const Pulse& pulse : board_->pulses)
      furthest = std::max<std::uint64_t>(furthest, pulse.case_index);
    options_.on_progress(furthest + 1);
  }

  Proof conclude() {
    Proof proof;
    for (const Pulse& pulse : board_->pulses) proof.calls += pulse.calls;
    proof.complete = !suspect_ && board_->end != 0;
    proof.seconds = static_cast<double>(now_ns() - began_ns_) * 1e-9;
    if (!suspect_ && !proof.complete) return proof;
    Words words(alphabet_, options_.depth);
    std::uint64_t number = 0;
    while (words.next() && (!suspect_ || number < *suspect_)) ++number;
    proof.plans = words.stand_for();
    proof.executed = words.given();
    if (suspect_) proof.finding = finding_of(words.word());
    return proof;
  }

  // The same plan on the way that every other finding takes.
  Finding finding_of(const std::vector<std::size_t>& word) const {
    PlanWriter writer(alphabet_, true);
    writer.write(word);
    constexpr int kTries = 5;
    for (int tried = 0; tried < kTries; ++tried)
      for (Finding& finding : experiment(bench_, writer.plan()).findings)
        if (finding.bucket.rule.rule().level == Level::kMust) return std::move(finding);
    throw std::runtime_error("a plan broke a rule once, and in " + std::to_string(kTries) +
                             " more executions never again: " +
                             to_json(PlanFile{writer.plan(), std::string(bench_.factory.name())}));
  }

  const Bench& bench_;
  const Alphabet& alphabet_;
  const ProofOptions& options_;
  std::int64_t began_ns_;
  const Shared<ProofBoard> board_;
  std::vector<std::unique_ptr<Child>> children_;
  std::optional<std::uint64_t> suspect_;
  std::int64_t limit_ms_ = 0;                    // after which a child is ended
  std::array<std::string, kMostJobs> failures_;  // what each child told before it ended
};

}  // namespace

Proof prove(const Bench& bench, const Alphabet& alphabet, const ProofOptions& options) {
  return Prover(bench, alphabet, options).run();
}

}  // namespace assay
