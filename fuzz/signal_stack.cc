#include "fuzz/signal_stack.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace assay {

namespace {

// As it is while the thread is not on it.
thread_local constinit stack_t known_stack = {};
thread_local constinit bool is_known = false;

int ask_kernel(const stack_t* set, stack_t* told) noexcept {
  return static_cast<int>(::syscall(SYS_sigaltstack, set, told));
}

bool is_on(const stack_t& stack) noexcept {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  const auto begin = reinterpret_cast<std::uintptr_t>(stack.ss_sp);
  return here > begin && here - begin <= stack.ss_size;
}

}  // namespace

int signal_stack(const stack_t* set, stack_t* told) noexcept {
  if (set != nullptr || told == nullptr) {
    is_known = false;
    return ask_kernel(set, told);
  }
  if (!is_known) {
    if (const int failed = ask_kernel(nullptr, &known_stack)) return failed;
    known_stack.ss_flags &= ~SS_ONSTACK;
    is_known = true;
  }
  *told = known_stack;
  if (is_on(known_stack)) told->ss_flags |= SS_ONSTACK;
  return 0;
}

}  // namespace assay
