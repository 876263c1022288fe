// An installed copy, and users' projects built against it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// One copy for all of the suite's tests.
class Install : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch = std::make_unique<ScratchDirectory>();
    const CommandResult install =
        run({{"cmake", "--install", ASSAY_BUILD_DIR, "--prefix", prefix()}, scratch->path(), {}});
    ASSERT_EQ(install.code, 0) << install.out << install.err;
  }
  static void TearDownTestSuite() { scratch.reset(); }

  static std::string prefix() { return *scratch / "usr"; }

  // Builds a project of examples/, and returns the directory of what it built.
  static std::string build(const std::string& example,
                           const std::string& compiler = ASSAY_CXX_COMPILER) {
    // As this test was, since a sanitizer is in all of a program or in nothing.
    std::string flags;
    if (*ASSAY_SANITIZE != '\0') flags = "-fsanitize=" ASSAY_SANITIZE;
    std::string directory = *scratch / example + (compiler == ASSAY_CXX_COMPILER ? "" : "-other");
    const CommandResult configure =
        run({{"cmake", "-G", "Ninja", "-S", ASSAY_SOURCE_DIR "/examples/" + example, "-B",
              directory, "-DCMAKE_PREFIX_PATH=" + prefix(), "-DCMAKE_CXX_COMPILER=" + compiler,
              "-DCMAKE_CXX_FLAGS=-Werror -Wall -Wextra -Wpedantic " + flags},
             scratch->path(),
             {}});
    EXPECT_EQ(configure.code, 0) << configure.out << configure.err;
    const CommandResult compile = run({{"cmake", "--build", directory}, scratch->path(), {}});
    EXPECT_EQ(compile.code, 0) << compile.out << compile.err;
    return directory;
  }

  static std::unique_ptr<ScratchDirectory> scratch;
};
std::unique_ptr<ScratchDirectory> Install::scratch;

TEST_F(Install, GivesTheCommand) {
  const CommandResult version = run({{prefix() + "/bin/assay", "--version"}, prefix(), {}});
  EXPECT_EQ(version.code, 0) << version.err;
  EXPECT_THAT(version.out, HasSubstr(ASSAY_VERSION));
}

TEST_F(Install, GivesWhatAUsersProjectNeeds) {
  const CommandResult consumer = run({{build("consumer") + "/consumer", "20"}, prefix(), {}});
  EXPECT_EQ(consumer.code, 1) << "its store breaks rules: " << consumer.err;
  EXPECT_THAT(consumer.out, HasSubstr("TS-SAVE-01"));
}

TEST_F(Install, NamesNoPlaceOfTheBuild) {
  for (const char* place : {ASSAY_SOURCE_DIR, ASSAY_BUILD_DIR}) {
    const CommandResult grep = run({{"grep", "-rIlF", place, prefix()}, prefix(), {}});
    EXPECT_EQ(grep.code, 1) << grep.out;
  }
}

TEST_F(Install, GivesGoogleTestATestOfEachRule) {
  const std::string directory = build("gtest");
  const std::string good = directory + "/shop_test";

  const CommandResult all = run({{good}, directory, {}});
  EXPECT_EQ(all.code, 0) << all.out << all.err;
  EXPECT_THAT(all.out, HasSubstr("[       OK ] Shop.TS_SAVE_07"));
  EXPECT_THAT(all.out, HasSubstr("[  SKIPPED ] Shop.TS_DUR_01"));
  EXPECT_THAT(all.out, HasSubstr("NOT APPLICABLE: the store is not persistent"));
  EXPECT_THAT(all.out, HasSubstr("assay: Shop: ASSAY_SEED=1 ASSAY_CASES=1000, 1,000 cases"));
  EXPECT_THAT(all.out, Not(HasSubstr("advice"))) << "it follows the recommendations too";

  // Each shard makes the whole run, so that none of its rules is thin.
  const CommandResult half =
      run({{good}, directory, {{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", "1"}}});
  EXPECT_EQ(half.code, 0) << half.out << half.err;
  EXPECT_THAT(half.out, HasSubstr(", 1,000 cases, "));

  const std::string broken = directory + "/broken_shop_test";
  const CommandResult one = run({{broken, "--gtest_filter=Shop.TS_SAVE_07"}, directory, {}});
  EXPECT_EQ(one.code, 1) << one.out << one.err;
  EXPECT_THAT(one.out, HasSubstr("1 test from Shop"));
  EXPECT_THAT(one.out, HasSubstr("broken_shop_test.cc:"));
  EXPECT_THAT(one.out, HasSubstr("happened:  returned, id #1; record #1:"));
  const std::string line = "ASSAY_REPLAY=(\\S+) " + broken + " --gtest_filter=Shop.TS_SAVE_07\n";
  std::smatch words;
  ASSERT_TRUE(std::regex_search(one.out, words, std::regex(line))) << one.out;

  const CommandResult again =
      run({{broken, "--gtest_filter=Shop.TS_SAVE_07"}, directory, {{"ASSAY_REPLAY", words[1]}}});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.out, HasSubstr("1 finding\n"));
  EXPECT_THAT(again.out, HasSubstr("happened:  returned, id #1; record #1:"));
}

TEST_F(Install, BuildsARegressionTestAsItWasEmitted) {
  const std::string directory = build("gtest");
  const CommandResult good = run({{directory + "/ShopStore_regression"}, directory, {}});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  const CommandResult broken = run({{directory + "/ForgetfulShopStore_regression"}, directory, {}});
  EXPECT_EQ(broken.code, 1) << broken.err;
  EXPECT_THAT(broken.out, HasSubstr("refresh_token \"b\" became absent"));
}

// A plan of one save and these deletes, as a file.
std::string plan_file(const std::string& path, const std::string& deletes) {
  std::ofstream(path) << R"({"assay_plan": 1, "operations": [
      {"save_token": {"user_name": "ann", "refresh_token": "r1"}})"
                      << deletes << "]}";
  return path;
}

TEST_F(Install, GivesPluginsToTheCommand) {
  const std::string directory = build("plugin");
  const std::string assay = prefix() + "/bin/assay";
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.begin(), assay);
    return run({std::move(words), directory, {}});
  };
  std::ofstream(directory + "/assay.toml") << "[run]\ncases = 600\nseed = 1\n[[store]]\nname = "
                                              "\"corner-shop\"\nplugin = \"libshop.so\"\n";
  const CommandResult configured = with({"run"});
  EXPECT_EQ(configured.code, 0) << configured.out << configured.err;
  EXPECT_THAT(configured.out, HasSubstr("corner-shop"));

  const CommandResult certified =
      with({"prove", "--plugin", "libshop.so", "--depth", "1", "--jobs", "1"});
  EXPECT_EQ(certified.code, 0) << certified.err;
  EXPECT_THAT(certified.out, HasSubstr("shop: CERTIFIED to depth 1"));

  const std::string broken = directory + "/libbroken_shop.so";
  const CommandResult found = with({"run", "--plugin", broken, "--cases", "200", "--seed", "1"});
  EXPECT_EQ(found.code, 1) << found.out << found.err;
  const std::regex line("replay (assay1-\\S+) --plugin " + broken + "\n");
  std::smatch words;
  ASSERT_TRUE(std::regex_search(found.out, words, line)) << found.out;
  const CommandResult again = with({"replay", words[1], "--plugin", broken});
  EXPECT_EQ(again.code, 1) << again.err;
  EXPECT_THAT(again.out, HasSubstr("TS-SAVE-07"));
}

TEST_F(Install, TellsHowACallOfAPluginEnded) {
  const std::string directory = build("plugin");
  const std::string lost = plan_file(directory + "/lost.json", R"(, {"delete_token": "lost"})");
  const std::string crash = plan_file(directory + "/crash.json", R"(, {"delete_token": "crash"})");
  const auto replay = [&](const std::string& plan) {
    return run({{prefix() + "/bin/assay", "replay", plan, "--plugin", "./libbroken_shop.so"},
                directory,
                {}});
  };
  const CommandResult unknown = replay(lost);
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.out, HasSubstr("happened:  unknown outcome: \"the connection was lost\""));
  const CommandResult crashed = replay(crash);
  EXPECT_EQ(crashed.code, 1) << crashed.err;
  EXPECT_THAT(crashed.out, HasSubstr("ended by signal SIGABRT"));
}

// By g++ it replays files; by clang++ libFuzzer drives it, also where g++ built what is installed.
TEST_F(Install, GivesAFuzzerOfAUsersStore) {
  const std::string replayer = build("fuzz");
  const std::string plan = replayer + "/a plan";
  // Two saves of one user: the second without what the first brought.
  std::ofstream(plan, std::ios::binary)
      << std::string("\x01\x00\x12\x00\x00\x00", 6) << std::string("\x00\x22\x00\x00\x00", 5);
  const CommandResult good = run({{replayer + "/shop_fuzz", plan}, replayer, {}});
  EXPECT_EQ(good.code, 0) << good.err;
  const CommandResult broken = run({{replayer + "/broken_shop_fuzz", plan}, replayer, {}});
  EXPECT_NE(broken.code, 0);
  EXPECT_THAT(broken.err, HasSubstr("broken-shop breaks TS-SAVE-07"));

  if (run({{"clang++", "--version"}, replayer, {}}).code != 0)
    GTEST_SKIP() << "no clang++ here; apt-get install clang libclang-rt-dev";
  const std::string directory = build("fuzz", "clang++");
  const CommandResult fuzz = run({{prefix() + "/bin/assay", "fuzz", "--targets", directory,
                                   "broken_shop_fuzz", "--time", "5", "--jobs", "1"},
                                  directory,
                                  {}});
  EXPECT_EQ(fuzz.code, 1) << fuzz.out << fuzz.err;
  EXPECT_THAT(fuzz.out, HasSubstr("found: broken-shop breaks TS-SAVE-07 at step "));
}

}  // namespace
}  // namespace assay
