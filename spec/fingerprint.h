// The ways that each latitude leaves open: what a store is known by beside the rules.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "spec/rules.h"

namespace assay {

// One allowed outcome of a latitude. `key` is the latitude and which of its outcomes:
// "LAT-a.insert".
struct WayRow {
  std::string_view key;
  std::string_view words;
  constexpr std::string_view latitude() const { return key.substr(0, key.find('.')); }
};

// clang-format off
inline constexpr auto kWays = std::to_array<WayRow>({
    {"LAT-a.insert", "a save with kin inserts"},
    {"LAT-a.access", "... adopts the record with its access token"},
    {"LAT-a.other", "... adopts another kin"},
    {"LAT-b.refuse", "a save that names none, its id stored, is refused"},
    {"LAT-b.insert", "... inserts under a new id"},
    {"LAT-b.update", "... updates the id's record"},
    {"LAT-c.refuse", "a save that names a record, its id another's, is refused"},
    {"LAT-c.named", "... updates the named record"},
    {"LAT-c.id", "... updates the id's record"},
    {"LAT-d.named", "a client's save or find takes the record by refresh or grant token"},
    {"LAT-d.access", "... by access token"},
    {"LAT-f.keep", "an empty field of an update keeps the record's"},
    {"LAT-f.clear", "... clears it"},
    {"LAT-g.first", "of several named records the one listed first is taken"},
    {"LAT-g.other", "... another is"},
    {"LAT-h.refuse", "a save without a credential is refused"},
    {"LAT-h.insert", "... inserts"},
    {"LAT-i.none", "a find that names no record finds none"},
    {"LAT-i.kin", "... finds kin"},
    {"LAT-i.id", "... finds the record of its id"},
    {"LAT-i.other-client", "... finds another client's record by refresh or grant token"},
    {"LAT-j.record", "an answer reads as the record, where the query differs"},
    {"LAT-j.echo", "... echoes the query"},
    {"LAT-k.silent", "a delete of an unknown or empty id is silent"},
    {"LAT-k.refuse", "... is refused"},
    {"LAT-l.order", "a list keeps its order, new records last"},
    {"LAT-l.other", "... has another order"},
    {"LAT-m.record", "after an update the caller's id is the record's"},
    {"LAT-m.absent", "... is absent"},
    {"LAT-m.given", "... is as given, though the record has another"},
    {"LAT-n.none", "a find with a text that could not be saved finds none"},
    {"LAT-n.refuse", "... is refused"},
    {"LAT-o.new", "a file of length zero is a new store"},
    {"LAT-o.refuse", "... is refused"},
});
// clang-format on
inline constexpr std::size_t kWayCount = kWays.size();

// Names one row of kWays.
struct Way {
  std::uint8_t index = 0;
  constexpr const WayRow& row() const { return kWays[index]; }
  friend constexpr auto operator<=>(Way, Way) = default;
};

namespace literals {
// "LAT-a.insert"_way. A key that is not in the table does not compile.
consteval Way operator""_way(const char* key, std::size_t size) {
  for (std::size_t i = 0; i < kWayCount; ++i)
    if (kWays[i].key == std::string_view(key, size)) return Way{static_cast<std::uint8_t>(i)};
  return std::optional<Way>().value();
}
}  // namespace literals

}  // namespace assay
