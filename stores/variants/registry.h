// Stores that are right in other ways than the built-in ones: one row each.
//
// Where a rule leaves a choice they take another, so that a suite that is too strict shows.
#pragma once

#include <span>

#include "stores/registry.h"

namespace assay {

std::span<const StoreRow> variant_stores();

}  // namespace assay
