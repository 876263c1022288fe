#include "harness/exec_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <fstream>
#include <string>

#include "harness/adapter_fault.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename Body>
std::string story_of(const Body& body) {
  try {
    body();
  } catch (const AdapterFault& fault) {
    return fault.what();
  }
  return "no fault";
}

std::string refusal_of(const std::string& line) {
  return story_of([&] { parse_exec(line); });
}

TEST(ExecCommand, IsSplitAsAShellSplits) {
  EXPECT_THAT(parse_exec("  python3   my_adapter.py ").words,
              ElementsAre("python3", "my_adapter.py"));
  EXPECT_THAT(parse_exec(R"(a 'b c' "d \"e\" \n" f\ g '' "$ 5")").words,
              ElementsAre("a", "b c", "d \"e\" \\n", "f g", "", "$ 5"));
  EXPECT_THAT(parse_exec("a 'it'\\''s' x'|'").words, ElementsAre("a", "it's", "x|"));
}

TEST(ExecCommand, IsRefusedWhereItWantsAShell) {
  for (const char* line : {"a | b", "a > b", "a && b", "a $HOME", "a \"${X}\"", "a $(b)", "a &"})
    EXPECT_THAT(refusal_of(line), HasSubstr("no shell reads the command")) << line;
  EXPECT_THAT(refusal_of("  "), HasSubstr("the command is empty"));
  EXPECT_THAT(refusal_of("''"), HasSubstr("the command is empty"));
  EXPECT_THAT(refusal_of("a 'b"), HasSubstr("the quote ' is not closed"));
  EXPECT_EQ(refusal_of("a '|' b"), "no fault");
}

TEST(ExecCommand, IsQuotedSoThatItSplitsAgain) {
  for (const char* word : {"plain-1.py", "two words", "it's", "", "$x", "a\"b"})
    EXPECT_THAT(parse_exec("x " + shell_quoted(word)).words, ElementsAre("x", word));
  EXPECT_EQ(shell_quoted("a/b.py"), "a/b.py");
}

TEST(ExecCommand, GivesTheNameOfItsScript) {
  const ScratchDirectory scratch;
  std::ofstream(scratch / "shop.py") << "\n";
  EXPECT_EQ(last_path_part(parse_exec("python3 " + (scratch / "shop.py") + " --fast")), "shop.py");
  EXPECT_EQ(last_path_part(parse_exec("/usr/bin/thing --fast")), "thing");
}

TEST(ExecCommand, IsLookedUpAndSaysWhatStandsInTheWay) {
  const ScratchDirectory scratch;
  const std::string script = scratch / "script.py";
  std::ofstream(script) << "#!/nowhere/python9\n";
  const auto obstacle = [](const std::string& line) {
    return story_of([&] { find_program(parse_exec(line)); });
  };
  EXPECT_THAT(obstacle(script), HasSubstr("may not be executed; 'chmod +x' it"));
  EXPECT_THAT(obstacle(scratch / "none"), HasSubstr("there is no file"));
  EXPECT_THAT(obstacle(scratch.path()), HasSubstr("is a directory"));
  EXPECT_THAT(obstacle("pyhton3 x"), HasSubstr("there is no program 'pyhton3' on the PATH"));
  EXPECT_THAT(obstacle("A=1 sh"), HasSubstr("env A=1 ..."));
  EXPECT_EQ(find_program(parse_exec("sh")).back(), 'h');
  chmod(script.c_str(), 0700);
  EXPECT_EQ(find_program(parse_exec(script)), script);
  EXPECT_THAT(why_not_started(script, ENOENT), HasSubstr("\"/nowhere/python9\""));
  EXPECT_THAT(why_not_started(script, ENOEXEC), HasSubstr("is no program"));
}

}  // namespace
}  // namespace assay
