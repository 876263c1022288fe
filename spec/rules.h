// The rule book: every rule and every latitude exists once, here.
//
// Everything that names a rule derives from this table: RULES.md, `assay explain`, the reports, the
// model's tags. Elsewhere a rule is a checked literal, so a misspelt id does not compile.
#pragma once

#include <array>
#include <bit>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace assay {

enum class Level : std::uint8_t {
  kMust,      // decides conformance
  kShould,    // shown; fails a run only under --strict
  kLatitude,  // an allowed choice, recorded and never judged
};

// What a store must declare for a rule to apply to it.
enum class Need : std::uint8_t {
  kNothing,
  kPersistent,  // records outlive close and reopen
  kFiles,       // records are files under the storage directory
  kServer,      // records are on a database server
  kSql,         // the store speaks SQL
  kConcurrent,  // several threads may call one store object
  kShared,      // several processes may open one storage
};

// One row of the rule book. `source`: A the published article on the six methods, RFC 6749/6750,
// SEC secure engineering, DB what a database promises.
struct Rule {
  std::string_view id;
  Level level;
  Need need;
  std::string_view source;
  std::string_view text;
};

inline constexpr auto kRules = std::to_array<Rule>({
#include "spec/rules.inc"
});
inline constexpr std::size_t kTagCount = kRules.size();

// Names one row of kRules: a rule, or a latitude.
struct Tag {
  std::uint8_t index = 0;
  constexpr const Rule& rule() const { return kRules[index]; }
  constexpr std::string_view id() const { return rule().id; }
  constexpr bool is_latitude() const { return rule().level == Level::kLatitude; }
  friend constexpr auto operator<=>(Tag, Tag) = default;
};

using TagSet = std::bitset<128>;
static_assert(kTagCount <= 128);

// Calls `visit` with each tag of the set, in the order of the rule book.
template <typename Visit>
void for_each_tag(const TagSet& tags, Visit&& visit) {
  const std::uint64_t halves[] = {(tags & TagSet(~std::uint64_t{0})).to_ullong(),
                                  (tags >> 64).to_ullong()};
  for (std::size_t half = 0; half < 2; ++half)
    for (std::uint64_t rest = halves[half]; rest != 0; rest &= rest - 1)
      visit(Tag{
          static_cast<std::uint8_t>(64 * half + static_cast<std::size_t>(std::countr_zero(rest)))});
}

// The latitudes, as a set.
inline const TagSet& latitudes() {
  static const TagSet kAll = [] {
    TagSet all;
    for (std::size_t i = 0; i < kTagCount; ++i) all[i] = kRules[i].level == Level::kLatitude;
    return all;
  }();
  return kAll;
}

// The tag with this id, or nothing.
constexpr std::optional<Tag> find_tag(std::string_view id) {
  for (std::size_t i = 0; i < kRules.size(); ++i)
    if (kRules[i].id == id) return Tag{static_cast<std::uint8_t>(i)};
  return std::nullopt;
}

// The part of a rule's id that names its group: "SAVE" of "TS-SAVE-07", "LAT" of "LAT-f".
constexpr std::string_view group_of(Tag tag) {
  std::string_view id = tag.id();
  if (id.starts_with("TS-")) id.remove_prefix(3);
  return id.substr(0, id.find('-'));
}

namespace literals {
// "TS-SAVE-07"_rule, "LAT-f"_rule. An id that is not in the table does not compile.
consteval Tag operator""_rule(const char* id, std::size_t size) {
  return find_tag(std::string_view(id, size)).value();
}
}  // namespace literals

}  // namespace assay
