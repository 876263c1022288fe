#include "spec/evidence.h"

#include <algorithm>
#include <vector>

namespace assay {

namespace {

std::string times(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " time" : " times");
}

}  // namespace

std::string_view why_out_of_reach(Situation situation, const Capabilities& capabilities,
                                  const Tally& tally) {
  switch (situation.row().reach) {
    case Reach::kAlways: break;
    case Reach::kPersistent: return capabilities.persistent ? "" : "the store is not persistent";
    case Reach::kCapacity:
      return std::ranges::any_of(capabilities.capacity, [](const auto& c) { return c.has_value(); })
                 ? ""
                 : "the store declares no capacity";
    case Reach::kIfTaken:
      return tally.situations[situation.index].all > 0 ? "" : "the store never chose so";
  }
  return "";
}

std::optional<Shortfall> shortfall(Situation situation, const Capabilities& capabilities,
                                   const Tally& tally) {
  if (!why_out_of_reach(situation, capabilities, tally).empty()) return std::nullopt;
  const SituationRow& row = situation.row();
  const Tries& tries = tally.situations[situation.index];
  const std::uint64_t with_two = least_with_two(row);
  if (tries.all < row.least && tries.all * with_two <= tries.with_two * row.least)
    return Shortfall{situation, tries.all, row.least};
  if (tries.with_two < with_two) return Shortfall{situation, tries.with_two, with_two};
  return std::nullopt;
}

std::optional<Shortfall> shortfall(Tag rule, const Capabilities& capabilities, const Tally& tally) {
  std::optional<Shortfall> worst;
  for (std::uint8_t i = 0; i < kSituationCount; ++i) {
    if (kSituationRules[i] != rule) continue;
    const auto next = shortfall(Situation{i}, capabilities, tally);
    if (next && (!worst || next->tries * worst->needed < worst->tries * next->needed)) worst = next;
  }
  return worst;
}

Orders orders(const Capabilities& capabilities, const Tally& tally) {
  std::vector<Method> methods = {Method::kSaveToken,     Method::kFindToken,
                                 Method::kFindTokenById, Method::kDeleteToken,
                                 Method::kDeleteTokens,  Method::kGetTokens};
  if (capabilities.persistent) methods.push_back(Method::kReopen);
  Orders orders;
  for (const Method first : methods)
    for (const Method second : methods)
      for (const Method third : methods) {
        ++orders.possible;
        orders.tried += tally.triples[triple_of(first, second, third)] > 0 ? 1 : 0;
      }
  return orders;
}

std::string_view habit(const Turns& turns) {
  if (turns.possible == 0) return "-";
  return turns.taken == turns.possible ? "always" : turns.taken == 0 ? "never" : "sometimes";
}

std::string in_words(const Shortfall& shortfall, const Tally& tally) {
  const SituationRow& row = shortfall.situation.row();
  const Tries& tries = tally.situations[shortfall.situation.index];
  std::string words = std::string(row.words) + ": tried " + times(tries.all);
  const std::uint64_t with_two = least_with_two(row);
  if (with_two == 0) return words + "; a PASS takes " + std::to_string(row.least);
  return words + ", " + std::to_string(tries.with_two) +
         " of them with two records or more; a PASS takes " + std::to_string(row.least) + " and " +
         std::to_string(with_two);
}

}  // namespace assay
