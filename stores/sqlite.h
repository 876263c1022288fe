// The SQLite stores, through SQLiteCpp: one in memory, one over a file.
#pragma once

#include <memory>
#include <string_view>

#include "spec/store_factory.h"

namespace assay {

// The file of the `sqlite` store, below the storage directory.
inline constexpr std::string_view kSqliteFile = "tokens.db";

// `sqlite`: records in the file kSqliteFile, which several processes may share.
std::unique_ptr<StoreFactory> make_sqlite_factory();

// `sqlite-memory`: records in a database that lives and dies with the store object.
std::unique_ptr<StoreFactory> make_sqlite_memory_factory();

}  // namespace assay
