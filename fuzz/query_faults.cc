#include "fuzz/query_faults.h"

#include <algorithm>

namespace assay {

const std::vector<QueryFault>& query_faults() {
  static const std::vector<QueryFault> kAll = [] {
    std::vector<QueryFault> all;
    for (const auto faults : {concatenation_faults(), condition_faults(), text_faults(),
                              value_faults(), write_faults(), table_faults()})
      all.insert(all.end(), faults.begin(), faults.end());
    return all;
  }();
  return kAll;
}

const QueryFault* find_query_fault(std::string_view name) {
  const auto found = std::ranges::find(query_faults(), name, &QueryFault::name);
  return found == query_faults().end() ? nullptr : &*found;
}

}  // namespace assay
