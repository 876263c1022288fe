// Which rules an event puts to the test: the evidence behind a PASS.
#pragma once

#include <string>
#include <vector>

#include "harness/judge.h"
#include "spec/rules.h"

namespace assay {

// The odd texts that the calls of a plan have held so far, folded: a plain text can have a
// look-alike among the records only where it is one of these.
struct Oddities {
  std::vector<std::string> folded_texts;
};

// The rules that this event can break, given where the store stands. `judgment` tells what it did.
TagSet put_to_test(const Scene& scene, const Judgment& judgment, Oddities& oddities);

// The only present field, where that is an id, a refresh token or a grant token. [TS-FIND-08]
std::optional<Field> lone_key(const Token& token);

}  // namespace assay
