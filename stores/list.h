// The list store: records in a vector, gone when the store is closed.
#pragma once

#include <memory>

#include "spec/store_factory.h"

namespace assay {

// Stores named "list". Their texts have no limit; a NUL is kept. Safe to call from several threads.
std::unique_ptr<StoreFactory> make_list_factory();

}  // namespace assay
