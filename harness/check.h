// Checks a history against the model: History -> findings, and what was put to the test.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "spec/finding.h"
#include "spec/history.h"
#include "spec/store_factory.h"
#include "spec/verdict.h"

namespace assay {

// What the checker does at all. Nobody but the test that shows what each of them is good for
// switches one off.
struct Checks {
  bool observation = true;   // holds what get_tokens shows against what was allowed
  bool error_texts = true;   // looks for secrets in them
  bool take_over = true;     // goes on after a finding, with the records that are there
  std::optional<Tag> muted;  // a rule that nothing is blamed on
};

// Adds to `tally` every rule that the history puts to the test and every latitude that it takes.
//
// After a finding the model takes over the records that are there and goes on, so that one fault
// does not hide others. The findings hold the plan; `storage` is what error texts may name and
// reports must not. REQUIRES: `history` is an execution of `plan`.
//
// Words take longer than all else. With `told`, a finding whose bucket is in it has no more than
// its bucket and its step, and every other one's bucket is added.
std::vector<Finding> check(const Plan& plan, const History& history,
                           const Capabilities& capabilities, const std::string& storage,
                           Tally& tally, const Checks& checks = {},
                           std::set<Bucket>* told = nullptr);

// True iff check() would find no MUST rule broken; looks no further than the first. Ten times as
// quick, for those who try millions.
bool is_lawful(const History& history, const Capabilities& capabilities);

}  // namespace assay
