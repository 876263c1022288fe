// The values that a statement brings, held against the places of its text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fuzz/construction.h"

namespace assay {

// What is wrong with the values of a statement whose places are beside these columns: their number,
// or the first that is not the question's value of its column, NULL where that is absent; or
// nothing.
std::optional<std::string> place_fault(const std::vector<std::optional<Field>>& places,
                                       const Request& request, const Statement& statement);

}  // namespace assay
