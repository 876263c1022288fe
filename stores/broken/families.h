// The families of the zoo. Each file of a family holds its stores and, at its end, their rows.
#pragma once

#include <span>

#include "stores/broken/registry.h"

namespace assay {

std::span<const BrokenStore> broken_matching();     // which record a token stands for
std::span<const BrokenStore> broken_selectors();    // the same: in what order, and how alike
std::span<const BrokenStore> broken_updates();      // what a save writes, and where
std::span<const BrokenStore> broken_ids();          // the ids of records
std::span<const BrokenStore> broken_listing();      // finding, listing, deleting
std::span<const BrokenStore> broken_values();       // what becomes of a text
std::span<const BrokenStore> broken_self_report();  // what a store says of itself and its calls
std::span<const BrokenStore> broken_breakdowns();   // calls that do not end as a call should

// CSV files
std::span<const BrokenStore> broken_files();       // cells, modes, damage
std::span<const BrokenStore> broken_files_text();  // what a text turns into in the file
std::span<const BrokenStore> broken_files_life();  // what is written when, and what lies beside it

// SQLite
std::span<const BrokenStore> broken_sql();             // statements, columns, transactions
std::span<const BrokenStore> broken_sql_conditions();  // conditions that hold of the wrong records
std::span<const BrokenStore> broken_sql_text();        // values in the text of a statement
std::span<const BrokenStore> broken_sql_writes();      // inserts, updates, deletes, lists
std::span<const BrokenStore> broken_sql_files();       // what outlives a reopen, and the file

}  // namespace assay
