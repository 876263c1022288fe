// Constructions of SQL that are wrong in one decision each: what query_fuzz must find.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "fuzz/construction.h"

namespace assay {

struct QueryFault {
  std::string_view name;
  std::string_view mistake;  // one sentence: what was done, and why it looked right
  MakeConstruction make = nullptr;
};

// All of them, in the order of the files that they are in. Each is written from its mistake; none
// knows what an oracle looks at.
const std::vector<QueryFault>& query_faults();

// The fault with this name, or nullptr.
const QueryFault* find_query_fault(std::string_view name);

// By the decision that is wrong.
std::span<const QueryFault> concatenation_faults();
std::span<const QueryFault> condition_faults();
std::span<const QueryFault> text_faults();
std::span<const QueryFault> value_faults();
std::span<const QueryFault> write_faults();
std::span<const QueryFault> table_faults();

}  // namespace assay
