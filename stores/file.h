// The file store: <storage>/tokens.csv, in the form of the published SDKs (stores/csv.h).
#pragma once

#include <memory>

#include "spec/store_factory.h"

namespace assay {

// Stores named "file". Their texts have no limit; a NUL is kept, what is not UTF-8 is refused.
//
// Several processes, and several threads over one store object, may work on one storage: each call
// holds tokens.csv.lock, shared to read and exclusive to write. A program that does not take this
// lock, such as an SDK, must not write at the same time.
//
// A missing file and one of length zero are new stores. A file that is not of this form is refused
// by open() and by every call, with its line and the reason, and left as it is. [TS-DUR-05] What a
// call writes replaces the file at once and has mode 0600, also where the old file had a wider one;
// a call that changes nothing does not write. [TS-DUR-01..04, TS-SEC-01]
std::unique_ptr<StoreFactory> make_file_factory();

}  // namespace assay
