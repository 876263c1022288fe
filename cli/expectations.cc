#include "cli/expectations.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace assay {

namespace {

bool is_past(const Expectation& expectation, std::string_view today) {
  return !expectation.until.empty() && today > expectation.until;
}

const StoreResult* store_of(const RunResult& run, std::string_view name) {
  const auto store = std::ranges::find(run.stores, name, &StoreResult::store);
  return store == run.stores.end() ? nullptr : &*store;
}

std::string name_of(const Expectation& expectation) {
  std::string name = std::string(expectation.rule.id()) + " of " + expectation.store;
  if (expectation.method) (name += ", ") += name_of(*expectation.method);
  if (expectation.divergence) (name += ": ") += name_of(*expectation.divergence);
  return name;
}

std::string in_words(const Expectation& expectation) {
  std::string words = expectation.reason;
  if (!expectation.until.empty()) words += ", until " + expectation.until;
  if (!expectation.link.empty()) words += " (" + expectation.link + ")";
  return words;
}

void apply(const std::vector<Expectation>& expectations, StoreResult& store, Verdict& verdict) {
  const Expectation* first = nullptr;
  for (const Finding& finding : store.findings) {
    if (finding.bucket.rule != verdict.rule) continue;
    const auto covering = std::ranges::find_if(expectations, [&](const Expectation& expectation) {
      return covers(expectation, store.store, finding);
    });
    if (covering == expectations.end()) return;
    if (first == nullptr) first = &*covering;
  }
  if (first == nullptr) return;
  verdict.judgement = Judgement::kExpected;
  verdict.reason = in_words(*first);
}

}  // namespace

bool covers(const Expectation& expectation, std::string_view store, const Finding& finding) {
  const Bucket& bucket = finding.bucket;
  return expectation.store == store && expectation.rule == bucket.rule &&
         expectation.method.value_or(bucket.method) == bucket.method &&
         expectation.divergence.value_or(bucket.divergence) == bucket.divergence;
}

bool is_mended(const Expectation& expectation, const RunResult& run) {
  const StoreResult* const store = store_of(run, expectation.store);
  return store != nullptr && std::ranges::any_of(store->verdicts, [&](const Verdict& verdict) {
           return verdict.rule == expectation.rule &&
                  (verdict.judgement == Judgement::kPass ||
                   verdict.judgement == Judgement::kNotApplicable);
         });
}

void apply(const std::vector<Expectation>& expectations, std::string_view today, RunResult& run) {
  std::vector<Expectation> current;
  for (const Expectation& expectation : expectations) {
    if (store_of(run, expectation.store) == nullptr) continue;
    if (is_mended(expectation, run))
      run.overdue.push_back(name_of(expectation) +
                            " no longer fails; take it out of assay.toml, or let "
                            "'assay run --update-expectations' do it");
    else if (is_past(expectation, today))
      run.overdue.push_back(name_of(expectation) + " was expected until " + expectation.until +
                            "; mend the store, or set a later day in assay.toml");
    else
      current.push_back(expectation);
  }
  for (StoreResult& store : run.stores)
    for (Verdict& verdict : store.verdicts)
      if (verdict.judgement == Judgement::kFail) apply(current, store, verdict);
}

std::vector<Expectation> unexpected(const std::vector<Expectation>& expectations,
                                    const RunResult& run, bool strict) {
  std::vector<Expectation> all;
  for (const StoreResult& store : run.stores)
    for (const Finding& finding : store.findings) {
      const Level level = finding.bucket.rule.rule().level;
      if (level != Level::kMust && !strict) continue;
      if (std::ranges::any_of(expectations, [&](const Expectation& expectation) {
            return covers(expectation, store.store, finding);
          }))
        continue;
      all.push_back({store.store, finding.bucket.rule, finding.bucket.method,
                     finding.bucket.divergence, "not looked at yet", "", ""});
    }
  return all;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  std::array<char, 16> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d", &local);
  return {text.data(), size};
}

}  // namespace assay
