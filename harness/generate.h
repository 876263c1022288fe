// Plans from random choices: small pools, so that things collide; each plan draws what it uses at
// all.
//
// A plan is a pure function of the choices and of its own earlier steps, never of a store's
// answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/choices.h"
#include "spec/plan.h"
#include "spec/situations.h"
#include "spec/store_factory.h"

namespace assay {

// What plans may hold and how long they are.
struct Profile {
  Capabilities capabilities;  // reopen only where persistent; long texts by capacity
  std::size_t least_operations = 8;
  std::size_t most_operations = 96;  // REQUIRES: at least least_operations
  // Begin with so many records; nothing: some plans begin with 12, 105 or 1,030.
  std::optional<std::size_t> fill;
  // Three plans in four are about one of these; nothing: plans are about what the dice say.
  std::vector<Theme> themes;
};

// Decodes one plan, about `theme`.
Plan draw_plan(Choices& choices, const Profile& profile, Theme theme = Theme::kAny);

// The plan of case `index` of the run with this seed. Equal arguments give equal plans.
Plan plan_of_case(std::uint64_t seed, std::uint64_t index, const Profile& profile);

}  // namespace assay
