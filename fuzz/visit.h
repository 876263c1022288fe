// A fixed dozen of calls on a store that holds records already, held against the model.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/store_factory.h"
#include "spec/token.h"

namespace assay {

// Opens the store over `storage`, whose records are `records`: reopens, finds, saves, deletes and
// deletes all, with a look at all records after each. Tells the story of the first MUST rule that
// is broken, or nothing. Nothing of the storage is left as it was.
std::optional<std::string> visit_fault(StoreFactory& factory, const std::string& storage,
                                       const std::vector<Token>& records);

}  // namespace assay
