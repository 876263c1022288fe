// What an allowed outcome leads to, spelled out: every record afterwards, and the answer.
//
// The model names records by index and fields that "may be cleared"; who compares whole worlds (the
// tests of the model, a search for an order) wants the worlds themselves.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "spec/model.h"

namespace assay {

// Stands for the id that the store will choose. No record may have it.
inline constexpr std::string_view kGeneratedId = "*";

struct Consequence {
  Effect effect = Effect::kDone;
  std::vector<Token> records;  // afterwards; an inserted one is the last
  std::optional<Token> found;  // the record that a find answers with
  TagSet tags;
};

// Every consequence of `allowed`, which `step` gave for this state and call: one for each set of
// fields that may be cleared, else exactly one.
std::vector<Consequence> consequences(const State& state, const Call& call, const Allowed& allowed);

// The consequences of every outcome that `step` allows.
std::vector<Consequence> consequences(const State& state, const Call& call,
                                      const Capabilities& capabilities);

}  // namespace assay
