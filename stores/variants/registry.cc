#include "stores/variants/registry.h"

#include <array>

#include "stores/variants/adopting.h"
#include "stores/variants/refusing.h"
#include "stores/variants/scattered.h"

namespace assay {

std::span<const StoreRow> variant_stores() {
  static constexpr auto kRows = std::to_array<StoreRow>({
      {"adopting", "takes a record that is there wherever it may; ids count up", false,
       [](const StoreConfig&) { return make_adopting_factory(); }},
      {"refusing", "refuses wherever it may; bounded texts, ids like UUIDs", false,
       [](const StoreConfig&) { return make_refusing_factory(); }},
      {"scattered", "a file for each record, in no order; takes the last of several", false,
       [](const StoreConfig&) { return make_scattered_factory(); }},
  });
  return kRows;
}

}  // namespace assay
