// Which rules an event puts to the test: the evidence behind a PASS.
#pragma once

#include "harness/judge.h"
#include "spec/rules.h"

namespace assay {

// What the texts of a plan have held so far; look-alikes need looking for only among odd ones.
struct Oddities {
  bool seen = false;
};

// The rules that this event can break, given where the store stands. `judgment` tells what it did.
TagSet put_to_test(const Scene& scene, const Judgment& judgment, Oddities& oddities);

// The only present field, where that is an id, a refresh token or a grant token. [TS-FIND-08]
std::optional<Field> lone_key(const Token& token);

}  // namespace assay
