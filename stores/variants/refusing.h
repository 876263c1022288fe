// The refusing store: where the rules let a call be refused, it refuses.
//
// An id that is another record's [LAT-b, LAT-c], an unknown id in a delete [LAT-k], a text that it
// could not save, in any call [LAT-n], a NUL, an expiry that is no number. It adopts nothing but
// what would not change [LAT-a], leaves the caller's id alone after an update [LAT-m], and echoes
// the query in what it finds [LAT-j]. In memory, under indexes; ids look like UUIDs; lists are in
// the order of user names.
#pragma once

#include <memory>

#include "spec/store_factory.h"

namespace assay {

// Stores named "refusing".
std::unique_ptr<StoreFactory> make_refusing_factory();

}  // namespace assay
