// An installed copy, and a user's project built against it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

using ::testing::HasSubstr;

TEST(Install, GivesTheCommandAndWhatAUsersProjectNeeds) {
  const ScratchDirectory scratch;
  const std::string prefix = scratch / "usr";
  const CommandResult install =
      run({{"cmake", "--install", ASSAY_BUILD_DIR, "--prefix", prefix}, scratch.path(), {}});
  ASSERT_EQ(install.code, 0) << install.out << install.err;

  const CommandResult version = run({{prefix + "/bin/assay", "--version"}, scratch.path(), {}});
  EXPECT_EQ(version.code, 0) << version.err;
  EXPECT_THAT(version.out, HasSubstr(ASSAY_VERSION));

  // Built as this test was, since a sanitizer is in all of a program or in nothing.
  std::string flags;
  if (*ASSAY_SANITIZE != '\0') flags = "-fsanitize=" ASSAY_SANITIZE;
  const std::string build = scratch / "build";
  const CommandResult configure =
      run({{"cmake", "-G", "Ninja", "-S", ASSAY_SOURCE_DIR "/examples/consumer", "-B", build,
            "-DCMAKE_PREFIX_PATH=" + prefix, "-DCMAKE_CXX_COMPILER=" ASSAY_CXX_COMPILER,
            "-DCMAKE_CXX_FLAGS=-Werror -Wall -Wextra -Wpedantic " + flags},
           scratch.path(),
           {}});
  ASSERT_EQ(configure.code, 0) << configure.out << configure.err;
  const CommandResult compile = run({{"cmake", "--build", build}, scratch.path(), {}});
  ASSERT_EQ(compile.code, 0) << compile.out << compile.err;

  const CommandResult consumer = run({{build + "/consumer", "20"}, scratch.path(), {}});
  EXPECT_EQ(consumer.code, 1) << "its store breaks rules: " << consumer.err;
  EXPECT_THAT(consumer.out, HasSubstr("TS-SAVE-01"));
}

TEST(Install, NamesNoPlaceOfTheBuild) {
  const ScratchDirectory scratch;
  const CommandResult install = run(
      {{"cmake", "--install", ASSAY_BUILD_DIR, "--prefix", scratch / "usr"}, scratch.path(), {}});
  ASSERT_EQ(install.code, 0) << install.out << install.err;
  for (const char* place : {ASSAY_SOURCE_DIR, ASSAY_BUILD_DIR}) {
    const CommandResult grep = run({{"grep", "-rIlF", place, scratch / "usr"}, scratch.path(), {}});
    EXPECT_EQ(grep.code, 1) << grep.out;
  }
}

}  // namespace
}  // namespace assay
