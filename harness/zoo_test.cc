// The harness against the zoo: what is broken is found and named, what is right is left alone.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "harness/run.h"
#include "harness/verdicts.h"
#include "harness/zoo_limits_test.h"
#include "stores/broken/clay.h"
#include "stores/broken/paper.h"
#include "stores/broken/registry.h"
#include "stores/broken/row.h"
#include "stores/broken/slate.h"
#include "stores/list.h"
#include "stores/variants/registry.h"

namespace assay {

namespace {

// In memory where there is room for it: the stores on files sync what they write.
class RunDirectory {
 public:
  RunDirectory() {
    const bool shm = std::filesystem::is_directory("/dev/shm");
    path_ = (shm ? "/dev/shm" : std::filesystem::temp_directory_path().string()) + "/zoo-XXXXXX";
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no directory for the run");
  }
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;
  ~RunDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Without minimising, which takes longer than finding.
StoreResult run(StoreFactory& factory, std::uint64_t cases, std::int64_t call_limit_ms) {
  const RunDirectory directory;
  RunOptions options;
  options.cases = cases;
  options.jobs = 2;
  options.call_limit_ms = call_limit_ms;
  options.minimises = false;
  return run_store(factory, directory.path(), options);
}

using Rules = std::set<Tag>;

Rules rules_of(const StoreResult& result) {
  Rules rules;
  for (const Finding& finding : result.findings) rules.insert(finding.bucket.rule);
  return rules;
}

std::string in_words(const Rules& rules) {
  std::string words;
  for (Tag rule : rules) words += (words.empty() ? "" : ", ") + std::string(rule.id());
  return words.empty() ? "nothing" : words;
}

class Zoo : public ::testing::TestWithParam<const BrokenStore*> {};

// Cases are added until the rule is found: most of what is broken shows early.
TEST_P(Zoo, IsCaughtUnderItsRule) {
  const BrokenStore& row = *GetParam();
  const auto factory = row.make();
  Rules rules;
  for (const std::uint64_t cases : {5U, 40U, 200U, 1000U}) {
    rules = rules_of(run(*factory, cases, call_limit_ms_for(row)));
    if (rules.contains(row.rule)) {
      std::cout << row.rule.id() << " in " << cases << " cases: " << in_words(rules) << '\n';
      return;
    }
  }
  FAIL() << "the rule is " << row.rule.id() << "; found was " << in_words(rules);
}

// Under a sanitizer every fourth of those in memory: what is found is the same there, and to write
// a file of a thousand records a thousand times takes minutes.
std::vector<const BrokenStore*> broken_rows() {
  constexpr bool kSanitized = *ASSAY_SANITIZE != '\0';
  std::vector<const BrokenStore*> chosen;
  std::size_t nth = 0;
  for (const BrokenStore& row : broken_stores()) {
    const bool left_out =
        kSanitized && (row.make()->capabilities().medium == Medium::kFile || nth++ % 4 != 0);
    if (!left_out) chosen.push_back(&row);
  }
  return chosen;
}

std::string test_name(const ::testing::TestParamInfo<const BrokenStore*>& info) {
  std::string name(info.param->name);
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Broken, Zoo, ::testing::ValuesIn(broken_rows()), test_name);

TEST(ZooRows, NameEveryMustRuleThatHasADriver) {
  Rules unnamed;
  for (std::size_t i = 0; i < kTagCount; ++i) {
    const Tag rule{static_cast<std::uint8_t>(i)};
    if (rule.rule().level == Level::kMust && has_driver(rule)) unnamed.insert(rule);
  }
  for (const BrokenStore& row : broken_stores()) unnamed.erase(row.rule);
  const Rules still_to_come = {};
  EXPECT_EQ(in_words(unnamed), in_words(still_to_come));
}

// A MUST rule: these stores may do otherwise than a SHOULD says.
void expect_no_finding(StoreFactory& factory, std::uint64_t cases) {
  constexpr std::int64_t kPatientLimitMs = 10'000;  // so that a busy machine accuses nobody
  Rules rules = rules_of(run(factory, cases, kPatientLimitMs));
  std::erase_if(rules, [](Tag rule) { return rule.rule().level != Level::kMust; });
  EXPECT_EQ(in_words(rules), "nothing") << factory.name();
}

template <typename Store>
void expect_sound(std::string_view name, std::uint64_t cases) {
  expect_no_finding(*make_broken_factory(name, Store::capabilities(), &open_broken<Store>), cases);
}

TEST(SoundStores, WhatTheBrokenAreMadeOfIsRight) {
  expect_sound<ClayStore>("clay", 2000);
  expect_sound<PaperStore>("paper", 60);
  expect_sound<SlateStore>("slate", 500);
  expect_sound<SlateFileStore>("slate-file", 60);
}

TEST(SoundStores, MadeOtherwiseAreLeftAlone) {
  for (const StoreRow& row : variant_stores()) {
    const auto factory = row.make(StoreConfig{});
    expect_no_finding(*factory, factory->capabilities().medium == Medium::kFile ? 500 : 2000);
  }
  expect_no_finding(*make_list_factory(), 2000);
}

}  // namespace

}  // namespace assay
