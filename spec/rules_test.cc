#include "spec/rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <regex>
#include <set>
#include <string>

namespace assay {
namespace {

using literals::operator""_rule;

TEST(Rules, IdsAreUniqueAndWellFormed) {
  const std::regex kForm("TS-[A-Z]+-[0-9]{2}|LAT-[a-z]");
  std::set<std::string_view> seen;
  for (const Rule& rule : kRules) {
    EXPECT_TRUE(std::regex_match(std::string(rule.id), kForm)) << rule.id;
    EXPECT_TRUE(seen.insert(rule.id).second) << rule.id << " stands twice";
  }
}

TEST(Rules, GroupsStandTogetherAndCountUpFromOne) {
  std::set<std::string_view> finished;
  std::string_view group;
  int number = 0;
  for (std::uint8_t i = 0; i < kTagCount && !Tag{i}.is_latitude(); ++i) {
    const Tag tag{i};
    if (group_of(tag) != group) {
      finished.insert(group);
      group = group_of(tag);
      number = 0;
      EXPECT_FALSE(finished.contains(group)) << group << " is torn apart";
    }
    EXPECT_EQ(std::stoi(std::string(tag.id().substr(tag.id().size() - 2))), ++number) << tag.id();
  }
}

TEST(Rules, LatitudesComeLastAndAloneAreCalledSo) {
  for (const Rule& rule : kRules)
    EXPECT_EQ(rule.level == Level::kLatitude, rule.id.starts_with("LAT-")) << rule.id;
  EXPECT_TRUE(std::ranges::is_partitioned(
      kRules, [](const Rule& rule) { return rule.level != Level::kLatitude; }));
}

TEST(Rules, EachIsOneSentenceOnOneLine) {
  for (const Rule& rule : kRules) {
    EXPECT_TRUE(rule.text.ends_with('.') || rule.text.ends_with(").")) << rule.id;
    EXPECT_EQ(rule.text.find_first_of("\n|\t"), rule.text.npos) << rule.id;
    EXPECT_EQ(rule.text.find(". "), rule.text.npos) << rule.id << ": more than one sentence";
    EXPECT_LE(rule.text.size(), 200U) << rule.id;
  }
}

TEST(Rules, EachNamesAKnownSource) {
  constexpr std::array<std::string_view, 4> kSources = {"A", "RFC", "SEC", "DB"};
  for (const Rule& rule : kRules)
    EXPECT_TRUE(std::ranges::any_of(
        kSources,
        [&](auto source) { return rule.source.substr(0, rule.source.find(' ')) == source; }))
        << rule.id << ": " << rule.source;
}

TEST(Rules, EveryTagIsFoundByItsId) {
  for (std::uint8_t i = 0; i < kTagCount; ++i) {
    const auto found = find_tag(Tag{i}.id());
    ASSERT_TRUE(found.has_value()) << Tag{i}.id();
    EXPECT_EQ(found->index, i);
  }
  for (const std::string_view id : {"", "TS-SAVE-99", "ts-save-01", "TS-SAVE-01 ", "LAT-e"})
    EXPECT_FALSE(find_tag(id).has_value()) << id;
}

TEST(Rules, LiteralsNameTheirRow) {
  EXPECT_EQ("TS-SAVE-07"_rule.id(), "TS-SAVE-07");
  EXPECT_EQ(group_of("TS-SAVE-07"_rule), "SAVE");
  EXPECT_EQ(group_of("LAT-f"_rule), "LAT");
  EXPECT_TRUE("LAT-f"_rule.is_latitude());
  EXPECT_FALSE("TS-SAVE-07"_rule.is_latitude());
}

// Whether a source that uses this literal compiles.
bool compiles(const std::string& literal) {
  const std::string command =
      "echo '#include \"spec/rules.h\"\nusing namespace assay::literals;\n"
      "constexpr auto kTag = \"" +
      literal + "\"_rule; int main() { return kTag.index & 0; }' | " +
      ASSAY_CXX_COMPILER " -std=c++20 -fsyntax-only -I'" ASSAY_SOURCE_DIR "' -x c++ - 2>/dev/null";
  return std::system(command.c_str()) == 0;
}

TEST(Rules, AMisspeltLiteralDoesNotCompile) {
  EXPECT_TRUE(compiles("TS-SAVE-07"));
  EXPECT_FALSE(compiles("TS-SAVE-70"));
}

}  // namespace
}  // namespace assay
