#include "fuzz/signal_stack.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <vector>

namespace assay {
namespace {

stack_t from_kernel() {
  stack_t stack = {};
  EXPECT_EQ(::syscall(SYS_sigaltstack, nullptr, &stack), 0);
  return stack;
}

stack_t from_memory() {
  stack_t stack = {};
  EXPECT_EQ(signal_stack(nullptr, &stack), 0);
  return stack;
}

void expect_same(const stack_t& told, const stack_t& right) {
  EXPECT_EQ(told.ss_sp, right.ss_sp);
  EXPECT_EQ(told.ss_size, right.ss_size);
  EXPECT_EQ(told.ss_flags, right.ss_flags);
}

stack_t seen_in_handler_by_kernel;
stack_t seen_in_handler_from_memory;

extern "C" void look(int) {
  ::syscall(SYS_sigaltstack, nullptr, &seen_in_handler_by_kernel);
  signal_stack(nullptr, &seen_in_handler_from_memory);
}

// Each in a thread of its own: the stack of the first one may be the sanitizer's.
template <typename Body>
void in_thread(Body&& body) {
  std::thread(body).join();
}

TEST(SignalStack, IsWhatTheKernelTells) {
  in_thread([] {
    std::vector<char> first(1 << 16);
    std::vector<char> second(1 << 17);
    for (std::vector<char>* memory : {&first, &second}) {
      const stack_t stack = {memory->data(), 0, memory->size()};
      ASSERT_EQ(signal_stack(&stack, nullptr), 0);
      for (int times = 0; times < 2; ++times) expect_same(from_memory(), from_kernel());
      EXPECT_EQ(from_memory().ss_sp, memory->data());
    }
    const stack_t none = {nullptr, SS_DISABLE, 0};
    stack_t before = {};
    ASSERT_EQ(signal_stack(&none, &before), 0);
    EXPECT_EQ(before.ss_sp, second.data());
    expect_same(from_memory(), from_kernel());
    EXPECT_EQ(from_memory().ss_flags, SS_DISABLE);
  });
}

TEST(SignalStack, SaysThatAHandlerIsOnIt) {
  in_thread([] {
    std::vector<char> memory(1 << 17);
    const stack_t stack = {memory.data(), 0, memory.size()};
    ASSERT_EQ(signal_stack(&stack, nullptr), 0);
    EXPECT_EQ(from_memory().ss_flags, 0);
    struct sigaction action = {};
    struct sigaction old = {};
    action.sa_handler = look;
    action.sa_flags = SA_ONSTACK;
    ASSERT_EQ(::sigaction(SIGUSR1, &action, &old), 0);
    ASSERT_EQ(::raise(SIGUSR1), 0);
    ASSERT_EQ(::sigaction(SIGUSR1, &old, nullptr), 0);
    EXPECT_EQ(seen_in_handler_by_kernel.ss_flags, SS_ONSTACK);
    expect_same(seen_in_handler_from_memory, seen_in_handler_by_kernel);
    const stack_t none = {nullptr, SS_DISABLE, 0};
    ASSERT_EQ(signal_stack(&none, nullptr), 0);
  });
}

TEST(SignalStack, IsEachThreadsOwn) {
  std::vector<char> memory(1 << 16);
  in_thread([&] {
    const stack_t stack = {memory.data(), 0, memory.size()};
    ASSERT_EQ(signal_stack(&stack, nullptr), 0);
    EXPECT_EQ(from_memory().ss_sp, memory.data());
    in_thread([] { expect_same(from_memory(), from_kernel()); });
    const stack_t none = {nullptr, SS_DISABLE, 0};
    ASSERT_EQ(signal_stack(&none, nullptr), 0);
  });
}

TEST(SignalStack, RefusesWhatTheKernelRefuses) {
  in_thread([] {
    char little = 0;
    const stack_t stack = {&little, 0, 1};
    EXPECT_EQ(signal_stack(&stack, nullptr), -1);
    EXPECT_EQ(errno, ENOMEM);
    expect_same(from_memory(), from_kernel());
  });
}

}  // namespace
}  // namespace assay
