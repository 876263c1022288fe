// A store that is right by construction: every call takes one of the outcomes that the model
// allows.
//
// Which one, a seed decides: it adopts or inserts, clears or keeps, refuses or updates, echoes or
// not, lists in this order or in that. What the harness says against it is a false alarm.
#pragma once

#include <cstdint>
#include <memory>

#include "spec/store_factory.h"

namespace assay {

// Stores in memory. `persistent`: a storage keeps its records in the factory while that lives.
std::unique_ptr<StoreFactory> make_model_factory(std::uint64_t seed, bool persistent = false);

}  // namespace assay
