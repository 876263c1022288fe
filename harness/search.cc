#include "harness/search.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "harness/bridge.h"
#include "harness/check.h"
#include "harness/child.h"
#include "harness/enumerate.h"
#include "spec/json.h"

namespace assay {

namespace {

// Words of growing length, numbered from 0.
class Ladder {
 public:
  Ladder(const Alphabet& alphabet, const SearchLimits& limits)
      : alphabet_(alphabet), limits_(limits), length_(limits.shortest) {}

  bool next() {
    while (length_ <= limits_.longest && number_ < limits_.plans) {
      if (!words_) words_ = std::make_unique<Words>(alphabet_, length_);
      if (words_->next()) {
        ++number_;
        return true;
      }
      words_.reset();
      ++length_;
    }
    return false;
  }

  const std::vector<std::size_t>& word() const { return words_->word(); }
  std::uint64_t number() const { return number_ - 1; }
  bool exhausted() const { return length_ > limits_.longest; }

 private:
  const Alphabet& alphabet_;
  const SearchLimits& limits_;
  std::size_t length_;
  std::uint64_t number_ = 0;
  std::unique_ptr<Words> words_;
};

class Seeker {
 public:
  Seeker(const Bench& bench, const Alphabet& alphabet,
         const std::function<bool(const Finding&)>& wanted, const SearchLimits& limits)
      : bench_(bench), alphabet_(alphabet), wanted_(wanted), limits_(limits) {}

  Sought run() {
    bool interrupted = false;
    while (!found_ && !done_ && !interrupted) interrupted = !go_on();
    Sought sought;
    sought.finding = std::move(found_);
    sought.plans = pulse_->case_index + 1;
    sought.complete = sought.finding.has_value() || (done_ && exhausted_);
    return sought;
  }

 private:
  // One child, until it ends: it has found, or is done, or one of its plans ended it. False where
  // there is no time for more.
  bool go_on() {
    if (limits_.out_of_time()) return false;
    const std::int64_t limit_ms = brief_adapter(bench_.factory, true, bench_.call_limit_ms);
    Child child([this](const LineWriter& out) { work(out); });
    bool overdue = false;
    while (child.read()) {
      wait_for_any({&child}, 50);
      overdue = is_overdue(*pulse_, limit_ms);
      const bool enough = limits_.out_of_time();
      if (overdue || enough) child.kill();
      if (enough) {
        child.end();
        return false;
      }
      if (overdue) break;
    }
    const ChildEnd end = child.end();
    for (const std::string& line : child.take_lines()) hear(line);
    if (!end.well) judge_death(overdue, end);
    return true;
  }

  // In the child.
  void work(const LineWriter& out) {
    Ladder ladder(alphabet_, limits_);
    PlanWriter writer(alphabet_, false);
    const Capabilities capabilities = bench_.factory.capabilities();
    try {
      while (ladder.next()) {
        if (ladder.number() < begin_ || !writer.write(ladder.word())) continue;
        pulse_->case_index = ladder.number();
        const Storage storage(bench_, "sought");
        const History history = execute(writer.plan(), bench_.factory, storage.path(), *pulse_);
        Tally tally{};
        for (const Finding& finding :
             check(writer.plan(), history, capabilities, storage.path(), tally)) {
          if (!wanted_(finding)) continue;
          out.write(to_json(finding));
          return;
        }
      }
      out.write(ladder.exhausted() ? "done" : "enough");
    } catch (const InfraError& error) {
      out.write(kInfraMark + std::string(error.what()));
    }
  }

  void hear(const std::string& line) {
    if (line.front() == kInfraMark) throw InfraError(line.substr(1));
    if (line.front() == '!') throw std::runtime_error(line.substr(1));
    if (line == "done" || line == "enough") {
      done_ = true;
      exhausted_ = line == "done";
    } else {
      found_ = finding_from_json(line);
    }
  }

  // The plan that ended the child, or did not end in it, may be what is sought.
  void judge_death(bool overdue, const ChildEnd& end) {
    Ladder ladder(alphabet_, limits_);
    while (ladder.next() && ladder.number() < pulse_->case_index) continue;
    PlanWriter writer(alphabet_, false);
    writer.write(ladder.word());
    Finding finding = finding_of_death(writer.plan(), pulse_->step, overdue,
                                       overdue ? "did not end in time" : end.in_words());
    if (wanted_(finding)) found_ = std::move(finding);
    begin_ = pulse_->case_index + 1;
    pulse_->call_began_ns = 0;
  }

  const Bench& bench_;
  const Alphabet& alphabet_;
  const std::function<bool(const Finding&)>& wanted_;
  const SearchLimits& limits_;
  const Shared<Pulse> pulse_;
  std::uint64_t begin_ = 0;  // plans before this one are done with
  std::optional<Finding> found_;
  bool done_ = false;
  bool exhausted_ = false;
};

}  // namespace

Sought search(const Bench& bench, const Alphabet& alphabet,
              const std::function<bool(const Finding&)>& wanted, const SearchLimits& limits) {
  return Seeker(bench, alphabet, wanted, limits).run();
}

}  // namespace assay
