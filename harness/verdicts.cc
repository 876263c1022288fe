#include "harness/verdicts.h"

#include <algorithm>

#include "spec/evidence.h"

namespace assay {

using literals::operator""_rule;

namespace {

// Crash points, power loss, threads, processes, lost connections and the SQL on the wire need
// drivers of their own, which are still to come.
constexpr std::array kNotBuilt = {"TS-DUR-02"_rule,  "TS-DUR-03"_rule,  "TS-CONC-01"_rule,
                                  "TS-CONC-02"_rule, "TS-CONC-03"_rule, "TS-NET-01"_rule,
                                  "TS-SEC-03"_rule};

Verdict judge(Tag rule, const StoreResult& result) {
  Verdict verdict{rule, Judgement::kPass, result.tally[rule.index], ""};
  const auto say = [&](Judgement judgement, std::string_view reason) {
    verdict.judgement = judgement;
    verdict.reason = reason;
    return verdict;
  };
  const std::string_view why_not = why_not_applicable(rule, result.capabilities);
  if (!why_not.empty()) return say(Judgement::kNotApplicable, why_not);
  if (!has_driver(rule)) return say(Judgement::kNotBuilt, "nothing puts this rule to the test yet");
  const auto found = std::ranges::find(result.findings, rule,
                                       [](const Finding& finding) { return finding.bucket.rule; });
  if (found != result.findings.end())
    return say(Judgement::kFail, std::string(name_of(found->bucket.method)) + ": " +
                                     std::string(name_of(found->bucket.divergence)));
  if (!result.infra.empty()) return say(Judgement::kInfra, result.infra);
  if (const auto lacks = shortfall(rule, result.capabilities, result.tally)) {
    verdict.tried = lacks->tries;
    verdict.needed = lacks->needed;
    return say(Judgement::kInconclusive, in_words(*lacks, result.tally));
  }
  return verdict;
}

}  // namespace

bool has_driver(Tag rule) { return std::ranges::find(kNotBuilt, rule) == kNotBuilt.end(); }

std::string_view why_not_applicable(Tag rule, const Capabilities& capabilities) {
  switch (rule.rule().need) {
    case Need::kNothing: break;
    case Need::kPersistent: return capabilities.persistent ? "" : "the store is not persistent";
    case Need::kFiles: return capabilities.medium == Medium::kFile ? "" : "the store has no files";
    case Need::kServer:
      return capabilities.medium == Medium::kServer ? "" : "the store has no server";
    case Need::kSql: return capabilities.sql ? "" : "the store speaks no SQL";
    case Need::kConcurrent:
      return capabilities.concurrent > 1 ? "" : "the store is for one thread at a time";
    case Need::kShared:
      return capabilities.shared ? "" : "the storage is for one process at a time";
  }
  return "";
}

std::vector<Verdict> verdicts(const StoreResult& result) {
  std::vector<Verdict> all;
  for (std::size_t i = 0; i < kTagCount; ++i) {
    const Tag rule{static_cast<std::uint8_t>(i)};
    if (!rule.is_latitude()) all.push_back(judge(rule, result));
  }
  return all;
}

std::vector<Theme> thin_themes(const StoreResult& result) {
  std::vector<Theme> themes;
  for (std::uint8_t i = 0; i < kSituationCount; ++i) {
    const Theme theme = kSituations[i].theme;
    if (theme == Theme::kAny || std::ranges::find(themes, theme) != themes.end()) continue;
    if (!why_not_applicable(kSituationRules[i], result.capabilities).empty()) continue;
    if (shortfall(Situation{i}, result.capabilities, result.tally)) themes.push_back(theme);
  }
  return themes;
}

}  // namespace assay
