// How a verdict stands in a report: what decides, what is advice, what is only shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/layout.h"
#include "spec/verdict.h"

namespace assay {

// From what hides the others to what hides nothing.
enum class Standing : std::uint8_t {
  kFail,
  kInfra,
  kThin,      // not put to the test often enough
  kExpected,  // broken, and said to be beforehand
  kPass,
  kAdvice,      // a broken SHOULD, unless that counts
  kThinAdvice,  // a SHOULD not put to the test often enough, unless that counts
  kNotBuilt,
  kNotApplicable,
  kNothing,  // no verdict at all
};

// True iff the rule has a say in the exit code.
bool decides(Tag rule, bool strict);

Standing standing_of(const Verdict& verdict, bool strict);

// "FAIL", "thin", "n/a".
std::string_view word_of(Standing standing);
Tone tone_of(Standing standing);

// The verdicts of one group of rules on one store, as a table shows them.
struct Cell {
  Standing standing = Standing::kNothing;
  std::string text;  // "PASS 41k", "FAIL 2", "thin 12/30"
};

// The worst standing of the group. The count of PASS is the least of all its rules that passed, so
// that no rule hides behind another; a "*" after it says that the group holds more than that.
Cell cell_of(const StoreResult& store, std::string_view group, bool strict);

// The groups of rules, in the order of the rule book, latitudes left out.
std::vector<std::string_view> rule_groups();

// What a group is about, in two or three words; empty where nobody has said it yet.
std::string_view title_of(std::string_view group);

// "TS-DUR-02..04, TS-NET-01": rules in the order of the rule book, runs of neighbours drawn
// together.
std::string rule_list(std::vector<Tag> rules);

}  // namespace assay
