// The cases that query_fuzz begins with: fuzz/corpus/query_fuzz is made of them.
#pragma once

#include <string>
#include <vector>

#include "fuzz/query_input.h"

namespace assay {

struct QuerySeed {
  std::string name;  // of its file
  QueryCase query_case;
};

// Every question in both dialects, over tables where it makes a difference how it is asked.
std::vector<QuerySeed> query_seeds();

}  // namespace assay
