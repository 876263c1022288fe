// Structure-aware mutation of an assay.toml.
#pragma once

#include <string>

#include "fuzz/random.h"

namespace assay {

// The text with lines left out, doubled, exchanged, cut in two or put in, and values replaced.
std::string mutated_config(const std::string& text, FuzzRandom& random);

}  // namespace assay
