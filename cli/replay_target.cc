#include "cli/replay_target.h"

#include <algorithm>
#include <set>
#include <utility>

#include "cli/cli.h"
#include "cli/terminal.h"
#include "harness/experiment.h"
#include "harness/minimise.h"
#include "harness/shortest.h"

namespace assay {

namespace {

bool reopens(const Plan& plan) {
  return std::ranges::any_of(plan.operations, [](const Operation& operation) {
    return operation.call.method == Method::kReopen;
  });
}

// As a run does it.
Shortened shorten(const Finding& finding, const Bench& bench, Depth depth) {
  const Experiment again = [&](const Plan& plan) { return experiment(bench, plan).findings; };
  if (depth == Depth::kSettle) return {settle_blame(finding, again), 0};
  MinimiseLimits limits;
  const bool hangs = finding.bucket.divergence == Divergence::kTimedOut;
  if (hangs) limits.experiments = 8;
  limits.out_of_time = [] { return stop_requested().load(); };
  Minimised minimal = minimise(finding, again, limits);
  if (!hangs && !minimal.finding.plan.operations.empty())
    minimal.finding = shortest(minimal.finding, bench, limits.out_of_time);
  return {std::move(minimal.finding), minimal.experiments};
}

// One of each kind, in the order of their steps.
std::vector<Shortened> shortened(const std::vector<Finding>& findings, const Bench& bench,
                                 Depth depth) {
  std::vector<Shortened> out;
  std::set<Bucket> seen;
  for (const Finding& finding : findings) {
    if (!seen.insert(finding.bucket).second) continue;
    Shortened next = shorten(finding, bench, depth);
    const auto same = std::ranges::find_if(
        out, [&](const Shortened& other) { return other.finding.bucket == next.finding.bucket; });
    if (same == out.end())
      out.push_back(std::move(next));
    else if (next.finding.plan.operations.size() < same->finding.plan.operations.size())
      *same = std::move(next);
  }
  return out;
}

}  // namespace

ReplayTarget::ReplayTarget(Shelf& shelf, Janitor& janitor, const std::string& name)
    : directory_(janitor.make_directory("assay")) {
  tried_.store = name;
  try {
    factory_ = shelf.make(name);
    tried_.words = shelf.option(name);
    if (shelf.words(name).empty()) check_login(*factory_, directory_);
  } catch (const LoginRefused& error) {
    throw UsageError(error.what());
  } catch (const InfraError& error) {
    tried_.note = std::string("not tried: ") + error.what();
    tried_.is_missing = true;
    factory_.reset();
  }
}

ReplayTarget::~ReplayTarget() {
  try {
    if (factory_) factory_->drop(directory_);
  } catch (const std::exception&) {
    // The server has gone; with it what it held.
  }
}

Tried ReplayTarget::execute(const Plan& plan, Depth depth) {
  Tried tried = tried_;
  if (!factory_) return tried;
  if (reopens(plan) && !factory_->capabilities().persistent) {
    tried.note = "not tried: the plan reopens the store, and " + tried.store + " is not persistent";
    return tried;
  }
  const Bench bench{*factory_, directory_};
  Trial trial = experiment(bench, plan);
  tried.outcomes = std::move(trial.outcomes);
  if (depth == Depth::kAsItIs) {
    for (Finding& finding : trial.findings) tried.findings.push_back({std::move(finding), 0});
    return tried;
  }
  const Silence silence;
  tried.findings = shortened(trial.findings, bench, depth);
  return tried;
}

void ReplayTargets::add(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

void ReplayTargets::add_new(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) != names.end())
    throw UsageError("two stores of this replay are called '" + name +
                     "'; replay on one after the other, or let the adapter or the plugin say "
                     "another name");
  names.push_back(name);
}

std::vector<std::string> ReplayTargets::names(const ReplayRequest& request,
                                              const ReplayInput& input) {
  const auto add_all = [](std::vector<std::string>& names) {
    for (const StoreRow& row : built_in_stores())
      if (!row.needs_server) add(names, std::string(row.name));
  };
  if (!asked_) {
    asked_.emplace();
    for (const std::string& name : request.stores)
      if (name == "all")
        add_all(*asked_);
      else
        add(*asked_, name);
    if (request.exec) add_new(*asked_, shelf_.add(*request.exec));
    if (request.plugin) add_new(*asked_, shelf_.add_plugin(*request.plugin));
  }
  if (!asked_->empty()) return *asked_;
  if (!input.store.empty()) return {input.store};
  if (input.form == PlanForm::kJson) return {"list"};
  std::vector<std::string> names;
  add_all(names);
  return names;
}

ReplayTarget& ReplayTargets::target(const std::string& name) {
  auto& target = targets_[name];
  if (!target) target = std::make_unique<ReplayTarget>(shelf_, janitor_, name);
  return *target;
}

}  // namespace assay
