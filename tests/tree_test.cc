// Each check is first shown a fault, so that it is known to see one, and then the real tree.
#include "tests/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "tests/command.h"

namespace assay::tree {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<File>& real_tree() {
  static const std::vector<File> kFiles = read(ASSAY_SOURCE_DIR);
  return kFiles;
}

const std::vector<File> kHeaders = {
    {"spec/token.h", ""}, {"stores/list.h", ""}, {"harness/run.h", ""}, {"reports/table.h", ""},
    {"cli/run.h", ""},    {"fuzz/bytes.h", ""},  {"face/gtest.h", ""}};

std::vector<File> with_headers(const File& file) {
  std::vector<File> files = kHeaders;
  files.push_back(file);
  return files;
}

TEST(Tree, IsReadAsAWhole) {
  std::set<std::string> paths;
  for (const File& file : real_tree()) paths.insert(file.path);
  for (const char* path : {"assay", ".ci/run", "spec/token.h", "stores/list.cc", "tests/tree.cc"})
    EXPECT_TRUE(paths.contains(path)) << path;
}

TEST(TreeArrows, ForbidWhatTheArchitectureForbids) {
  const struct {
    const char* path;
    const char* include;
    bool allowed;
  } kCases[] = {
      {"spec/a.cc", "stores/list.h", false},    {"stores/a.cc", "harness/run.h", false},
      {"harness/a.cc", "stores/list.h", false}, {"harness/a_test.cc", "stores/list.h", true},
      {"reports/a.cc", "harness/run.h", false}, {"fuzz/a_fuzz.cc", "reports/table.h", false},
      {"stores/a.cc", "cli/run.h", false},      {"spec/a_test.cc", "harness/run.h", false},
      {"stores/a.cc", "spec/token.h", true},    {"fuzz/a_fuzz.cc", "stores/list.h", true},
      {"cli/a.cc", "reports/table.h", true},    {"cli/a.cc", "fuzz/bytes.h", true},
      {"face/a.cc", "stores/list.h", false},    {"face/a_test.cc", "stores/list.h", true},
      {"face/a.cc", "harness/run.h", true},     {"harness/a.cc", "face/gtest.h", false},
  };
  for (const auto& [path, include, allowed] : kCases) {
    const std::string text = "#include \"" + std::string(include) + "\"\n";
    EXPECT_EQ(arrow_faults(with_headers({path, text})).empty(), allowed)
        << path << " includes " << include;
  }
}

TEST(TreeArrows, WantIncludesFromTheRoot) {
  EXPECT_THAT(arrow_faults(with_headers({"spec/a.cc", "\n#include \"token.h\"\n"})),
              ElementsAre("spec/a.cc:2: token.h is no path from the root"));
}

TEST(TreeArrows, HoldInTheTree) { EXPECT_THAT(arrow_faults(real_tree()), IsEmpty()); }

TEST(TreeModel, IsHiddenFromStoresAlsoBehindAnotherHeader) {
  const File direct = {"stores/a.cc", "#include \"spec/model.h\"\n"};
  const File over = {"spec/over.h", "#include \"spec/model.h\"\n"};
  const File indirect = {"stores/b.cc", "#include \"spec/over.h\"\n"};
  const File model = {"spec/model.h", ""};
  EXPECT_THAT(model_faults({direct, over, indirect, model}),
              ElementsAre("stores/a.cc:1: peeks at spec/model.h through stores/a.cc",
                          "stores/b.cc:1: peeks at spec/model.h through spec/over.h"));
}

TEST(TreeModel, IsOpenToBrokenStoresAndTests) {
  const std::string text = "#include \"spec/model.h\"\n";
  EXPECT_THAT(model_faults({{"stores/broken/a.cc", text}, {"stores/a_test.cc", text}}), IsEmpty());
}

TEST(TreeModel, IsHiddenInTheTree) { EXPECT_THAT(model_faults(real_tree()), IsEmpty()); }

TEST(TreeLibraries, AreKeptOutOfHeadersAndOfTheSpec) {
  const std::string nlohmann = "#include <nlohmann/json.hpp>\n";
  EXPECT_THAT(library_faults({{"reports/a.h", nlohmann},
                              {"harness/a.h", "#include <rapidcheck.h>\n"},
                              {"spec/a.cc", "#include <string>\n#include <fmt/format.h>\n"},
                              {"spec/b.cc", nlohmann},
                              {"spec/json.cc", nlohmann},
                              {"spec/a_test.cc", "#include <gtest/gtest.h>\n"},
                              {"reports/a.cc", nlohmann}}),
              ElementsAre("reports/a.h:1: nlohmann/json.hpp in a header",
                          "harness/a.h:1: rapidcheck.h in a header",
                          "spec/a.cc:2: fmt/format.h is not standard",
                          "spec/b.cc:1: nlohmann/json.hpp is not standard"));
}

TEST(TreeLibraries, AreKeptOutInTheTree) { EXPECT_THAT(library_faults(real_tree()), IsEmpty()); }

TEST(TreeTargets, MissAFileThatIsNotCompiled) {
  const std::string commands = R"([{"file": "/r/spec/a.cc"}])";
  EXPECT_THAT(
      target_faults({{"spec/a.cc", ""}, {"spec/b_test.cc", ""}, {"spec/c.h", ""}}, commands, "/r"),
      ElementsAre("spec/b_test.cc:1: is in no target"));
}

// The commands, and the text of each batch that they compile.
std::string with_batches(const std::string& commands) {
  const std::string key = "\"file\": \"";
  std::string all = commands;
  for (std::size_t at = commands.find(key); at != commands.npos; at = commands.find(key, at)) {
    at += key.size();
    const std::string path = commands.substr(at, commands.find('"', at) - at);
    if (path.find("/Unity/") != path.npos) all += content_of(path);
  }
  return all;
}

TEST(TreeTargets, HoldEveryFileOfTheTree) {
  const std::string commands = content_of(ASSAY_BUILD_DIR "/compile_commands.json");
  ASSERT_FALSE(commands.empty()) << "CMAKE_EXPORT_COMPILE_COMMANDS is off";
  EXPECT_THAT(target_faults(real_tree(), with_batches(commands), ASSAY_SOURCE_DIR), IsEmpty());
}

TEST(TreeSizes, CountLinesAndCharacters) {
  std::string long_text;
  for (int i = 0; i < 401; ++i) long_text += '\n';
  std::string wide;  // 100 characters, 200 bytes
  for (int i = 0; i < 100; ++i) wide += "\xC3\xA9";
  EXPECT_THAT(size_faults({{"spec/a.cc", long_text},
                           {"spec/b.cc", wide + "\n" + wide + "x\n"},
                           {"LICENSE", wide + "x\n"}}),
              ElementsAre("spec/a.cc:401: 401 lines", "spec/b.cc:2: 101 characters in a line"));
}

TEST(TreeSizes, HoldInTheTree) { EXPECT_THAT(size_faults(real_tree()), IsEmpty()); }

TEST(TreeNames, SaySomething) {
  EXPECT_THAT(name_faults({{"spec/token_util.h", ""},
                           {"stores/common/a.md", ""},
                           {"spec/Token.cc", ""},
                           {"spec/database.h", ""},
                           {"docs/Based-On.md", ""}}),
              ElementsAre("spec/token_util.h:1: a name that says util",
                          "stores/common/a.md:1: a name that says common",
                          "spec/Token.cc:1: a name that is not snake_case"));
}

TEST(TreeNames, SaySomethingInTheTree) { EXPECT_THAT(name_faults(real_tree()), IsEmpty()); }

TEST(TreeTexts, LeaveNothingUndoneAndNameNoMachine) {
  EXPECT_THAT(
      text_faults({{"spec/a.cc", without_bars("int a;  // TO|DO: later\n")},
                   {"README.md", without_bars("See /ho|me/ann/notes.\n")},
                   {"spec/a_test.cc", without_bars("TEST(A, DIS|ABLED_B) {}\n")},
                   {"spec/b.h", "\n#pragma once\n"},
                   {"spec/c.h", "// What it is.\n"},
                   {"spec/d.h", "// What it is.\n#pragma once\n"}}),
      ElementsAre(without_bars("spec/a.cc:1: says TO|DO"),
                  without_bars("README.md:1: says /ho|me/"),
                  without_bars("spec/a_test.cc:1: says DIS|ABLED_"),
                  "spec/b.h:1: does not say what it is", "spec/c.h:1: has no #pragma once"));
}

TEST(TreeTexts, HoldInTheTree) { EXPECT_THAT(text_faults(real_tree()), IsEmpty()); }

}  // namespace
}  // namespace assay::tree
