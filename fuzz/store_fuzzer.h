// The entry points of a fuzz target that executes plans on stores: once in a program, outside all
// namespaces.
//
//   ASSAY_STORE_FUZZER(make_my_stores())
//
// What stands between the parentheses is evaluated once, and gives a
// std::vector<std::unique_ptr<assay::StoreFactory>>. With ASSAY_FUZZ_ADVICE=1 in the environment a
// SHOULD rule counts as a MUST rule does.
//
// For AddressSanitizer see fuzz/quick_asan.h.
#pragma once

#include <cstdlib>

#include "fuzz/plan_mutator.h"
#include "fuzz/plan_target.h"
#include "fuzz/quick_asan.h"

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): it defines functions of fixed names.
#define ASSAY_STORE_FUZZER(stores)                                                          \
  static assay::PlanTarget& assay_plan_target() {                                           \
    static assay::PlanTarget target((stores), std::getenv("ASSAY_FUZZ_ADVICE") != nullptr); \
    return target;                                                                          \
  }                                                                                         \
  static const assay::Profile& assay_fuzz_profile() {                                       \
    static const assay::Profile profile = assay_plan_target().profile();                    \
    return profile;                                                                         \
  }                                                                                         \
  ASSAY_QUICK_ASAN                                                                          \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {       \
    assay_plan_target().test({data, size});                                                 \
    return 0;                                                                               \
  }                                                                                         \
  extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,      \
                                                 std::size_t most, unsigned seed) {         \
    return assay::mutate_plan_bytes(data, size, most, seed, assay_fuzz_profile());          \
  }                                                                                         \
  extern "C" std::size_t LLVMFuzzerCustomCrossOver(                                         \
      const std::uint8_t* data, std::size_t size, const std::uint8_t* other,                \
      std::size_t other_size, std::uint8_t* out, std::size_t most, unsigned seed) {         \
    return assay::cross_plan_bytes(data, size, other, other_size, out, most, seed);         \
  }
