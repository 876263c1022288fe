// AddressSanitizer in a fuzz target that is executed ten thousand times a second: once in a
// program, outside all namespaces.
//
//   ASSAY_QUICK_ASAN
//
// No stacks of allocations, which take a third of the time; a quarantine of one mebibyte, which
// holds what some eighty inputs have freed and stays in the processor's cache; and no system call
// where the signal stack of a thread is asked for, as it is three times whenever a store raises. A
// crash is replayed with ASAN_OPTIONS=malloc_context_size=30, which has the last word.
#pragma once

#include "fuzz/signal_stack.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASSAY_HAS_CLANG_ASAN
#endif
#endif

// NOLINTBEGIN(cppcoreguidelines-macro-usage): they define functions of fixed names.
#ifdef ASSAY_HAS_CLANG_ASAN
#define ASSAY_QUICK_ASAN                                                   \
  extern "C" const char* __asan_default_options() {                        \
    return "malloc_context_size=0:quarantine_size_mb=1:"                   \
           "thread_local_quarantine_size_kb=16:max_malloc_fill_size=0";    \
  }                                                                        \
  extern "C" int sigaltstack(const stack_t* set, stack_t* told) noexcept { \
    return assay::signal_stack(set, told);                                 \
  }
#else
#define ASSAY_QUICK_ASAN
#endif
// NOLINTEND(cppcoreguidelines-macro-usage)
