// An event as it is looked at for situations: how its token stands to the records, and what is
// marked so far.
#pragma once

#include <algorithm>

#include "harness/judge.h"
#include "harness/relations.h"
#include "spec/situations.h"

namespace assay {

constexpr std::size_t kHundredth = 99;  // records there, when it is saved

struct Sighting {
  explicit Sighting(const Scene& seen) : scene(seen), call(seen.event.call) {
    for (const Allowed& allowed : seen.allowed) tags |= allowed.tags;
    if (!takes_token(call.method)) return;
    is = relations(call.token, seen.before.records);
    selector = selector_of(call.token);
  }

  const std::vector<Token>& records() const { return scene.before.records; }
  const Token& token() const { return call.token; }
  bool tagged(Tag tag) const { return tags.test(tag.index); }
  bool all_are(Effect effect) const {
    return std::ranges::all_of(scene.allowed,
                               [effect](const Allowed& a) { return a.effect == effect; });
  }
  bool has(Field field) const { return (is.present & bit_of(field)) != 0; }
  bool stored(Field field) const { return (is.agrees & bit_of(field)) != 0; }
  void mark(Situation situation, bool really = true) {
    if (really) set.add(situation);
  }

  const Scene& scene;
  const Call& call;
  TagSet tags;  // of all that is allowed
  Relations is;
  Selector selector = Selector::kNothing;
  SituationSet set;
};

// Marks what a save_token is an instance of. `reopened`: the store was closed and opened before.
void mark_save(Sighting& sighting, bool reopened);

}  // namespace assay
