// sigaltstack(2), from memory.
#pragma once

#include <signal.h>

namespace assay {

// Does as sigaltstack(2) does; where the stack is only asked for, and is known, the kernel is not
// called. AddressSanitizer asks at each throw, up to three times, and on a virtual machine a system
// call takes about a microsecond. Errors: as of sigaltstack(2). Threads: any, each with its own.
// REQUIRES: no SS_AUTODISARM, and nobody sets the stack but by this function.
int signal_stack(const stack_t* set, stack_t* told) noexcept;

}  // namespace assay
