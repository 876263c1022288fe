// The containers, as far as they can be checked where no container engine runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/command.h"

namespace assay {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

// What `pattern` captures, wherever it matches.
std::vector<std::string> captures(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern, std::regex::multiline);
  std::vector<std::string> found;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), regex);
       at != std::sregex_iterator(); ++at)
    found.push_back((*at)[1]);
  return found;
}

// docker-compose in one of its two forms, or nothing.
std::vector<std::string> compose() {
  for (const std::vector<std::string>& form :
       {std::vector<std::string>{"docker", "compose"}, {"docker-compose"}}) {
    std::vector<std::string> question = form;
    question.emplace_back("version");
    if (run({question, ".", {}}).code == 0) return form;
  }
  return {};
}

TEST(Compose, IsAcceptedByDockerCompose) {
  std::vector<std::string> command = compose();
  if (command.empty())
    GTEST_SKIP() << "docker-compose.yml was NOT CHECKED: neither docker compose nor docker-compose "
                    "is on this machine";
  command.insert(command.end(), {"-f", ASSAY_SOURCE_DIR "/docker-compose.yml", "config"});
  const CommandResult result = run({command, ".", {{"ASSAY_MYSQL_PASSWORD", "chosen"}}});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("MYSQL_PASSWORD: chosen"));
  EXPECT_THAT(result.out, HasSubstr("ASSAY_MYSQL_PASSWORD: chosen"));
}

TEST(ComposeFile, PinsTheServerAndKeepsItOnThisMachine) {
  const std::string text = content_of(ASSAY_SOURCE_DIR
                                      "/"
                                      "docker-compose.yml");
  EXPECT_THAT(captures(text, R"(image: (\S+)$)"),
              Contains(::testing::MatchesRegex("mysql:8\\.4\\.[0-9]+")));
  const auto ports = captures(text, R"(- "(.*:3306)\"$)");
  ASSERT_EQ(ports.size(), 1U);
  EXPECT_THAT(ports.front(), ::testing::StartsWith("127.0.0.1:"));
}

TEST(Dockerfile, PinsItsImagesAndRunsAsNobody) {
  const std::string text = content_of(ASSAY_SOURCE_DIR
                                      "/"
                                      "Dockerfile");
  const auto images = captures(text, R"(^FROM (\S+))");
  ASSERT_EQ(images.size(), 2U);
  for (const std::string& image : images)
    EXPECT_THAT(image, ::testing::MatchesRegex("debian:12\\.[0-9]+-slim"));
  EXPECT_THAT(captures(text, R"(^USER (\d+))"), ::testing::ElementsAre(::testing::Ne("0")));
}

// The image installs these and has what every Debian has; the command must not need more.
TEST(Dockerfile, HasEveryLibraryThatTheCommandNeeds) {
  if (run({{"dpkg-query", "--version"}, ".", {}}).code != 0)
    GTEST_SKIP() << "the packages of the image were NOT CHECKED: there is no dpkg on this machine";
  std::set<std::string> packages = {"libc6", "libstdc++6", "libgcc-s1"};
  std::istringstream list(content_of(ASSAY_SOURCE_DIR "/"
                                                      "cmake/debian-packages.txt"));
  for (std::string use, package; list >> use;) {
    if (use == "image" && list >> package) packages.insert(package);
    std::getline(list, use);
  }
  const CommandResult dynamic = run({{"readelf", "-d", ASSAY_BINARY}, ".", {}});
  ASSERT_EQ(dynamic.code, 0) << dynamic.err;
  const auto needed = captures(dynamic.out, R"(\(NEEDED\).*\[(.*)\])");
  EXPECT_THAT(needed, Contains(::testing::StartsWith("libmysqlcppconn")));
  for (const std::string& library : needed) {
    const CommandResult owner = run({{"dpkg-query", "-S", "*/" + library}, ".", {}});
    bool covered = false;
    for (const std::string& package : captures(owner.out, R"(^([^:]+):)"))
      covered = covered || packages.contains(package);
    EXPECT_TRUE(covered) << library << " is in " << owner.out;
  }
}

}  // namespace
}  // namespace assay
