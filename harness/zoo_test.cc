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
#include "stores/broken/clay.h"
#include "stores/broken/paper.h"
#include "stores/broken/registry.h"
#include "stores/broken/row.h"
#include "stores/broken/slate.h"
#include "stores/list.h"

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

StoreResult run(StoreFactory& factory, std::uint64_t cases) {
  const RunDirectory directory;
  RunOptions options;
  options.cases = cases;
  options.jobs = 2;
  options.call_limit_ms = 300;
  return run_store(factory, directory.path(), options);
}

std::set<Tag> rules_of(const StoreResult& result) {
  std::set<Tag> rules;
  for (const Finding& finding : result.findings) rules.insert(finding.bucket.rule);
  return rules;
}

std::string in_words(const std::set<Tag>& rules) {
  std::string words;
  for (Tag rule : rules) words += (words.empty() ? "" : ", ") + std::string(rule.id());
  return words.empty() ? "nothing" : words;
}

std::string test_name(const testing::TestParamInfo<BrokenStore>& info) {
  std::string name(info.param.name);
  std::ranges::replace(name, '-', '_');
  return name;
}

class Zoo : public testing::TestWithParam<BrokenStore> {};

// Cases are added until the rule is found: what shows early costs little.
TEST_P(Zoo, IsCaughtUnderItsRule) {
  const BrokenStore& row = GetParam();
  const auto factory = row.make();
  std::set<Tag> rules;
  for (const std::uint64_t cases : {8U, 50U, 400U}) {
    rules = rules_of(run(*factory, cases));
    if (rules.contains(row.rule)) {
      std::cout << row.name << ' ' << row.rule.id() << " in " << cases << ": " << in_words(rules)
                << '\n';
      return;
    }
  }
  FAIL() << "the rule is " << row.rule.id() << ", and found was: " << in_words(rules);
}

INSTANTIATE_TEST_SUITE_P(Broken, Zoo,
                         testing::ValuesIn(broken_stores().begin(), broken_stores().end()),
                         test_name);

void expect_no_finding(StoreFactory& factory, std::uint64_t cases) {
  const StoreResult result = run(factory, cases);
  EXPECT_EQ(in_words(rules_of(result)), "nothing") << factory.name();
}

template <typename Store>
void expect_sound(std::string_view name, std::uint64_t cases) {
  expect_no_finding(*make_broken_factory(name, Store::capabilities(), &open_broken<Store>), cases);
}

TEST(SoundStores, WhatTheBrokenAreMadeOfIsRight) {
  expect_sound<ClayStore>("clay", 2000);
  expect_sound<PaperStore>("paper", 200);
  expect_sound<SlateStore>("slate", 500);
  expect_sound<SlateFileStore>("slate-file", 100);
}

}  // namespace

}  // namespace assay
