// Crash files of broken stores, as a fuzzer leaves them: what a finding needs, and more around it.
#pragma once

#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

#include "spec/plan.h"

namespace assay {

struct CrashFile {
  std::string_view store;          // the broken one, of the zoo
  std::string_view bucket;         // as a story's first line tells it
  std::string_view good = "list";  // a right store that the plan can be tried on
};

// How GoogleTest shows one.
inline std::ostream& operator<<(std::ostream& out, const CrashFile& crash) {
  return out << crash.store;
}

// Ten kinds of fault: of a save, a find, a delete, a reopen, a text, advice, a crash.
inline constexpr std::array<CrashFile, 10> kCrashFiles = {{
    {"update-drops-refresh-token-when-absent", "TS-SAVE-07 (MUST)  save_token: field-lost"},
    {"client-not-compared", "TS-SAVE-06 (MUST)  save_token: wrong-record"},
    {"position-told-for-the-id", "TS-SAVE-12 (MUST)  save_token: caller-token"},
    {"find-falls-back-to-access-token", "TS-USER-02 (MUST)  find_token: wrong-record"},
    {"delete-takes-the-next", "TS-DEL-01 (MUST)  delete_token: record-lost"},
    {"deleted-id-again", "TS-ID-02 (SHOULD)  save_token: wrong-id"},
    {"cache-outlives-the-store", "TS-DUR-01 (MUST)  reopen: record-lost", "file"},
    {"crash-on-unknown-id", "TS-OUT-01 (MUST)  find_token_by_id: broken"},
    {"sql-quotes-escaped-by-backslash", "TS-VAL-03 (MUST)  find_token: refused"},
    {"text-ends-at-nul", "TS-VAL-01 (MUST)  save_token: field-altered"},
}};

// The shortest plan that shows the store's fault.
Plan shortest_plan(std::string_view store);

// The same between steps that have nothing to do with it.
Plan crash_plan(std::string_view store);

// That plan as a fuzzer's bytes.
std::string crash_bytes(std::string_view store);

}  // namespace assay
