// The families of the zoo. Each file of a family holds its stores and, at its end, their rows.
#pragma once

#include <span>

#include "stores/broken/registry.h"

namespace assay {

std::span<const BrokenStore> broken_matching();     // which record a token stands for
std::span<const BrokenStore> broken_updates();      // what a save writes, and where
std::span<const BrokenStore> broken_ids();          // the ids of records
std::span<const BrokenStore> broken_listing();      // finding, listing, deleting
std::span<const BrokenStore> broken_values();       // what becomes of a text
std::span<const BrokenStore> broken_self_report();  // what a store says of itself and its calls
std::span<const BrokenStore> broken_breakdowns();   // calls that do not end as a call should
std::span<const BrokenStore> broken_files();        // CSV files
std::span<const BrokenStore> broken_sql();          // SQLite

}  // namespace assay
