// How a fuzz target says that an oracle was violated, or that it cannot go on.
#pragma once

#include <string_view>

namespace assay {

// Prints `story` (what, where, expected, happened; one line or several) to standard error, and
// aborts, which every engine takes for a finding.
[[noreturn]] void fail(std::string_view story);

// Ends the process by no fault of the input: `reason`, a line, is printed to standard error. The
// exit code is 72, by which libFuzzer tells that it was interrupted: it keeps no crash file, and
// starts no other job in place of this one.
[[noreturn]] void stop(std::string_view reason);

}  // namespace assay
