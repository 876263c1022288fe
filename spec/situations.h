// The evidence behind a PASS: every situation that a rule is put to the test in, as a table.
//
// A situation is a row of the model's decision table (a rule, a latitude or a branch of one), told
// by the state and the call, which a harness can steer, and not by what the store answers. A rule
// passes only when each of its situations was tried often enough.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "spec/rules.h"

namespace assay {

// What a plan is about that comes by a situation often. kAny: most plans do.
enum class Theme : std::uint8_t {
  kAny,
  kClients,     // refresh and grant tokens of two clients
  kWeak,        // tokens without a user and a whole client; ownerless records
  kIds,         // ids that are given, stored or not
  kRepeats,     // the same save again
  kNothing,     // tokens with nothing, or without a credential
  kLone,        // finds with a field or two
  kEmpty,       // fields that are set and empty
  kLookAlikes,  // texts that read like others
  kSpecial,     // quotes, delimiters, the store's own words
  kUnicode,
  kLong,
  kNul,      // texts that need not be accepted
  kDeletes,  // stores that run empty
  kReopens,
  kMany,  // a hundred records, a thousand
};
inline constexpr std::size_t kThemeCount = 16;

// Whether a situation says more where two records or more are stored.
enum class Company : std::uint8_t {
  kOthers,  // yes: half of the tries that a PASS takes have them
  kAlone,   // it makes no sense
};

// Which stores can come to a situation.
enum class Reach : std::uint8_t {
  kAlways,
  kPersistent,  // those that outlive a reopen
  kCapacity,    // those that declare a capacity
  kIfTaken,     // those that choose so: where it was never taken, nothing is asked
};

// One row. `key` is the rule without its "TS-", and which of its situations: "SAVE-07.keeps-user".
struct SituationRow {
  std::string_view key;
  std::string_view words;
  Theme theme = Theme::kAny;
  Company company = Company::kOthers;
  Reach reach = Reach::kAlways;
  std::uint32_t least = 30;  // a PASS takes so many tries
};

inline constexpr auto kSituations = std::to_array<SituationRow>({
#include "spec/situations.inc"
});
inline constexpr std::size_t kSituationCount = kSituations.size();

// The rule whose evidence a key belongs to, sought from `first` on: compilers count their steps. A
// key that names none does not compile.
constexpr Tag rule_of_key(std::string_view key, Tag first = {}) {
  const std::string_view name = key.substr(0, key.find('.'));
  for (std::size_t k = 0; k < kTagCount; ++k) {
    const Tag tag{static_cast<std::uint8_t>((first.index + k) % kTagCount)};
    if (tag.id().size() == name.size() + 3 && !tag.is_latitude() && tag.id().substr(3) == name)
      return tag;
  }
  return std::optional<Tag>().value();
}

inline constexpr std::array<Tag, kSituationCount> kSituationRules = [] {
  std::array<Tag, kSituationCount> rules{};
  for (std::size_t i = 0; i < kSituationCount; ++i)
    rules[i] = rule_of_key(kSituations[i].key, i == 0 ? Tag{} : rules[i - 1]);
  return rules;
}();

// Names one row of kSituations.
struct Situation {
  std::uint8_t index = 0;
  constexpr const SituationRow& row() const { return kSituations[index]; }
  constexpr Tag rule() const { return kSituationRules[index]; }
  friend constexpr auto operator<=>(Situation, Situation) = default;
};

// A set of situations, by value.
class SituationSet {
 public:
  void add(Situation situation) {
    words_[situation.index / 64U] |= std::uint64_t{1} << situation.index % 64U;
  }
  bool contains(Situation situation) const {
    return (words_[situation.index / 64U] >> situation.index % 64U & 1U) != 0;
  }
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t word = 0; word < words_.size(); ++word)
      for (std::uint64_t rest = words_[word]; rest != 0; rest &= rest - 1)
        visit(Situation{static_cast<std::uint8_t>(
            64 * word + static_cast<std::size_t>(std::countr_zero(rest)))});
  }

 private:
  std::array<std::uint64_t, (kSituationCount + 63) / 64> words_{};
};
static_assert(kSituationCount <= 256);

namespace literals {
// "SAVE-07.keeps-user"_situation. A key that is not in the table does not compile.
consteval Situation operator""_situation(const char* key, std::size_t size) {
  for (std::size_t i = 0; i < kSituationCount; ++i)
    if (kSituations[i].key == std::string_view(key, size))
      return Situation{static_cast<std::uint8_t>(i)};
  return std::optional<Situation>().value();
}
}  // namespace literals

}  // namespace assay
