// Judges one event: which rule does it break, if any, and how.
//
// The order of blame is the law's: duplicates, other users, refused saves that changed something,
// ids, repeated saves, records that must stay, saves without effect; then the rule of the
// situation, then the rules of the values. See DECISIONS.md, "Blame".
#pragma once

#include <optional>
#include <vector>

#include "harness/difference.h"
#include "spec/finding.h"
#include "spec/history.h"
#include "spec/model.h"

namespace assay {

// An event, and all that is needed to judge it.
struct Scene {
  const State& before;
  const Event& event;
  const std::vector<Token>& after;  // as get_tokens showed it
  const std::vector<Allowed>& allowed;
  const Difference& difference;
  const Capabilities& capabilities;
};

struct Fault {
  Tag rule;
  Divergence divergence = Divergence::kRefused;
};

// What an event that breaks no rule has done.
struct Taken {
  TagSet tags;                       // the rules and latitudes that allow it
  std::optional<Effect> effect;      // nothing: it broke a rule
  std::vector<std::size_t> records;  // save: the record(s), in `after`, that may be the saved one;
                                     // finds: the record(s) of `before` that the answer may be
};

struct Judgment {
  std::optional<Fault> fault;
  Taken taken;
};

// REQUIRES: the outcome is kReturned or kRefused, and the method fits.
Judgment judge_save(const Scene& scene);
Judgment judge_find(const Scene& scene);    // find_token, find_token_by_id
Judgment judge_delete(const Scene& scene);  // delete_token, delete_tokens
Judgment judge_quiet(const Scene& scene);   // get_tokens, reopen
Judgment judge_fill(const Scene& scene);

// Whether `allowed` has this effect, and the tags of all that do.
bool allows(const std::vector<Allowed>& allowed, Effect effect);

// The rule of the values that a text puts to the test, or nothing for a plain one.
std::optional<Tag> value_rule(Field field, std::string_view text);
// The same for a whole token: the first of its fields that has one.
std::optional<Tag> value_rule(const Token& token);

}  // namespace assay
