// What AddressSanitizer is told by a fuzz target that is executed ten thousand times a second.
//
// No stacks of allocations, which take a third of the time, and a small quarantine. A crash is
// replayed with ASAN_OPTIONS=malloc_context_size=30, which has the last word.
#pragma once

namespace assay {

inline constexpr char kQuickAsanOptions[] =
    "malloc_context_size=0:quarantine_size_mb=8:thread_local_quarantine_size_kb=64:"
    "max_malloc_fill_size=0";

}  // namespace assay
