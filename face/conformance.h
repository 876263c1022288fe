// A store put to the test once, and what a test of each rule has to say about it: what stands
// behind <assay/gtest.h>. Of no use without a test framework, and bound to none.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "spec/rules.h"
#include "spec/store_factory.h"
#include "spec/verdict.h"

namespace assay {

// How a store is put to the test. An environment variable goes before what is written here:
// ASSAY_CASES, ASSAY_SECONDS, ASSAY_SEED (a number, or "random").
struct ConformanceOptions {
  std::uint64_t cases = 1000;                   // so many, however long it takes
  double seconds = 0;                           // more than 0: so long, in place of the cases
  std::uint64_t seed = 1;                       // the same seed gives the same plans
  int jobs = 0;                                 // child processes at once; 0: the number of cores
  bool strict = false;                          // a broken SHOULD fails its test too
  std::int64_t call_limit_ms = 10'000;          // for one call on the store
  std::string out_directory = "assay-results";  // where the plans of findings are kept
};

struct StoreUnderTest {
  std::unique_ptr<StoreFactory> factory;
  ConformanceOptions options = {};
};

// What becomes of the test of one rule.
struct RuleTest {
  enum class Result { kPassed, kSkipped, kFailed };
  Result result = Result::kFailed;
  std::string text;  // why, in lines; of a failure the stories, and how to see them again
};

// One run of one store. The store is opened in forked children only: a crash in it is a finding.
// Threads: one.
class Conformance {
 public:
  // Makes the run, or, where ASSAY_REPLAY names a plan file, executes that plan alone. `suite` is
  // what the test framework calls the rules' tests, a name that a file may have. Throws nothing:
  // what goes wrong, `make` included, fails every test.
  Conformance(const std::function<StoreUnderTest()>& make, std::string suite);
  ~Conformance();
  Conformance(const Conformance&) = delete;
  Conformance& operator=(const Conformance&) = delete;

  // One line: the seed, how much was done, how long it took.
  const std::string& summary() const { return summary_; }

  // What to say of one rule. Keeps the plans of its findings as files.
  RuleTest test(Tag rule) const;

  // How often the rule was put to the test.
  std::uint64_t tries(Tag rule) const;

 private:
  void run(StoreFactory& factory);
  void replay(StoreFactory& factory);
  std::string stories_of(Tag rule) const;
  std::string see_again(const Finding& finding, int nth) const;

  std::string suite_;
  ConformanceOptions options_;
  std::string replayed_;  // the plan file, or empty
  std::string summary_;
  std::string fault_;  // why nothing could be put to the test, or empty
  StoreResult result_;
};

// The name of a rule's test: "TS_SAVE_07". A '-' would begin the part of a filter that leaves out.
std::string test_name(Tag rule);

}  // namespace assay
