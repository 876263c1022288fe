// The report of `./assay coverage`, from an LCOV file of a few lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

TEST(CoverageReport, SumsUpByFolderAndSaysWhatIsNotReached) {
  const ScratchDirectory scratch;
  std::ofstream(scratch / "lcov") << "SF:/r/build/../spec/token.cc\nFN:1,f\nFN:9,g\nFNDA:3,f\n"
                                     "FNDA:0,g\nDA:1,3\nDA:2,3\nDA:9,0\nend_of_record\n"
                                     "SF:/r/stores/list.cc\nFN:4,h\nFNDA:0,h\nDA:4,0\n"
                                     "SF:/usr/include/other.h\nFN:1,o\nFNDA:0,o\nDA:1,0\n";
  const CommandResult report = run({{"sh", "-c",
                                     "printf 'spec/token.cc\\nspec/rules.cc\\nstores/list.cc\\n' | "
                                     "awk -v root=/r/ -v list=unreached -f \"$1\" - lcov",
                                     "sh", ASSAY_SOURCE_DIR "/fuzz/coverage.awk"},
                                    scratch.path(),
                                    {}});
  EXPECT_EQ(report.code, 0) << report.err;
  EXPECT_THAT(report.out, ContainsRegex("spec +1 +1 of +2 +2 of +3 +66% +1\n"));
  EXPECT_THAT(report.out, ContainsRegex("stores +1 +0 of +1 +0 of +1 +0% +0\n"));
  EXPECT_THAT(report.out, HasSubstr("aside):\n  stores/list.cc\n"));
  EXPECT_THAT(report.out, HasSubstr("No target holds these files:\n  spec/rules.cc\n"));
  std::ifstream unreached(scratch / "unreached");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(unreached), {}),
            "spec/token.cc:9: g\nstores/list.cc:4: h\n");
}

}  // namespace
}  // namespace assay
