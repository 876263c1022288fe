// Edits of a plan: fewer steps, other texts, steps joined. Pure functions; none knows a store.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "spec/plan.h"

namespace assay {

using Steps = std::vector<std::size_t>;  // ascending

Steps all_steps(const Plan& plan);

// The plan with only the operations of `kept`. What refers to one that is gone goes too, or loses
// the id that it would have had.
Plan restricted(const Plan& plan, const Steps& kept);

// The plan without the operations from `begin` to `end`.
Plan without(const Plan& plan, std::size_t begin, std::size_t end);

// Sets of steps that may suffice for the last one, the smallest first: it alone, then with the
// latest of those that share a text with it, then with the latest of all. Each holds what its steps
// refer to; none is the whole plan. Their number grows as the logarithm of the plan's length.
std::vector<Steps> likely_causes(const Plan& plan);

// Two saves as one, in the place of either: the fields of `late`, and those that only `early`
// gives. What referred to the one that is gone refers to it, or goes where that comes later.
// REQUIRES: early < late, both save_token; `at` is one of them.
Plan with_saves_joined(const Plan& plan, std::size_t early, std::size_t late, std::size_t at);

// The texts of a plan, each with a field in which it stands: expires_in where that is one of them.
std::map<std::string, Field> texts_of(const Plan& plan);

// Texts are renamed through the whole plan, so that what was equal stays equal.
Plan renamed(const Plan& plan, const std::map<std::string, std::string>& names);

// Each text of the plan with a plain one instead: no two alike, one letter or digit while there
// are.
std::map<std::string, std::string> plain_names(const Plan& plan);

// The same for the texts that put a rule of the values to the test: what is not plain, what looks
// like another text of the plan, what is no number of milliseconds. The others keep theirs, since a
// store may have given it as an id.
std::map<std::string, std::string> names_for_odd_texts(const Plan& plan);

// A plain text that `used` does not hold: one letter, or one digit for an expiry.
std::string unused_text(const std::set<std::string>& used, Field field);

}  // namespace assay
