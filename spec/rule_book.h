// The rule book as people read it: RULES.md, derived from kRules.
#pragma once

#include <string>
#include <string_view>

#include "spec/rules.h"

namespace assay {

// "MUST", "SHOULD", "LAT".
std::string_view name_of(Level level);

// What a store must declare, as a reader understands it: "files"; empty for Need::kNothing.
std::string_view name_of(Need need);

// The whole of RULES.md: how to read it, the words of the rules, and every row of kRules by group.
std::string rule_book();

}  // namespace assay
