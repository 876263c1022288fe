// Ids that a store generates: ten characters of a 32-letter alphabet, from the system's random
// source.
//
// Opaque and never handed out again in any store or process, without a counter to keep, which a CSV
// file has no place for. [TS-ID-01, TS-ID-02]
#pragma once

#include <string>

namespace assay {

// A fresh id. The caller still checks that it is not stored.
std::string new_id();

}  // namespace assay
