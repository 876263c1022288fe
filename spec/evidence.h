// Whether a rule was put to the test often enough to say PASS.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spec/store_factory.h"
#include "spec/tally.h"

namespace assay {

// Why nothing is asked of a situation on such a store; empty where it must be tried.
std::string_view why_out_of_reach(Situation situation, const Capabilities& capabilities,
                                  const Tally& tally);

// How far a situation is from enough.
struct Shortfall {
  Situation situation;
  std::uint64_t tries = 0;   // all, or those with two records or more, whichever lacks more
  std::uint64_t needed = 0;  // more than tries
};

// What the situation lacks; nothing where it was tried often enough or is out of reach.
std::optional<Shortfall> shortfall(Situation situation, const Capabilities& capabilities,
                                   const Tally& tally);

// The shortfall of the rule's thinnest situation.
std::optional<Shortfall> shortfall(Tag rule, const Capabilities& capabilities, const Tally& tally);

// How many of the tries that a PASS takes must have two records or more.
constexpr std::uint64_t least_with_two(const SituationRow& row) {
  return row.company == Company::kOthers ? row.least / 2 : 0;
}

// How many orders of three consecutive calls there are, and how many of them were tried. A reopen
// is one where the store is persistent; a fill is none.
struct Orders {
  std::size_t tried = 0;
  std::size_t possible = 0;
};
Orders orders(const Capabilities& capabilities, const Tally& tally);

// How a store takes an outcome of a latitude: "always", "never", "sometimes"; "-" where it never
// could.
std::string_view habit(const Turns& turns);

// "a stored user: tried 12 times; a PASS takes 30".
std::string in_words(const Shortfall& shortfall, const Tally& tally);

}  // namespace assay
