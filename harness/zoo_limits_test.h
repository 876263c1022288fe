// How long the tests of the zoo wait for one call on a broken store.
#pragma once

#include <cstdint>

#include "stores/broken/registry.h"

namespace assay {

// Milliseconds. Short only where the mistake is that a call never ends. Elsewhere a late answer
// says that the machine is busy, or that a sanitizer tells of a crash: its stack alone may take a
// second to be put in words, and a crash that is given up before is taken for a call without end.
inline std::int64_t call_limit_ms_for(const BrokenStore& row) {
  using literals::operator""_rule;
  return row.rule == "TS-LIVE-01"_rule ? 500 : 10'000;
}

}  // namespace assay
