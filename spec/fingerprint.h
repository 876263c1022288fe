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
  std::string_view situation;
  std::string_view outcome;
  constexpr std::string_view latitude() const { return key.substr(0, key.find('.')); }
};

// clang-format off
inline constexpr auto kWays = std::to_array<WayRow>({
    {"LAT-a.insert", "a save that names none, but has kin", "inserts"},
    {"LAT-a.access", "a save that names none, but has kin", "updates kin by access token"},
    {"LAT-a.other", "a save that names none, but has kin", "updates another kin"},
    {"LAT-b.refuse", "a save that names none, its id stored", "is refused"},
    {"LAT-b.insert", "a save that names none, its id stored", "inserts under a new id"},
    {"LAT-b.update", "a save that names none, its id stored", "updates the id's record"},
    {"LAT-c.refuse", "a save that names a record, its id another's", "is refused"},
    {"LAT-c.named", "a save that names a record, its id another's", "updates the named record"},
    {"LAT-c.id", "a save that names a record, its id another's", "updates the id's record"},
    {"LAT-d.named", "a client, its access token elsewhere", "goes by refresh or grant token"},
    {"LAT-d.access", "a client, its access token elsewhere", "goes by access token"},
    {"LAT-f.keep", "an empty field of an update", "keeps the record's"},
    {"LAT-f.clear", "an empty field of an update", "clears the record's"},
    {"LAT-g.first", "a save or find that names several records", "takes the one listed first"},
    {"LAT-g.other", "a save or find that names several records", "takes another"},
    {"LAT-h.refuse", "a save without a credential, no record named", "is refused"},
    {"LAT-h.insert", "a save without a credential, no record named", "inserts"},
    {"LAT-i.none", "a find that names none, with kin or an id", "finds none"},
    {"LAT-i.kin", "a find that names none, with kin or an id", "finds kin"},
    {"LAT-i.id", "a find that names none, with kin or an id", "finds the id's record"},
    {"LAT-i.other-client", "a find that names none, with kin or an id", "finds another client's"},
    {"LAT-j.record", "an answer, where the query reads otherwise", "reads as the record"},
    {"LAT-j.echo", "an answer, where the query reads otherwise", "reads as the query"},
    {"LAT-k.silent", "a delete of an unknown or empty id", "is silent"},
    {"LAT-k.refuse", "a delete of an unknown or empty id", "is refused"},
    {"LAT-l.order", "a list", "keeps its order, new records last"},
    {"LAT-l.other", "a list", "has another order"},
    {"LAT-m.record", "the caller's id after an update", "is the record's"},
    {"LAT-m.absent", "the caller's id after an update", "is absent"},
    {"LAT-m.given", "the caller's id after an update", "is as given, and the record's is not"},
    {"LAT-n.none", "a find with a text that could not be saved", "finds none"},
    {"LAT-n.refuse", "a find with a text that could not be saved", "is refused"},
    {"LAT-o.new", "a file of length zero", "is a new store"},
    {"LAT-o.refuse", "a file of length zero", "is refused"},
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
