#include "fuzz/plan_target.h"

#include <algorithm>

#include "fuzz/fail.h"
#include "fuzz/plan_bytes.h"
#include "fuzz/replay_token.h"
#include "harness/check.h"
#include "harness/experiment.h"
#include "spec/json.h"
#include "stores/broken/registry.h"
#include "stores/registry.h"

namespace assay {

namespace {

// One input is to take milliseconds: longer ones find nothing that is not found sooner without
// them. A look is one at a record that a fill has saved: each operation has one.
constexpr std::size_t kMostFilledInFiles = 128;
constexpr std::size_t kMostLooksInFiles = 4 * kMostFilledInFiles;
constexpr std::size_t kMostLooks = 4500;
constexpr std::size_t kMostTextExecuted = 1 << 16;

bool has_files(const StoreFactory& store) {
  const Capabilities capabilities = store.capabilities();
  return capabilities.medium != Medium::kMemory || capabilities.persistent;
}

std::size_t filled(const Plan& plan) {
  std::size_t count = 0;
  for (const Operation& operation : plan.operations) count += operation.call.count;
  return count;
}

std::size_t text_size(const Plan& plan) {
  std::size_t size = 0;
  for (const Operation& operation : plan.operations) {
    size += operation.call.id.size();
    for (const Field field : kFields) size += operation.call.token.text(field).size();
  }
  return size;
}

constexpr std::uint64_t kMostWritten = 16 << 20;  // bytes, by one plan, with room to spare

// What `assay replay` is told, to find the store.
std::string words_for(std::string_view store) {
  const auto is_this = [&](const auto& row) { return row.name == store; };
  const bool known = std::ranges::any_of(built_in_stores(), is_this) ||
                     std::ranges::any_of(broken_stores(), is_this);
  return known ? "--store " + std::string(store) : "--plugin LIBRARY";
}

// The finding of a MUST rule that comes first, or else the first.
const Finding& gravest(const std::vector<Finding>& findings) {
  const auto must = std::ranges::find_if(findings, [](const Finding& finding) {
    return finding.bucket.rule.rule().level == Level::kMust;
  });
  return must == findings.end() ? findings.front() : *must;
}

}  // namespace

std::string fuzz_story(const Finding& finding, std::string_view store) {
  const auto& [rule, method, divergence] = finding.bucket;
  std::string story = std::string(store) + " breaks " + std::string(rule.id()) + " at step " +
                      std::to_string(finding.step + 1) + ": " + std::string(name_of(method)) +
                      ", " + std::string(name_of(divergence)) + "\n";
  for (std::size_t k = 0; k < finding.outcomes.size(); ++k) {
    const Plan one{{finding.plan.operations[k]}};
    std::string operation = to_json(PlanFile{one, ""});
    operation.erase(0, operation.find("\n  ") + 3);
    operation.erase(operation.rfind("\n]"));
    story += "  " + std::to_string(k + 1) + ". " + operation + "\n       -> " +
             finding.outcomes[k] + "\n";
  }
  for (const std::string& allowed : finding.allowed) story += "  allowed:  " + allowed + "\n";
  story += "  happened: " + finding.happened + "\n";
  if (const auto token = replay_token(finding.plan))
    story += "  again:    assay replay " + *token + " " + words_for(store) + "\n";
  return story;
}

PlanTarget::PlanTarget(std::vector<std::unique_ptr<StoreFactory>> stores, bool advice,
                       std::function<std::uint64_t(const std::string&)> room)
    : stores_(std::move(stores)), advice_(advice), room_(std::move(room)) {
  if (std::ranges::none_of(stores_, [](const auto& store) { return has_files(*store); })) return;
  janitor_ = std::make_unique<Janitor>();
  directory_ = janitor_->make_directory("assay-fuzz");
}

Profile PlanTarget::profile() const {
  Profile profile;
  profile.capabilities = stores_.front()->capabilities();
  for (const auto& store : stores_)
    profile.capabilities.persistent |= store->capabilities().persistent;
  return profile;
}

void PlanTarget::test(std::span<const std::uint8_t> bytes) {
  const Plan plan = plan_from_bytes(bytes);
  if (plan.operations.empty() || text_size(plan) > kMostTextExecuted) return;
  const std::size_t fill = filled(plan);
  const std::size_t looks = fill * plan.operations.size();
  if (looks > kMostLooks) return;
  const bool fit_for_files = fill <= kMostFilledInFiles && looks <= kMostLooksInFiles;
  for (const auto& store : stores_)
    if (fit_for_files || !has_files(*store)) test(plan, *store);
}

void PlanTarget::test(const Plan& plan, StoreFactory& store) {
  const Bench bench{store, directory_};
  const Storage storage(bench, "storage");
  const History history = execute(plan, store, storage.path(), pulse_);
  const Capabilities capabilities = store.capabilities();
  if (is_lawful(history, capabilities) && !advice_) return;
  Tally tally;
  const auto findings = check(plan, history, capabilities, storage.path(), tally);
  if (findings.empty()) return;
  if (has_files(store) && room_(directory_) < kMostWritten)
    stop("no room in " + directory_ + ": free " + std::to_string(kMostWritten) + " bytes");
  fail(fuzz_story(gravest(findings), store.name()));
}

}  // namespace assay
