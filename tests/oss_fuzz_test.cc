// What OSS-Fuzz and ClusterFuzzLite read and run, as far as that can be tried without their images.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kTree = ASSAY_SOURCE_DIR "/";

std::set<std::string> targets_of_the_tree() {
  std::set<std::string> names;
  for (const char* folder : {"fuzz", "cli"})
    for (const auto& entry : fs::directory_iterator(kTree + folder))
      if (entry.path().filename().string().ends_with("_fuzz.cc"))
        names.insert(entry.path().stem().string());
  return names;
}

// The packages of a Dockerfile: what stands between "recommends" and "&& rm".
std::set<std::string> packages_of(const std::string& dockerfile) {
  const std::string text = content_of(kTree + dockerfile);
  const std::size_t begin = text.find("--no-install-recommends") + 23;
  std::istringstream in(text.substr(begin, text.find("&& rm") - begin));
  std::set<std::string> packages;
  for (std::string word; in >> word;)
    if (word != "\\") packages.insert(word);
  return packages;
}

TEST(OssFuzz, HasImagesWithAllThatABuildNeeds) {
  std::set<std::string> needed;
  std::ifstream list(kTree + "cmake/debian-packages.txt");
  for (std::string line; std::getline(list, line);) {
    std::istringstream in(line);
    std::string use;
    std::string package;
    in >> use >> package;
    // The image brings its CMake, and no target talks to a server.
    if (use == "run" && package != "cmake" && !package.starts_with("mariadb"))
      needed.insert(package);
  }
  EXPECT_EQ(packages_of("fuzz/oss-fuzz/Dockerfile"), needed);
  EXPECT_EQ(packages_of(".clusterfuzzlite/Dockerfile"), needed);
}

TEST(OssFuzz, AsksForTheSameSystemToBuildOnAndToRunOn) {
  for (const char* folder : {"fuzz/oss-fuzz/", ".clusterfuzzlite/"}) {
    EXPECT_THAT(content_of(kTree + folder + "Dockerfile"),
                HasSubstr("base-builder:ubuntu-24-04\n"));
    EXPECT_THAT(content_of(kTree + folder + "project.yaml"),
                HasSubstr("base_os_version: ubuntu-24-04\n"));
  }
}

// By the actions' own descriptions and ClusterFuzzLite's pages.
TEST(OssFuzz, GivesTheActionsOnlyWhatTheyKnow) {
  const std::set<std::string> inputs = {"language",     "github-token", "sanitizer",
                                        "fuzz-seconds", "mode",         "upload-build"};
  const std::set<std::string> modes = {"code-change", "batch", "prune", "coverage"};
  std::set<std::string> used_modes;
  for (const auto& entry : fs::directory_iterator(kTree + ".github/workflows")) {
    const std::string text = content_of(entry.path());
    const std::regex input("\n          ([a-z-]+): ([^\n]*)");
    for (std::sregex_iterator at(text.begin(), text.end(), input), end; at != end; ++at) {
      EXPECT_TRUE(inputs.contains((*at)[1])) << entry.path() << ": " << (*at)[1];
      if ((*at)[1] == "mode") used_modes.insert((*at)[2]);
    }
  }
  EXPECT_EQ(used_modes, modes);
}

// The script with a CMake that builds nothing.
TEST(OssFuzz, PacksAllSeedsAlsoWhereTheirNamesFillMoreThanOneCommandLine) {
  const ScratchDirectory scratch;
  const std::string seeds = scratch / "src/assay/fuzz/corpus/some_fuzz";
  fs::create_directories(seeds);
  fs::create_directories(scratch / "src/assay/cli");
  fs::create_directories(scratch / "bin");
  std::ofstream(scratch / "src/assay/fuzz/some_fuzz.cc") << "";
  constexpr int kSeeds = 2000;
  for (int i = 0; i < kSeeds; ++i)
    std::ofstream(seeds + "/" + std::string(i == 0 ? "-" : "") + std::to_string(1000 + i) +
                  std::string(100, 'a'))
        << "";
  const std::string cmake = scratch / "bin/cmake";
  std::ofstream(cmake) << "#!/bin/sh\nif [ \"$1\" = -E ]; then PATH=$REAL exec cmake \"$@\"; fi\n"
                          "if [ \"$1\" = --build ]; then cp /bin/true \"$2/some_fuzz\"; fi\n";
  fs::permissions(cmake, fs::perms::owner_all);
  const std::string path = std::getenv("PATH");
  const CommandResult build = run({{"bash", kTree + "fuzz/oss-fuzz/build.sh"},
                                   scratch.path(),
                                   {{"PATH", scratch / "bin:" + path},
                                    {"REAL", path},
                                    {"SRC", scratch / "src"},
                                    {"OUT", scratch / "out"},
                                    {"WORK", scratch / "work"},
                                    {"CXX", "c++"}}});
  ASSERT_EQ(build.code, 0) << build.out << build.err;
  const CommandResult listed =
      run({{"cmake", "-E", "tar", "tf", scratch / "out/some_fuzz_seed_corpus.zip"}, "/", {}});
  EXPECT_EQ(std::ranges::count(listed.out, '\n'), kSeeds) << listed.err;
  EXPECT_THAT(listed.out, StartsWith("-1000a"));
}

// A build of everything by clang with a sanitizer takes minutes.
TEST(OssFuzzBuild, LeavesTargetsThatRunFromTheirFolderAlone) {
  if (std::getenv("ASSAY_TEST_OSS_FUZZ") == nullptr)
    GTEST_SKIP() << "a build of its own; ./assay test --fuzz makes it";
  ASSERT_EQ(run({{"clang++", "--version"}, "/", {}}).code, 0) << "apt-get install clang";
  const ScratchDirectory scratch;
  fs::create_directories(scratch / "src");
  fs::create_directory_symlink(ASSAY_SOURCE_DIR, scratch / "src/assay");
  const std::string out = scratch / "out";
  const CommandResult build =
      run({{"bash", kTree + "fuzz/oss-fuzz/build.sh"},
           scratch.path(),
           {{"SRC", scratch / "src"},
            {"OUT", out},
            {"WORK", ASSAY_BUILD_DIR "/oss-fuzz"},
            {"CC", "clang"},
            {"CXX", "clang++"},
            {"CFLAGS", "-O1 -fsanitize=address"},
            {"CXXFLAGS",
             "-O1 -fno-omit-frame-pointer -gline-tables-only -fsanitize=address "
             "-fsanitize-address-use-after-scope -fsanitize=fuzzer-no-link -stdlib=libc++ "
             "-DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"},
            {"LIB_FUZZING_ENGINE", "-fsanitize=fuzzer"},
            {"FUZZING_ENGINE", "libfuzzer"},
            {"SANITIZER", "address"}}});
  ASSERT_EQ(build.code, 0) << build.out << build.err;
  const std::set<std::string> targets = targets_of_the_tree();
  ASSERT_FALSE(targets.empty());
  for (const std::string& name : targets) {
    const std::string target = out + "/" + name;
    EXPECT_TRUE(fs::exists(target + ".options")) << name;
    EXPECT_EQ(fs::exists(target + ".dict"),
              fs::exists(kTree + "fuzz/dictionaries/" + name + ".dict"));
    const std::string seeds = scratch / name;
    fs::create_directories(seeds);
    if (fs::exists(kTree + "fuzz/corpus/" + name)) {
      const CommandResult unpacked =
          run({{"cmake", "-E", "tar", "xf", target + "_seed_corpus.zip"}, seeds, {}});
      EXPECT_EQ(unpacked.code, 0) << unpacked.err;
      EXPECT_FALSE(fs::is_empty(seeds)) << name;
    }
    std::vector<std::string> words = {"env",  "-i",      "PATH=/usr/bin:/bin", "setarch", "-R",
                                      target, "-runs=10"};
    if (fs::exists(target + ".dict")) words.push_back("-dict=" + target + ".dict");
    words.push_back(seeds);
    const CommandResult ran = run({words, scratch.path(), {}});
    EXPECT_EQ(ran.code, 0) << name << ": " << ran.err;
    const CommandResult libraries = run({{"ldd", target}, scratch.path(), {}});
    EXPECT_THAT(libraries.out, HasSubstr(out + "/lib/libstdc++.so")) << "its own, beside it";
    EXPECT_THAT(libraries.out, Not(HasSubstr("not found"))) << name;
  }
}

}  // namespace
}  // namespace assay
