#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/text.h"

namespace assay {
namespace {

using namespace std::string_literals;

TEST(Folded, FoldsCaseAccentsNormalFormWidthBlanksAndNumbers) {
  const std::vector<std::pair<std::string, std::string>> kPairs = {
      {"", ""},
      {"ann", "ann"},
      {"Ann", "ann"},
      {"ÄÖÜé", "aoue"},
      {"A\u0308", "a"},
      {"Straße", "strasse"},
      {"STRAẞE", "strasse"},
      {"\u0130\u0131", "ii"},
      {"\u212A\u212B\u2126", "kaω"},
      {"Việt", "viet"},
      {"ŁÓDŹ Æther", "lodz aether"},
      {"ａＢ\u3000ｃ", "ab c"},
      {"\u00A0ann \t", "ann"},
      {"ΣΊΣΥΦΟΣ", "σισυφοσ"},
      {"ς", "σ"},
      {"ЁЖЙ", "ежи"},
      {"가", "\u1100\u1161"},
      {"각", "\u1100\u1161\u11A8"},
      {"a-b_c.d", "a-b_c.d"},
      {"😀", "😀"},
      {"a\0"s, "a\0"s},
  };
  for (const auto& [text, expected] : kPairs)
    EXPECT_EQ(quoted(folded(text)), quoted(expected)) << quoted(text);
}

TEST(Folded, ReadsNumbersAsTheirValue) {
  for (const std::string_view text : {"7", "07", " 7", "7 ", "7.0", "7.", "7e0", "7E+00", "+7", "٧",
                                      "۷", "７", "\u00A0007.000e-0 "})
    EXPECT_EQ(folded(text), "7") << quoted(text);
  EXPECT_EQ(folded("-07"), "-7");
  EXPECT_EQ(folded("-0"), "0");
  EXPECT_EQ(folded("000"), "0");
  EXPECT_EQ(folded("700"), "700");
  EXPECT_EQ(folded("0000000000000000000000000000000000001234567890123456789012"),
            "1234567890123456789012");
  for (const std::string_view text :
       {"7e1", "7.5", "7a", "1 or 1=1", "0x7", "+", "-", ".0", "e0", "--7", "7.0.0"})
    EXPECT_EQ(folded(text), text);
}

TEST(Folded, BytesThatAreNoUtf8StandApart) {
  EXPECT_EQ(folded("A\xFF"), "a\xFF");
  EXPECT_NE(folded("\xC1"), folded("\u00C1"));
}

TEST(LookAlike, HoldsForTextsThatDifferButFoldAlike) {
  EXPECT_TRUE(look_alike("ann", "Ann"));
  EXPECT_TRUE(look_alike("ann", "ann "));
  EXPECT_TRUE(look_alike("é", "e\u0301"));
  EXPECT_TRUE(look_alike("7", "007"));
  EXPECT_TRUE(look_alike("", " "));
  EXPECT_FALSE(look_alike("ann", "ann"));
  EXPECT_FALSE(look_alike("ann", "bob"));
  EXPECT_FALSE(look_alike("7", "8"));
  EXPECT_FALSE(look_alike("7", "1 or 1=1"));
  EXPECT_FALSE(look_alike("a", "a\0"s));
}

}  // namespace
}  // namespace assay
