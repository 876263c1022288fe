// `assay new`, as a person uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "cli/scaffold.h"
#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

CommandResult assay(std::vector<std::string> arguments, const std::string& directory) {
  arguments.insert(arguments.begin(), ASSAY_BINARY);
  return run(Command{std::move(arguments), directory, {}});
}

TEST(NewCommand, WritesEveryLanguageWithNothingLeftToFillIn) {
  for (const Scaffold& scaffold : scaffolds()) {
    const ScratchDirectory directory;
    const CommandResult result =
        assay({"new", std::string(scaffold.word), "shop"}, directory.path());
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("cd shop && assay run"));
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory / "shop")) {
      if (!entry.is_regular_file()) continue;
      ++files;
      const std::string text = content_of(entry.path());
      EXPECT_FALSE(text.empty()) << entry.path();
      for (const char* hole : {"{name}", "{exec}", "{edit}", "{adapter}", "{packages}", "{build}",
                               "{start}", "{language}", "list_store."})
        EXPECT_THAT(text, Not(HasSubstr(hole))) << entry.path();
    }
    EXPECT_EQ(files, scaffold.files.size() + (scaffold.build.empty() ? 3 : 4));
    EXPECT_THAT(content_of(directory / "shop/assay.toml"), HasSubstr("name = \"shop\""));
  }
}

TEST(NewCommand, WritesAStoreThatCanBeTriedAtOnce) {
  const ScratchDirectory directory;
  if (run(Command{{"python3", "--version"}, ".", {}}).code != 0)
    GTEST_SKIP() << "python3 is not here: apt-get install python3";
  ASSERT_EQ(assay({"new", "python", "shop"}, directory.path()).code, 0);
  const CommandResult result = assay({"run", "--cases", "60"}, directory / "shop");
  EXPECT_EQ(result.code, 3) << "few cases: nothing is broken, and not all is known" << result.out;
  EXPECT_THAT(result.out, HasSubstr("1 store, 60 cases"));
  EXPECT_TRUE(fs::exists(directory / "shop/assay-results/results.xml"));
}

TEST(NewCommand, SaysWhatToWriteInsteadAndWritesNothing) {
  const ScratchDirectory directory;
  const CommandResult language = assay({"new", "pyton", "shop"}, directory.path());
  EXPECT_EQ(language.code, 2);
  EXPECT_THAT(language.err, HasSubstr("Did you mean 'python'?"));
  const CommandResult name = assay({"new", "python", "../shop"}, directory.path());
  EXPECT_EQ(name.code, 2);
  EXPECT_THAT(name.err, HasSubstr("is no name for a store"));
  EXPECT_TRUE(fs::is_empty(directory.path()));
  fs::create_directory(directory / "shop");
  const CommandResult there = assay({"new", "python", "shop"}, directory.path());
  EXPECT_EQ(there.code, 2);
  EXPECT_THAT(there.err, HasSubstr("left as it is"));
  EXPECT_TRUE(fs::is_empty(directory / "shop"));
}

TEST(NewCommand, LeavesNothingBehindWhereThereIsNoRoomForAll) {
  const ScratchDirectory directory;
  const CommandResult result = run(
      Command{{"sh", "-c", "trap '' XFSZ; ulimit -f 1; exec '" ASSAY_BINARY "' new python shop"},
              directory.path(),
              {}});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("cannot write shop/"));
  EXPECT_TRUE(fs::is_empty(directory.path()));
}

}  // namespace
}  // namespace assay
