// `assay prove`, as a person uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

CommandResult prove(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {ASSAY_BINARY, "prove"});
  return run(Command{std::move(arguments), ".", {}});
}

TEST(ProveCommand, CertifiesAndSaysWhatItHasDone) {
  const CommandResult result = prove({"list", "--depth", "2"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("alphabet \"core\": "));
  EXPECT_THAT(result.out, HasSubstr(". save_token(user_name \"ann\", access_token \"v1\")\n"));
  EXPECT_THAT(result.out, ContainsRegex("\n +2 +[0-9,]+ +[0-9,]+\n"));
  EXPECT_THAT(result.out, HasSubstr("list: CERTIFIED to depth 2"));
}

TEST(ProveCommand, TellsTheStoryOfAPlanThatBreaksARule) {
  const ScratchDirectory out;
  const CommandResult result =
      prove({"access-token-is-no-selector", "--depth", "2", "--out", out.path()});
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("TS-FIND-01 (MUST)"));
  EXPECT_THAT(result.out, HasSubstr("NOT certified"));
  const std::filesystem::directory_iterator files(out.path());
  ASSERT_NE(files, std::filesystem::directory_iterator());
  EXPECT_EQ(files->path().extension(), ".json");
  EXPECT_THAT(result.out, HasSubstr(" replay assay1-"));
  EXPECT_THAT(result.out, HasSubstr(" --store access-token-is-no-selector\n"));
}

TEST(ProveCommand, RefusesADepthThatCannotBe) {
  for (const char* depth : {"0", "13", "deep"}) {
    const CommandResult result = prove({"list", "--depth", depth});
    EXPECT_EQ(result.code, 2) << depth;
    EXPECT_THAT(result.err, HasSubstr("--depth")) << depth;
  }
}

}  // namespace
}  // namespace assay
