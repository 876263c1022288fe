// Plugins that are none, compiled here from a few lines without a header of the project. Those that
// are right come from examples/: see tests/install_test.cc.
#include "harness/plugin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

#include "harness/adapter_fault.h"
#include "harness/plain_name.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct WrongPlugin {
  const char* name;
  const char* source;
  const char* told;
  std::int64_t limit_ms = 20'000;
};

std::ostream& operator<<(std::ostream& out, const WrongPlugin& plugin) {
  return out << plugin.name;
}

constexpr WrongPlugin kWrongPlugins[] = {
    {"NoFunction", "int answer() { return 42; }",
     "has no function assay_plugin; put ASSAY_PLUGIN("},
    {"MissingSymbol", "void missing(); void call() { missing(); }", "cannot be loaded (undefined"},
    {"Null", "extern \"C\" void* assay_plugin() { return nullptr; }", "gives nothing"},
    {"AnotherVersion",
     "extern \"C\" unsigned* assay_plugin() { static unsigned p[8] = {99}; return p; }",
     "is of version 99 of the plugin interface, and this command of version 1; build it"},
    {"AnotherLayout",
     "extern \"C\" unsigned* assay_plugin() { static unsigned p[8] = {1}; return p; }",
     "was built with another standard library"},
    {"CrashingConstructor", "struct A { A() { __builtin_trap(); } } a;",
     "took its process down while it was loaded and asked for its store: ended by signal SIG"},
    {"ExitingConstructor", "extern \"C\" void _exit(int); struct A { A() { _exit(0); } } a;",
     "took its process down while it was loaded and asked for its store: exited with 0"},
    {"HangingConstructor", "volatile bool on = true; struct A { A() { while (on) {} } } a;",
     "did not come back within 200 ms", 200},
};

class Plugin : public ::testing::TestWithParam<WrongPlugin> {};

// The one line that is thrown.
std::string told_of(const std::string& path, std::int64_t limit_ms = 20'000) {
  try {
    ask_plugin(path, limit_ms);
  } catch (const AdapterFault& fault) {
    EXPECT_EQ(std::ranges::count(std::string(fault.what()), '\n'), 0) << fault.what();
    return fault.what();
  }
  return "nothing";
}

TEST_P(Plugin, ThatIsWrongIsToldOfInOneLine) {
  const ScratchDirectory scratch;
  const std::string source = scratch / "wrong.cc";
  const std::string library = scratch / "libwrong.so";
  std::ofstream(source) << GetParam().source << '\n';
  const std::string compile = ASSAY_CXX_COMPILER " -shared -fPIC -o " + library + " " + source;
  ASSERT_EQ(std::system(compile.c_str()), 0) << compile;
  EXPECT_THAT(told_of(library, GetParam().limit_ms),
              AllOf(StartsWith("the plugin " + library + " "), HasSubstr(GetParam().told)));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Plugin, ::testing::ValuesIn(kWrongPlugins),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(PluginFile, ThatIsNoLibraryIsToldOfInOneLine) {
  const ScratchDirectory scratch;
  EXPECT_THAT(told_of(scratch / "libnone.so"), HasSubstr("libnone.so is not there; build it"));
  EXPECT_THAT(told_of(scratch.path()), HasSubstr("is no file; name the shared library itself"));
  std::ofstream(scratch / "libtext.so") << "This is text.\n";
  EXPECT_THAT(told_of(scratch / "libtext.so"), HasSubstr("cannot be loaded ("));
}

TEST(PlainName, CanBeAPartOfAFileName) {
  EXPECT_EQ(plain_name("shop", "x"), "shop");
  EXPECT_EQ(plain_name("../My  shop's store", "x"), "My-shop-s-store");
  EXPECT_EQ(plain_name("//", "x"), "x");
  EXPECT_EQ(plain_name(std::string(100, 'a'), "x"), std::string(60, 'a'));
}

}  // namespace
}  // namespace assay
