// What SQLite's authorizer may be asked about for a statement of a token store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/construction.h"
#include "fuzz/query_database.h"

namespace assay {

// The first action that the question does not need, or that it needs and that is not there; nothing
// where the statement does what was asked and no more: reads the ten columns and the position,
// writes the columns that an update is for, touches no other table. `actions` is sorted.
// REQUIRES: has_statement(request).
std::optional<std::string> authority_fault(const std::vector<SqlAction>& actions,
                                           const Request& request, const std::string& table);

}  // namespace assay
