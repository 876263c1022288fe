// A GoogleTest suite from a store: one test for each rule. Installed as <assay/gtest.h>.
//
//   ASSAY_TEST_STORE(Shop, std::make_unique<ShopFactory>());
//   ASSAY_TEST_STORE(Shop, std::make_unique<ShopFactory>(), {.cases = 3000, .seed = 7});
//
// registers Shop.TS_SAVE_01 and so on. The store is put to the test once, before the first of them
// that runs; each then tells of its rule:
//
//   passed    the rule was put to the test often enough, and held
//   skipped   it does not apply to the store, nothing puts it to the test yet, or it is a
//             recommendation that is broken or thin; each with its reason
//   failed    it is broken, with the story and a line that shows it again; or it was not put to the
//             test often enough
//
// A filter chooses what is told, not what is done, and so do GoogleTest's shards: each makes the
// whole run, so that no rule is thin for being told in another process.
//
// The program needs assay::gtest and a GoogleTest of its own. REQUIRES: the factory may be used in
// forked children.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>

#include "face/conformance.h"
#include "face/store_factory.h"

namespace assay {

// The test of one rule. `Suite` tells the name of the suite, where it stands, and the store.
template <typename Suite>
class RuleConformance : public ::testing::Test {
 public:
  explicit RuleConformance(Tag rule) : rule_(rule) {}

  static void SetUpTestSuite() {
    run() = std::make_unique<Conformance>(Suite::store, Suite::kName);
    std::cout << run()->summary() << std::endl;
  }
  static void TearDownTestSuite() { run().reset(); }

  void TestBody() override {
    RecordProperty("tries", std::to_string(run()->tries(rule_)));
    const RuleTest test = run()->test(rule_);
    if (test.result == RuleTest::Result::kFailed)
      ADD_FAILURE_AT(Suite::kFile, Suite::kLine) << test.text;
    if (test.result == RuleTest::Result::kSkipped) GTEST_SKIP() << test.text;
  }

 private:
  static std::unique_ptr<Conformance>& run() {
    static std::unique_ptr<Conformance> only;
    return only;
  }

  Tag rule_;
};

// Registers a test for each rule; true.
template <typename Suite>
bool register_rules() {
  for (std::size_t i = 0; i < kTagCount; ++i) {
    const Tag rule{static_cast<std::uint8_t>(i)};
    if (rule.is_latitude()) continue;
    ::testing::RegisterTest(Suite::kName, test_name(rule).c_str(), nullptr, nullptr, Suite::kFile,
                            Suite::kLine, [rule] { return new RuleConformance<Suite>(rule); });
  }
  return true;
}

}  // namespace assay

// ASSAY_TEST_STORE(suite, factory) or (suite, factory, options): an owned pointer to a
// StoreFactory, and ConformanceOptions in braces. To stand outside every function.
#define ASSAY_TEST_STORE(suite, ...)                                                          \
  namespace {                                                                                 \
  struct suite##UnderAssay {                                                                  \
    static constexpr const char* kName = #suite;                                              \
    static constexpr const char* kFile = __FILE__;                                            \
    static constexpr int kLine = __LINE__;                                                    \
    static ::assay::StoreUnderTest store() { return {__VA_ARGS__}; }                          \
  };                                                                                          \
  [[maybe_unused]] const bool suite##HasRules = ::assay::register_rules<suite##UnderAssay>(); \
  }                                                                                           \
  static_assert(true, "takes the semicolon")
