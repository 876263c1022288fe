// The adopting store: where the rules let a save choose, it takes a record that is there.
//
// It adopts kin [LAT-a], updates the record of the token's id [LAT-b, LAT-c], clears what the token
// has empty [LAT-f], fills the caller's token from the record, and finds whatever may be found,
// under another client too [LAT-i, against TS-FIND-09]. In memory; ids are numbers that only grow;
// lists are in reverse.
#pragma once

#include <memory>

#include "spec/store_factory.h"

namespace assay {

// Stores named "adopting".
std::unique_ptr<StoreFactory> make_adopting_factory();

}  // namespace assay
