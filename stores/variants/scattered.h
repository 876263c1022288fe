// The scattered store: one file a record, in no order.
//
// Where several records are named it takes the last [LAT-g], for a client one with the access token
// before that [LAT-d]; it ignores an id that is another record's [LAT-b, LAT-c], clears of what the
// token has empty the credentials alone [LAT-f], and inserts a user without a credential [LAT-h,
// against TS-SAVE-18]. Ids are random; lists are in the order of the ids' hashes.
#pragma once

#include <memory>

#include "spec/store_factory.h"

namespace assay {

// Stores named "scattered". One process a storage.
std::unique_ptr<StoreFactory> make_scattered_factory();

}  // namespace assay
