// `assay zoo`, as a person uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/command.h"

namespace assay {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

CommandResult zoo(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {ASSAY_BINARY, "zoo", "--seed", "3"});
  return run(Command{std::move(arguments), ".", {}});
}

TEST(ZooCommand, TellsWhatIsCaughtAndHowShortTheCounterexampleIs) {
  const CommandResult result = zoo({"grant-token-hides-refresh-token", "id-not-told"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out,
              ContainsRegex("grant-token-hides-refresh-token +TS-SAVE-04 +caught +2/2"));
  EXPECT_THAT(result.out, ContainsRegex("id-not-told +TS-SAVE-19 +caught")) << "advice counts too";
  EXPECT_THAT(result.out, HasSubstr("2 of 2 broken stores caught (100.0 %)"));
}

TEST(ZooCommand, SaysInOneLineWhatToMend) {
  const CommandResult misspelt = zoo({"grant-token-hides"});
  EXPECT_EQ(misspelt.code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("there is no broken store 'grant-token-hides'."));
  const CommandResult format = zoo({"id-not-told", "--report", "junit=x"});
  EXPECT_EQ(format.code, 2);
  EXPECT_THAT(format.err, HasSubstr("there is no format 'junit'"));
}

}  // namespace
}  // namespace assay
