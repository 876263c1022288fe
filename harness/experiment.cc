#include "harness/experiment.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "harness/bridge.h"
#include "harness/check.h"
#include "harness/child.h"
#include "harness/narrate.h"
#include "spec/json.h"

namespace assay {

using literals::operator""_rule;

namespace fs = std::filesystem;

namespace {
constexpr char kOutcomeMark = '>';
}

Storage::Storage(const Bench& bench, const std::string& name)
    : bench_(bench), path_(bench.directory) {
  const Capabilities capabilities = bench.factory.capabilities();
  if (capabilities.medium == Medium::kMemory && !capabilities.persistent) return;
  path_ += "/" + name;
  std::error_code error;
  fs::create_directory(path_, error);
  if (error)
    throw std::runtime_error("cannot make the directory " + path_ + ": " + error.message());
}

Storage::~Storage() {
  if (path_ == bench_.directory) return;
  try {
    bench_.factory.drop(path_);
  } catch (const std::exception&) {
    // What a server keeps is dropped once more at the end of the run.
  }
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

bool is_overdue(const Pulse& pulse, std::int64_t call_limit_ms) {
  const std::int64_t began_ns = pulse.call_began_ns.load(std::memory_order_relaxed);
  return began_ns != 0 && now_ns() - began_ns > call_limit_ms * 1'000'000;
}

std::int64_t patient_limit_ms(std::int64_t call_limit_ms) {
  constexpr std::int64_t kMostMs = 2000;
  return call_limit_ms + std::min(call_limit_ms, kMostMs);
}

bool hung(const Trial& trial) {
  return std::ranges::any_of(trial.findings, [](const Finding& finding) {
    return finding.bucket.divergence == Divergence::kTimedOut;
  });
}

bool died(const Trial& trial) {
  return std::ranges::any_of(trial.findings, [](const Finding& finding) {
    return finding.bucket.divergence == Divergence::kBroken;
  });
}

std::optional<Trial> retry_without_hang(const Bench& bench, const Plan& plan) {
  const Bench patient{bench.factory, bench.directory, patient_limit_ms(bench.call_limit_ms)};
  for (int tries = 1; tries < kTriesOfAHang; ++tries) {
    Trial trial = experiment(patient, plan);
    if (!hung(trial)) return trial;
  }
  return std::nullopt;
}

Finding finding_of_death(const Plan& plan, std::size_t step, bool timed_out,
                         const std::string& how) {
  Finding finding;
  finding.plan = plan;
  if (step + 1 < finding.plan.operations.size()) finding.plan.operations.resize(step + 1);
  finding.step = finding.plan.operations.empty() ? 0 : finding.plan.operations.size() - 1;
  if (!finding.plan.operations.empty())
    finding.bucket.method = finding.plan.operations.back().call.method;
  finding.bucket.rule = timed_out ? "TS-LIVE-01"_rule : "TS-OUT-01"_rule;
  finding.bucket.divergence = timed_out ? Divergence::kTimedOut : Divergence::kBroken;
  finding.allowed = {"the call returns, or raises an exception"};
  finding.happened = how;
  finding.outcomes.assign(finding.step, "");
  finding.outcomes.push_back(how);
  return finding;
}

Trial experiment(const Bench& bench, const Plan& plan) {
  const std::int64_t limit_ms = brief_adapter(bench.factory, true, bench.call_limit_ms);
  const Shared<Pulse> pulse;
  Child child([&](const LineWriter& out) {
    const Storage storage(bench, "experiment");
    const History history = execute(plan, bench.factory, storage.path(), *pulse);
    Tally tally{};
    for (Finding& finding :
         check(plan, history, bench.factory.capabilities(), storage.path(), tally, bench.checks)) {
      add_log(bench.factory, finding);
      out.write(to_json(finding));
    }
    const Narrator narrator(plan, history, storage.path());
    for (const Event& event : history.events) out.write(kOutcomeMark + narrator.outcome(event));
  });
  bool timed_out = false;
  while (child.read()) {
    wait_for_any({&child}, 50);
    if (!is_overdue(*pulse, limit_ms)) continue;
    timed_out = true;
    child.kill();
    break;
  }
  const ChildEnd end = child.end();
  std::error_code ignored;
  if (!end.well) fs::remove_all(bench.directory + "/experiment", ignored);
  Trial trial;
  for (const std::string& line : child.take_lines()) {
    if (line.starts_with('!')) throw std::runtime_error(line.substr(1));
    if (line.starts_with(kOutcomeMark))
      trial.outcomes.push_back(line.substr(1));
    else
      trial.findings.push_back(finding_from_json(line));
  }
  if (!end.well) {
    const std::string how = timed_out ? "still running after " + std::to_string(limit_ms) + " ms"
                                      : "the process " + end.in_words();
    trial.findings.push_back(finding_of_death(plan, pulse->step.load(), timed_out, how));
  }
  return trial;
}

}  // namespace assay
