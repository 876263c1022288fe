// From ten crash files to what keeps their faults from coming back: `assay replay`, and what it
// emits, on the broken store and on a right one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "spec/json.h"
#include "stores/broken/shortest.h"
#include "stores/scratch_directory.h"
#include "tests/command.h"
#include "tests/crash_files.h"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class CrashToFix : public ::testing::TestWithParam<CrashFile> {
 protected:
  void SetUp() override {
    std::ofstream(scratch_ / "crash", std::ios::binary) << crash_bytes(GetParam().store);
  }

  CommandResult replay(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {ASSAY_BINARY, "replay", "crash", "--store", store_});
    return run({std::move(arguments), scratch_.path(), {}});
  }

  const ScratchDirectory scratch_;
  const std::string store_{GetParam().store};
  const std::string good_{GetParam().good};
};

TEST_P(CrashToFix, TellsTheStory) {
  const CommandResult result = replay({});
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr(GetParam().bucket));
}

TEST_P(CrashToFix, MinimisesToTheShortestPlanThatIsKnown) {
  const CommandResult result = replay({"--minimise", "--emit", "json"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr(GetParam().bucket));
  EXPECT_EQ(plan_from_json(result.out).plan.operations.size(),
            shortest_plan_of(store_)->operations);
}

TEST_P(CrashToFix, EmitsAPlanFileThatShowsTheSame) {
  EXPECT_EQ(replay({"--emit", "json", "--output", "plan.json"}).code, 0);
  const CommandResult again = run({{ASSAY_BINARY, "replay", "plan.json"}, scratch_.path(), {}});
  EXPECT_EQ(again.code, 1) << again.err;
  EXPECT_THAT(again.out, HasSubstr(GetParam().bucket));
}

TEST_P(CrashToFix, EmitsAnIssueWithSteps) {
  const CommandResult result = replay({"--minimise", "--emit", "markdown"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("## Steps\n\nOn an empty store:\n\n    1. "),
                                HasSubstr("## Expected\n\n    "), HasSubstr("## Happened\n\n    "),
                                HasSubstr("assay replay assay1-")));
}

TEST_P(CrashToFix, EmitsAScriptThatFailsOnTheBrokenStoreAlone) {
  EXPECT_EQ(replay({"--minimise", "--emit", "python", "--output", "it.py"}).code, 0);
  const auto on = [&](const std::string& store) {
    return run({{"python3", "it.py", ASSAY_BUILT_IN_STORES, store}, scratch_.path(), {}});
  };
  const CommandResult broken = on(store_);
  if (broken.code == 127) GTEST_SKIP() << "python3 is not here: apt-get install python3";
  EXPECT_EQ(broken.code, 1) << broken.out << broken.err;
  EXPECT_THAT(broken.out, HasSubstr("FAILED: "));
  const CommandResult good = on(good_);
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_EQ(on("nowhere").code, 2) << "what is no store is neither";
}

// Under a sanitizer three of them: a replay there takes seconds.
constexpr std::size_t kTried = *ASSAY_SANITIZE == '\0' ? kCrashFiles.size() : 3;

INSTANTIATE_TEST_SUITE_P(Ten, CrashToFix,
                         ::testing::ValuesIn(kCrashFiles.begin(), kCrashFiles.begin() + kTried),
                         [](const auto& instance) {
                           std::string name(instance.param.store);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

// The emitted tests, each a file of its own, in one program: a compiler takes seconds.
constexpr const char* kRest = R"(
#include <cstdlib>
#include <stdexcept>
#include "stores/broken/registry.h"
#include "stores/registry.h"

std::unique_ptr<assay::StoreFactory> make_store_factory() {
  const std::string name = std::getenv("STORE");
  for (const assay::StoreRow& row : assay::built_in_stores())
    if (row.name == name) return row.make({});
  for (const assay::BrokenStore& row : assay::broken_stores())
    if (row.name == name) return row.make();
  throw std::runtime_error("no such store");
}
)";

CommandResult compile(const ScratchDirectory& scratch) {
  std::filesystem::create_directory_symlink(ASSAY_SOURCE_DIR "/face", scratch / "assay");
  std::vector<std::string> command = {
      ASSAY_CXX_COMPILER, "-std=c++20", "-Wall", "-Wextra",
      "-Wpedantic",       "-Werror",    "-I.",   "-I" ASSAY_SOURCE_DIR,
      "all.cc",           "-o",         "all",   "-L" ASSAY_BUILD_DIR};
  for (const char* library : {"assay_face", "assay_reports", "assay_harness", "assay_stores",
                              "assay_spec", "rapidcheck", "fmt", "pugixml", "SQLiteCpp", "sqlite3",
                              "mysqlcppconn", "csv", "gtest_main", "gtest", "pthread", "dl"})
    command.push_back(std::string("-l") + library);
  if (*ASSAY_SANITIZE != '\0') command.emplace_back("-fsanitize=" ASSAY_SANITIZE);
  return run({std::move(command), scratch.path(), {}});
}

TEST(CrashToFixInCpp, EmitsTestsThatCompileAndFailOnTheBrokenStoreAlone) {
  const ScratchDirectory scratch;
  std::string all;
  for (const CrashFile& crash : kCrashFiles) {
    const std::string name(crash.store);
    std::ofstream(scratch / "crash", std::ios::binary) << crash_bytes(name);
    const CommandResult emitted = run({{ASSAY_BINARY, "replay", "crash", "--store", name,
                                        "--minimise", "--emit", "gtest", "--output", name + ".cc"},
                                       scratch.path(),
                                       {}});
    ASSERT_EQ(emitted.code, 0) << emitted.err;
    all += "#include \"" + name + ".cc\"\n";
  }
  std::ofstream(scratch / "all.cc") << all << kRest;
  const CommandResult compiled = compile(scratch);
  ASSERT_EQ(compiled.code, 0) << compiled.err;
  for (const CrashFile& crash : kCrashFiles) {
    const std::string source = content_of(scratch / (std::string(crash.store) + ".cc"));
    const std::size_t begin = source.find("TEST(Regression, ") + 17;
    const std::string test = source.substr(begin, source.find(')', begin) - begin);
    const auto on = [&](std::string_view store) {
      return run({{"./all", "--gtest_filter=Regression." + test},
                  scratch.path(),
                  {{"STORE", std::string(store)}}});
    };
    const CommandResult broken = on(crash.store);
    EXPECT_EQ(broken.code, 1) << crash.store << broken.out << broken.err;
    EXPECT_THAT(broken.out, HasSubstr(crash.bucket));
    const CommandResult good = on(crash.good);
    EXPECT_EQ(good.code, 0) << crash.store << good.out << good.err;
    EXPECT_THAT(good.out, HasSubstr("[  PASSED  ] 1 test."));
  }
}

}  // namespace
}  // namespace assay
