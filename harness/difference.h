// What differs between two lists of records, by id; their order does not matter. [LAT-l]
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "spec/token.h"

namespace assay {

// Indices into the list before and the list after.
struct Difference {
  std::vector<std::size_t> removed;                          // before
  std::vector<std::size_t> added;                            // after
  std::vector<std::pair<std::size_t, std::size_t>> changed;  // one id, before and after
  bool reordered = false;                                    // what stayed is in another order

  bool none() const { return removed.empty() && added.empty() && changed.empty(); }
};

Difference difference(const std::vector<Token>& before, const std::vector<Token>& after);

// The texts of `field` that stand in more than one record; sorted, each once. Absent ones never do.
std::vector<std::string_view> repeated_texts(const std::vector<Token>& records, Field field);

}  // namespace assay
