// The launcher, in a throw-away checkout whose command is a few lines long.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// Says where it runs and what it was given.
constexpr const char* kMain = R"(
#include <unistd.h>
#include <cstdio>
int main(int count, char** arguments) {
  char here[4096];
  std::puts(getcwd(here, sizeof here));
  for (int i = 1; i < count; ++i) std::puts(arguments[i]);
  return 7;
}
)";

constexpr const char* kCMakeLists = R"(
cmake_minimum_required(VERSION 3.25)
project(assay LANGUAGES CXX)
add_executable(assay main.cc)
)";

// As dpkg-query, on a machine that has these packages.
std::string dpkg_query(const std::vector<std::string>& packages) {
  std::string text = "#!/bin/sh\n";
  for (const std::string& package : packages) text += "echo " + package + ":installed\n";
  return text;
}

class Launcher : public ::testing::Test {
 protected:
  Launcher() {
    fs::create_directories(checkout_ + "/cmake");
    fs::create_directories(scratch_ / "bin");
    fs::create_directories(elsewhere_);
    for (const char* file : {"assay", "CMakePresets.json", "cmake/debian-packages.txt"})
      fs::copy_file(std::string(ASSAY_SOURCE_DIR "/") + file, checkout_ + "/" + file);
    write(checkout_ + "/CMakeLists.txt", kCMakeLists);
    write(checkout_ + "/main.cc", kMain);
    have(packages_for("run"));
  }

  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }

  void program(const std::string& name, const std::string& text) {
    write(scratch_ / "bin/" + name, text);
    fs::permissions(scratch_ / "bin/" + name, fs::perms::owner_all);
  }

  void have(const std::vector<std::string>& packages) {
    program("dpkg-query", dpkg_query(packages));
  }

  // The packages that a use of the list needs.
  std::vector<std::string> packages_for(const std::string& wanted) const {
    std::ifstream in(checkout_ + "/cmake/debian-packages.txt");
    std::vector<std::string> packages;
    for (std::string use, package; in >> use;) {
      if (use == wanted && in >> package) packages.push_back(package);
      std::getline(in, use);
    }
    return packages;
  }

  CommandResult assay(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), checkout_ + "/assay");
    const std::string path = scratch_ / "bin" + ":" + ::getenv("PATH");
    return run({arguments, elsewhere_, {{"PATH", path}, {"ASSAY_BUILD_DIR", build_}}});
  }

  ScratchDirectory scratch_;
  std::string checkout_ = scratch_ / "a checkout";
  std::string elsewhere_ = fs::canonical(scratch_.path()).string() + "/elsewhere";
  std::string build_ = scratch_ / "a checkout/build";
};

TEST_F(Launcher, BuildsAndBecomesTheCommandInTheCallersDirectory) {
  const CommandResult first = assay({"run", "--report", "json=a b.json"});
  EXPECT_EQ(first.out, elsewhere_ + "\nrun\n--report\njson=a b.json\n");
  EXPECT_EQ(first.code, 7) << first.err;
  EXPECT_THAT(first.err, StartsWith("assay: building (release)"));

  const CommandResult second = assay({"--no-such-flag"});
  EXPECT_EQ(second.out, elsewhere_ + "\n--no-such-flag\n");
  EXPECT_THAT(second.err, IsEmpty()) << "nothing was to be built";
}

TEST_F(Launcher, BuildsAgainWhatChanged) {
  assay({});
  const fs::file_time_type built = fs::last_write_time(build_ + "/release/assay");
  write(checkout_ + "/main.cc", "int main() { return 9; }\n");
  fs::last_write_time(checkout_ + "/main.cc", built + std::chrono::seconds(2));
  EXPECT_EQ(assay({}).code, 9);
}

TEST_F(Launcher, NoticesThatTheCheckoutWasMoved) {
  assay({});
  fs::rename(checkout_, scratch_ / "moved");
  checkout_ = scratch_ / "moved";
  build_ = scratch_ / "moved/build";
  EXPECT_EQ(assay({}).code, 7);
}

TEST_F(Launcher, ShowsTheErrorOfABuildThatFails) {
  write(checkout_ + "/main.cc", "int main() { return nonsense; }\n");
  const CommandResult result = assay({"run"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("nonsense"), HasSubstr(build_ + "/release/build.log")));
}

TEST_F(Launcher, BuildsTheFuzzTargetThatIsNamedAndSaysWhereItIs) {
  if (run({{"clang++", "--version"}, elsewhere_, {}}).code != 0)
    GTEST_SKIP() << "no clang++ here; apt-get install clang";
  std::vector<std::string> packages = packages_for("run");
  for (const std::string& package : packages_for("fuzz")) packages.push_back(package);
  have(packages);
  fs::create_directories(checkout_ + "/fuzz");
  write(checkout_ + "/fuzz/one_fuzz.cc", "int main() {}\n");
  write(checkout_ + "/main.cc", R"(#include <cstdio>
    #include <cstdlib>
    int main() {
      const char* where = std::getenv("ASSAY_FUZZ_TARGETS");
      std::puts(where == nullptr ? "" : where);
    })");
  write(checkout_ + "/CMakeLists.txt", std::string(kCMakeLists) + R"(
    add_executable(one_fuzz fuzz/one_fuzz.cc)
    add_custom_target(fuzz_targets COMMAND no-such-command))");
  const CommandResult result = assay({"fuzz", "one_fuzz", "--time", "1"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out, build_ + "/fuzz\n");
  EXPECT_TRUE(fs::exists(build_ + "/fuzz/one_fuzz"));
  EXPECT_EQ(assay({"fuzz"}).code, 2) << "without a name all are built, which fails here";
  EXPECT_EQ(assay({"fuzz", "--help"}).code, 0) << "that needs none";
}

TEST_F(Launcher, PrintsOneAptLineWhereItMayNotInstall) {
  std::vector<std::string> packages = packages_for("run");
  ASSERT_GT(packages.size(), 5U);
  const std::string first = packages.front();
  const std::string last = packages.back();
  packages.erase(packages.begin());
  packages.pop_back();
  have(packages);
  const CommandResult result = assay({"run", "--no-install"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.out,
              EndsWith("apt-get install -y --no-install-recommends " + first + " " + last + "\n"));
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 1);
  EXPECT_FALSE(fs::exists(build_));
}

TEST_F(Launcher, AsksForNoMoreThanACommandNeeds) {
  have({});
  EXPECT_THAT(assay({"format", "--no-install"}).out,
              EndsWith("--no-install-recommends clang-format\n"));
  EXPECT_THAT(assay({"run", "--no-install"}).out, Not(HasSubstr("libgtest-dev")));
  EXPECT_THAT(assay({"test", "--no-install"}).out,
              AllOf(HasSubstr("libgtest-dev"), HasSubstr(" clang ")));
}

TEST_F(Launcher, InstallsByItselfWhereThereIsNoTerminal) {
  std::vector<std::string> packages = packages_for("run");
  const std::string lacking = packages.back();
  packages.pop_back();
  have(packages);
  // Stands for apt-get and for sudo: once asked to install, it has installed.
  const std::string log = scratch_ / "apt.log";
  program("apt-get", "#!/bin/sh\necho \"$@\" >>'" + log +
                         "'\ncase \"$*\" in *install*) echo 'echo " + lacking + ":installed' >>'" +
                         (scratch_ / "bin/dpkg-query") + "';; esac\n");
  program("sudo", "#!/bin/sh\nif [ \"$1\" = -n ]; then shift; fi\nexec \"$@\"\n");
  const CommandResult result = assay({"run"});
  EXPECT_EQ(result.code, 7) << result.err;
  EXPECT_THAT(result.err, HasSubstr("installing from Debian: " + lacking));
  std::ifstream in(log);
  const std::string asked(std::istreambuf_iterator<char>(in), {});
  EXPECT_THAT(asked, AllOf(HasSubstr("update\n"),
                           HasSubstr("install -y --no-install-recommends " + lacking + "\n")));
}

// `script` lends a terminal; apt-get and sudo here write down that they were asked.
TEST_F(Launcher, AsksOnceOnATerminalAndTakesNoForAnAnswer) {
  have({});
  const std::string asked = scratch_ / "asked";
  program("apt-get", "#!/bin/sh\ntouch '" + asked + "'\nexit 100\n");
  program("sudo", "#!/bin/sh\ntouch '" + asked + "'\nexit 100\n");
  const auto on_terminal = [&](const std::string& answer) {
    return run(
        {{"sh", "-c",
          "printf '" + answer + "\\n' | script -qec \"'" + checkout_ + "/assay' run\" '" +
              (scratch_ / "typescript") + "'"},
         elsewhere_,
         {{"PATH", scratch_ / "bin" + ":" + ::getenv("PATH")}, {"ASSAY_BUILD_DIR", build_}}});
  };
  const CommandResult no = on_terminal("n");
  EXPECT_THAT(no.out, HasSubstr("Install them now"));
  EXPECT_FALSE(fs::exists(asked)) << no.out;
  EXPECT_FALSE(fs::exists(build_));
  const CommandResult yes = on_terminal("y");
  EXPECT_TRUE(fs::exists(asked)) << yes.out;
}

TEST_F(Launcher, SaysSoWhereAptFails) {
  have({});
  program("apt-get", "#!/bin/sh\necho E: no network >&2\nexit 100\n");
  program("sudo", "#!/bin/sh\nif [ \"$1\" = -n ]; then shift; fi\nexec \"$@\"\n");
  const CommandResult result = assay({"run"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("E: no network"), HasSubstr("apt-get failed")));
}

TEST_F(Launcher, HelpsWithItsOwnCommandsAndThenTheBuiltOnes) {
  const CommandResult built = assay({"--help"});
  EXPECT_THAT(built.out, AllOf(HasSubstr("./assay test"), EndsWith("\n--help\n")));
  have({});
  const CommandResult bare = assay({"--help"});
  EXPECT_THAT(bare.out, AllOf(HasSubstr("./assay test"), HasSubstr("once its packages are here")));
  EXPECT_EQ(bare.code, 0);
  const CommandResult test = assay({"test", "--help"});
  EXPECT_THAT(test.out, HasSubstr("./assay test [--quick]"));
  EXPECT_EQ(test.code, 0) << "that needs no package";
}

TEST_F(Launcher, RefusesAPlaceThatItCannotWriteTo) {
  build_ = "/proc/no-such-place";
  const CommandResult result = assay({"run"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("cannot write"), HasSubstr("ASSAY_BUILD_DIR")));
}

}  // namespace
}  // namespace assay
