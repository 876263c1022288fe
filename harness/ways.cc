#include "harness/ways.h"

#include <algorithm>

namespace assay {

using literals::operator""_rule;
using literals::operator""_way;

namespace {

class WayCounter {
 public:
  WayCounter(const Scene& scene, const Judgment& judgment, Tally& tally)
      : scene_(scene), taken_(judgment.taken), tally_(tally) {
    for (const Allowed& allowed : scene.allowed) tags_ |= allowed.tags;
  }

  void count() {
    order_of_the_list();
    switch (scene_.event.call.method) {
      case Method::kSaveToken: save(); break;
      case Method::kFindToken: find(); break;
      case Method::kDeleteToken:
        if (tagged("LAT-k"_rule)) {
          way("LAT-k.silent"_way, true, effect() == Effect::kDone);
          way("LAT-k.refuse"_way, true, effect() == Effect::kRefused);
        }
        break;
      default: break;
    }
    if (tagged("LAT-n"_rule)) {
      way("LAT-n.none"_way, true, effect() == Effect::kNone);
      way("LAT-n.refuse"_way, true, effect() == Effect::kRefused);
    }
  }

 private:
  Effect effect() const { return *taken_.effect; }
  bool tagged(Tag tag) const { return tags_.test(tag.index); }
  const Token& token() const { return scene_.event.call.token; }
  const Token& record_of(const Allowed& allowed) const {
    return scene_.before.records[allowed.record];
  }
  void way(Way way, bool possible, bool taken) {
    Turns& turns = tally_.ways[way.index];
    turns.possible += possible ? 1 : 0;
    turns.taken += possible && taken ? 1 : 0;
  }

  void order_of_the_list() {
    const std::size_t size = scene_.after.size();
    if (size < 2) return;
    const auto& added = scene_.difference.added;
    const bool at_the_end =
        std::ranges::all_of(added, [&](std::size_t a) { return a >= size - added.size(); });
    const bool kept = at_the_end && !scene_.difference.reordered;
    way("LAT-l.order"_way, true, kept);
    way("LAT-l.other"_way, true, !kept);
  }

  // The allowed outcome that came: of those with this effect, the one of the record.
  const Allowed* came() const {
    const auto is_it = [&](const Allowed& allowed) {
      if (allowed.effect != effect()) return false;
      if (effect() == Effect::kFound) return allowed.record == taken_.records.front();
      if (effect() != Effect::kUpdated) return true;
      return record_of(allowed).text(Field::kId) ==
             scene_.after[taken_.records.front()].text(Field::kId);
    };
    const auto found = std::ranges::find_if(scene_.allowed, is_it);
    return found == scene_.allowed.end() ? nullptr : &*found;
  }

  bool could(Effect effect, Tag tag, bool with = true) const {
    return std::ranges::any_of(scene_.allowed, [&](const Allowed& allowed) {
      return allowed.effect == effect && allowed.tags.test(tag.index) == with;
    });
  }

  void save() {
    const Allowed* it = came();
    if (it == nullptr) return;
    if ((tags_ & latitudes()).any()) choose(*it);
    if (effect() == Effect::kUpdated && scene_.event.outcome.token) id_afterwards();
  }

  void choose(const Allowed& it) {
    const bool refused = effect() == Effect::kRefused;
    const bool inserted = effect() == Effect::kInserted;
    const bool updated = effect() == Effect::kUpdated;
    const auto by = [&](Tag tag) { return updated && it.tags.test(tag.index); };
    if (tagged("LAT-a"_rule)) adopt(it);
    if (tagged("LAT-b"_rule)) {
      way("LAT-b.refuse"_way, true, refused);
      way("LAT-b.insert"_way, could(Effect::kInserted, "LAT-b"_rule), inserted);
      way("LAT-b.update"_way, could(Effect::kUpdated, "LAT-b"_rule), by("LAT-b"_rule));
    }
    if (tagged("LAT-c"_rule)) {
      way("LAT-c.refuse"_way, true, refused);
      way("LAT-c.named"_way, could(Effect::kUpdated, "LAT-c"_rule, false),
          updated && !by("LAT-c"_rule));
      way("LAT-c.id"_way, could(Effect::kUpdated, "LAT-c"_rule), by("LAT-c"_rule));
    }
    if (tagged("LAT-d"_rule) && updated) {
      way("LAT-d.named"_way, could(Effect::kUpdated, "LAT-d"_rule, false), !by("LAT-d"_rule));
      way("LAT-d.access"_way, true, by("LAT-d"_rule));
    }
    if (tagged("LAT-h"_rule)) {
      way("LAT-h.refuse"_way, true, refused);
      way("LAT-h.insert"_way, true, inserted);
    }
    if (!updated) return;
    if (it.tags.test("LAT-f"_rule.index)) clear(it);
    if (tagged("LAT-g"_rule)) one_of_several(it, "LAT-g"_rule);
  }

  void adopt(const Allowed& it) {
    const auto kin_by = [&](bool access) {
      return std::ranges::any_of(scene_.allowed, [&](const Allowed& allowed) {
        return allowed.tags.test("LAT-a"_rule.index) && allowed.effect == Effect::kUpdated &&
               token().agrees(record_of(allowed), Field::kAccessToken) == access;
      });
    };
    const bool adopted = effect() == Effect::kUpdated && it.tags.test("LAT-a"_rule.index);
    const bool by_access = adopted && token().agrees(record_of(it), Field::kAccessToken);
    way("LAT-a.insert"_way, allows(scene_.allowed, Effect::kInserted),
        effect() == Effect::kInserted);
    way("LAT-a.access"_way, kin_by(true), by_access);
    way("LAT-a.other"_way, kin_by(false), adopted && !by_access);
  }

  void clear(const Allowed& it) {
    const Token& after = scene_.after[taken_.records.front()];
    for (Field field : kFields) {
      if (!it.may_clear.contains(field)) continue;
      way("LAT-f.keep"_way, true, after.has(field));
      way("LAT-f.clear"_way, true, !after.has(field));
    }
  }

  // `tag` marks the several; the one listed first is the first of them.
  void one_of_several(const Allowed& it, Tag tag) {
    std::size_t first = it.record;
    for (const Allowed& allowed : scene_.allowed)
      if (allowed.tags.test(tag.index)) first = std::min(first, allowed.record);
    way("LAT-g.first"_way, true, it.record == first);
    way("LAT-g.other"_way, true, it.record != first);
  }

  void id_afterwards() {
    const std::string_view now = scene_.event.outcome.token->text(Field::kId);
    const std::string_view is = scene_.after[taken_.records.front()].text(Field::kId);
    const bool has_another = token().has(Field::kId) && token().text(Field::kId) != is;
    way("LAT-m.record"_way, true, now == is);
    way("LAT-m.absent"_way, true, now.empty());
    way("LAT-m.given"_way, has_another, now != is && !now.empty());
  }

  void find() {
    const Allowed* it = came();
    if (it == nullptr) return;
    const bool found = effect() == Effect::kFound;
    if (found && tagged("TS-FIND-01"_rule)) {
      if (tagged("LAT-d"_rule)) {
        const bool named = it->tags.test("TS-FIND-01"_rule.index);
        way("LAT-d.named"_way, true, named);
        way("LAT-d.access"_way, could(Effect::kFound, "TS-FIND-01"_rule, false), !named);
      }
      const auto names = std::ranges::count_if(scene_.allowed, [](const Allowed& allowed) {
        return allowed.tags.test("TS-FIND-01"_rule.index);
      });
      if (names > 1 && it->tags.test("TS-FIND-01"_rule.index))
        one_of_several(*it, "TS-FIND-01"_rule);
    }
    if (tagged("LAT-i"_rule)) kin(*it);
    if (found) echo(*it);
  }

  enum class Link : std::uint8_t { kKin, kId, kOtherClient };
  Link link_of(const Allowed& allowed) const {
    const Token& record = record_of(allowed);
    const bool by_other =
        token().agrees(record, Field::kRefreshToken) || token().agrees(record, Field::kGrantToken);
    const bool kin =
        token().agrees(record, Field::kAccessToken) || (by_other && !other_client(token(), record));
    if (kin) return Link::kKin;
    return token().agrees(record, Field::kId) ? Link::kId : Link::kOtherClient;
  }

  void kin(const Allowed& it) {
    const bool found = effect() == Effect::kFound;
    way("LAT-i.none"_way, true, effect() == Effect::kNone);
    for (const auto& [link, way_of_link] :
         {std::pair{Link::kKin, "LAT-i.kin"_way}, std::pair{Link::kId, "LAT-i.id"_way},
          std::pair{Link::kOtherClient, "LAT-i.other-client"_way}})
      way(way_of_link,
          std::ranges::any_of(scene_.allowed,
                              [&, wanted = link](const Allowed& a) {
                                return a.effect == Effect::kFound && link_of(a) == wanted;
                              }),
          found && link_of(it) == link);
  }

  void echo(const Allowed& it) {
    const Token& record = record_of(it);
    bool possible = false;
    bool echoed = false;
    for (Field field : kFields) {
      if (field == Field::kId || !token().has(field) || token().agrees(record, field)) continue;
      possible = true;
      echoed = echoed || token().agrees(*scene_.event.outcome.token, field);
    }
    way("LAT-j.record"_way, possible, !echoed);
    way("LAT-j.echo"_way, possible, echoed);
  }

  const Scene& scene_;
  const Taken& taken_;
  Tally& tally_;
  TagSet tags_;
};

}  // namespace

void count_ways(const Scene& scene, const Judgment& judgment, Tally& tally) {
  if (judgment.taken.effect && !judgment.fault) WayCounter(scene, judgment, tally).count();
}

}  // namespace assay
