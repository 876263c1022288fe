// The database file of the `sqlite` store: made for its owner alone, or recognised before anything
// is written to it.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

#include "stores/query.h"

namespace assay {

// Opens the file at `path`, whose table is `query`'s; makes it when it is missing or of length
// zero. It is then readable by its owner alone, and so are its journals. [TS-SEC-01]
//
// Throws StoreError (refused), in one line, for a file that is not the store's or is damaged, and
// leaves it as it is [TS-DUR-05]; for a place that cannot be written; for a file that others keep
// locked. What a killed process left unfinished is undone first. [TS-DUR-02]
SQLite::Database open_store_file(const std::string& path, const Query& query);

}  // namespace assay
