// From evidence to verdicts: PASS takes a driver, a store that the rule applies to, tries enough,
// and no finding.
#pragma once

#include <vector>

#include "spec/verdict.h"

namespace assay {

// False of the rules that nothing puts to the test yet.
bool has_driver(Tag rule);

// Why the rule does not apply to such a store; empty where it does.
std::string_view why_not_applicable(Tag rule, const Capabilities& capabilities);

// One verdict for each rule, in the order of the rule book, from the findings and the tally.
std::vector<Verdict> verdicts(const StoreResult& result);

// What plans should be about, so that the situations that were not tried often enough are. Each
// theme once; nothing where plans of any kind will do.
std::vector<Theme> thin_themes(const StoreResult& result);

}  // namespace assay
