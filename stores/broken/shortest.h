// The shortest plan that shows each broken store, known by executing every shorter one.
#pragma once

#include <cstddef>
#include <string_view>

namespace assay {

struct ShortestPlan {
  std::string_view store;
  std::size_t operations = 0;
  std::string_view plan;  // as JSON
};

// Nothing for a store that no plan of the alphabets "calls" and "texts" shows: one that a probe of
// its files finds, or one that takes a longer plan than could be enumerated.
//
// For the zoo's report and for tests alone: never for what a run tries.
const ShortestPlan* shortest_plan_of(std::string_view store);

}  // namespace assay
