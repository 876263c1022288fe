// Which situations an event puts a store into: the evidence behind a PASS.
#pragma once

#include <optional>

#include "harness/judge.h"
#include "spec/situations.h"
#include "spec/tally.h"

namespace assay {

// The situations of the table that this event is an instance of, texts left out
// (harness/texts.h). `reopened`: the store was closed and opened before.
SituationSet situations_of(const Scene& scene, bool reopened);

// Counts the saves of a fill, which is one event, one by one.
void count_fill(const Scene& scene, Tally& tally);

// The only present field, where that is an id, a refresh token or a grant token. [TS-FIND-08]
std::optional<Field> lone_key(const Token& token);

}  // namespace assay
