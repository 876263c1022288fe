// A plan as a word to be pasted: "assay1-" and letters of base64url, 200 characters at the most.
//
// Bits, the first the highest: the number of operations, then each: four bits for what it is, and
// its arguments. A text is eight bits: 0 not set, 1 empty, else its place in the pool and two. The
// last two letters are a checksum. What a token once meant it means for ever.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "spec/json.h"
#include "spec/plan.h"

namespace assay {

inline constexpr std::string_view kReplayTokenPrefix = "assay1-";
inline constexpr std::size_t kMostOperationsInToken = 12;
inline constexpr std::size_t kMostTokenLength = 200;

// The token of `plan`; nothing where it has more operations, or a text that is not in the pool.
std::optional<std::string> replay_token(const Plan& plan);

// In a line, why a plan has no token: "step 3 has a user_name outside the pool"; "" where it has
// one.
std::string why_no_token(const Plan& plan);

// Throws FormatError for what is none, or was not copied as a whole.
Plan plan_from_replay_token(std::string_view token);

}  // namespace assay
