// Structure-aware mutation of JSON texts.
#pragma once

#include <string>

#include "fuzz/random.h"

namespace assay {

// The text with one of its values replaced, left out, doubled or exchanged for another of its
// values; as it is where it is no JSON. A list becomes longer, a name another known one.
std::string mutated_json(const std::string& text, FuzzRandom& random);

}  // namespace assay
