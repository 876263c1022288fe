// How a fuzz target says that an oracle was violated.
#pragma once

#include <string_view>

namespace assay {

// Prints `story` (what, where, expected, happened; one line or several) to standard error, and
// aborts, which every engine takes for a finding.
[[noreturn]] void fail(std::string_view story);

}  // namespace assay
