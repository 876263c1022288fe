#include "spec/rule_book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace assay {
namespace {

constexpr const char* kFile = ASSAY_SOURCE_DIR "/RULES.md";

std::string text_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

// The number of the first line in which two texts differ.
std::size_t first_difference(const std::string& a, const std::string& b) {
  const auto at = std::ranges::mismatch(a, b).in1;
  return static_cast<std::size_t>(std::count(a.begin(), at, '\n')) + 1;
}

TEST(RuleBook, TheOneThatIsCheckedInIsUpToDate) {
  const std::string book = rule_book();
  if (std::getenv("ASSAY_UPDATE") != nullptr) std::ofstream(kFile) << book;
  const std::string file = text_of(kFile);
  EXPECT_TRUE(file == book) << "RULES.md differs from the rules, first in line "
                            << first_difference(file, book) << ". Write it anew with\n"
                            << "  ASSAY_UPDATE=1 ctest --test-dir " ASSAY_BUILD_DIR
                            << " -R spec.RuleBook";
}

TEST(RuleBook, HoldsEveryRuleOnceWithItsSentence) {
  const std::string book = rule_book();
  for (const Rule& rule : kRules) {
    const std::string start = "\n| " + std::string(rule.id) + " | ";
    const std::size_t at = book.find(start);
    ASSERT_NE(at, book.npos) << rule.id;
    EXPECT_EQ(book.find(start, at + 1), book.npos) << rule.id;
    const std::string line = book.substr(at + 1, book.find('\n', at + 1) - at - 1);
    EXPECT_TRUE(line.ends_with(" | " + std::string(rule.text) + " |")) << line;
    EXPECT_EQ(std::ranges::count(line, '|'), 6) << line;
  }
}

TEST(RuleBook, EveryGroupHasAHeading) {
  const std::string book = rule_book();
  for (std::uint8_t i = 0; i < kTagCount; ++i)
    EXPECT_EQ(book.find("\n## " + std::string(group_of(Tag{i})) + "\n"), book.npos)
        << group_of(Tag{i}) << " shows under its short name: add it to kHeadings";
}

}  // namespace
}  // namespace assay
