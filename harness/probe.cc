#include "harness/probe.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>

#include "harness/bridge.h"
#include "harness/child.h"
#include "harness/probe_bench.h"
#include "spec/json.h"

namespace assay {

using literals::operator""_rule;

namespace {

// One probe: what it puts to the test, and what does so in a child.
struct ProbeRow {
  Tag rule;
  void (*run)(ProbeBench& bench) = nullptr;
  bool reopens =
      false;  // it blames what is lost at a reopen on something that was done to the files
};

constexpr std::array kProbes = {
    ProbeRow{"TS-SEC-01"_rule, probe_file_modes},
    ProbeRow{"TS-DUR-05"_rule, probe_damaged_files, true},
    ProbeRow{"TS-DUR-04"_rule, probe_full_disk, true},
};

constexpr char kTallyMark = '+';
constexpr char kWayMark = '%';
constexpr char kDeathMark = 'x';
constexpr char kHangMark = 'h';

// Runs one probe in a child and collects what it says.
class ProbeRun {
 public:
  ProbeRun(const Bench& bench, std::uint64_t seed, Tally& tally)
      : bench_(bench), seed_(seed), tally_(tally) {}

  // A probe in which a call was overdue is tried again: one stall of the machine accuses nobody.
  std::vector<Finding> run(const ProbeRow& row) {
    Attempt attempt = try_once(row, bench_.call_limit_ms);
    for (int tries = 1; attempt.overdue && tries < kTriesOfAHang; ++tries)
      attempt = try_once(row, patient_limit_ms(bench_.call_limit_ms));
    for (const std::string& line : attempt.lines) hear(line);
    if (!attempt.end.well) add_death(row.rule, attempt.overdue, attempt.how);
    return std::move(findings_);
  }

 private:
  struct Attempt {
    std::vector<std::string> lines;
    bool overdue = false;
    ChildEnd end;
    std::string how;  // it did not end well

    // A store in a process of its own ends that, or hangs in that.
    void take_broken_call() {
      if (lines.empty()) return;
      const std::string last = lines.back();
      if (last.front() != kHangMark && last.front() != kDeathMark) return;
      overdue = last.front() == kHangMark;
      end.well = false;
      how = last.substr(1);
      lines.pop_back();
    }
  };

  Attempt try_once(const ProbeRow& row, std::int64_t call_limit_ms) const {
    const std::int64_t limit_ms = brief_adapter(bench_.factory, true, call_limit_ms);
    const Shared<Pulse> pulse;
    Child child([&](const LineWriter& out) {
      ProbeBench bench(bench_, seed_, *pulse, out);
      try {
        row.run(bench);
      } catch (const InfraError& error) {
        out.write(kInfraMark + std::string(error.what()));
      } catch (const AdapterFault&) {
        throw;
      } catch (const StorageNotEmpty&) {
        throw;
      } catch (const BrokenCall& broken) {
        out.write((broken.timed_out ? kHangMark : kDeathMark) + broken.how);
      } catch (const std::exception&) {
        // The store refuses the samples themselves: the sequences tell that story, and the rule of
        // this probe stays short of tries.
      }
    });
    Attempt attempt;
    while (child.read()) {
      wait_for_any({&child}, 50);
      attempt.overdue = is_overdue(*pulse, limit_ms);
      if (attempt.overdue) break;
    }
    if (attempt.overdue) child.kill();
    attempt.end = child.end();
    attempt.how = attempt.overdue ? "still running after " + std::to_string(limit_ms) + " ms"
                                  : "the process " + attempt.end.in_words();
    attempt.lines = child.take_lines();
    attempt.take_broken_call();
    std::error_code ignored;
    if (!attempt.end.well) std::filesystem::remove_all(bench_.directory + "/probe", ignored);
    return attempt;
  }

  void hear(const std::string& line) {
    if (line.front() == kTallyMark)
      count(Tag{static_cast<std::uint8_t>(std::stoul(line.substr(1)))});
    else if (line.front() == kWayMark)
      count(Way{static_cast<std::uint8_t>(std::stoul(line.substr(1)))});
    else if (line.front() == kInfraMark)
      throw InfraError(line.substr(1));
    else if (line.front() == '!')
      throw std::runtime_error(line.substr(1));
    else
      keep(finding_from_json(line));
  }

  // A rule of the probes has one situation; that of sequences which a probe looks at too has more.
  void count(Tag rule) {
    ++tally_[rule.index];
    if (std::ranges::count(kSituationRules, rule) != 1) return;
    const auto* at = std::ranges::find(kSituationRules, rule);
    ++tally_.situations[static_cast<std::size_t>(at - kSituationRules.begin())].all;
  }

  void count(Way way) {
    for (std::size_t i = 0; i < kWayCount; ++i)
      if (kWays[i].latitude() == way.row().latitude()) ++tally_.ways[i].possible;
    ++tally_.ways[way.index].taken;
  }

  void add_death(Tag rule, bool overdue, const std::string& how) {
    Finding finding =
        finding_of_death(sample_plan(), sample_plan().operations.size(), overdue, how);
    if (!overdue) finding.bucket.rule = rule;
    finding.replay = probe_replay(bench_.factory, seed_);
    keep(std::move(finding));
  }

  // The first of each bucket; the others only count.
  void keep(Finding finding) {
    for (Finding& known : findings_)
      if (known.bucket == finding.bucket) {
        ++known.count;
        return;
      }
    findings_.push_back(std::move(finding));
  }

  const Bench& bench_;
  std::uint64_t seed_;
  Tally& tally_;
  std::vector<Finding> findings_;
};

// What goes wrong at a reopen without damage and with room on the disk. [TS-DUR-01]
std::vector<Finding> plain_reopen(const Bench& bench) {
  Plan plan = sample_plan();
  plan.operations.insert(plan.operations.begin(), plan.operations.back());
  Trial trial = experiment(bench, plan);
  if (hung(trial)) trial = retry_without_hang(bench, plan).value_or(std::move(trial));
  std::vector<Finding> found = std::move(trial.findings);
  std::erase_if(found,
                [](const Finding& finding) { return finding.bucket.method != Method::kReopen; });
  return found;
}

}  // namespace

std::vector<Finding> run_probes(const Bench& bench, std::uint64_t seed, Tally& tally) {
  std::vector<Finding> all;
  if (bench.factory.capabilities().medium != Medium::kFile) return all;
  if (bench.factory.capabilities().persistent) all = plain_reopen(bench);
  const bool reopens_well = all.empty();
  const bool dies = std::ranges::any_of(all, [](const Finding& finding) {
    return finding.bucket.divergence == Divergence::kBroken ||
           finding.bucket.divergence == Divergence::kTimedOut;
  });
  if (dies) return all;
  for (const ProbeRow& row : kProbes) {
    if (row.reopens && !reopens_well) continue;
    for (Finding& finding : ProbeRun(bench, seed, tally).run(row))
      all.push_back(std::move(finding));
  }
  return all;
}

}  // namespace assay
