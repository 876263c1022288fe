// The texts that plans are made of: small pools, so that users, clients, tokens and ids collide.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/choices.h"
#include "spec/store_factory.h"
#include "spec/token.h"

namespace assay {

// Kinds of text beyond the plain. A plan uses some of them, or none. [swarm testing]
enum class ValueKind : std::uint8_t {
  kLookAlike,  // equal but for case, accent, normal form, width, blanks, numeric spelling
  kSpecial,    // quotes, SQL, placeholders, CSV, line ends, the store's own words
  kUnicode,    // beyond the basic plane, right-to-left, combining
  kLong,       // at and beyond the capacity
  kNul,        // a NUL, and an expires_in that is no canonical decimal
  kEmpty,      // set, and empty
};
inline constexpr std::size_t kValueKinds = 6;

// The texts that one plan draws from, a short list for each field.
struct Vocabulary {
  std::array<std::vector<std::string>, kFieldCount> texts;
  std::uint32_t empty_share = 0;  // so many fields in 256 are set to ""

  const std::string& draw(Choices& choices, Field field) const {
    return choices.of(texts[index_of(field)]);
  }
};

// Draws a vocabulary: plain texts for every field, and texts of the kinds in `kinds` (a bit each)
// for some fields.
Vocabulary draw_vocabulary(Choices& choices, std::uint32_t kinds, const Capabilities& capabilities);

// A text that differs from `text` and reads alike.
std::string look_alike_of(Choices& choices, const std::string& text);

}  // namespace assay
