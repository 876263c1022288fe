#include "reports/layout.h"

#include <gtest/gtest.h>

#include "spec/text.h"

namespace assay {
namespace {

using namespace std::string_literals;

TEST(Visible, LeavesOrdinaryTextAsItIs) {
  const std::string text = R"(a "quoted" back\slash, Jürgen <&> 🔑)";
  EXPECT_EQ(visible(text), text);
}

TEST(Visible, WritesOutWhatControlsATerminal) {
  EXPECT_EQ(visible("a\0b\x1b[31m\r\n\t\x7f\u009b"s), R"(a\0b\u001b[31m\r\n\t\u007f\u009b)");
}

TEST(Visible, WritesOutDirectionMarksAndBytesThatAreNoText) {
  EXPECT_EQ(visible("x\u202ey\xff\xc3"), R"(x\u202ey\xff\xc3)");
}

TEST(Visible, WritesOutWhatXmlCannotHold) { EXPECT_EQ(visible("\uffff\ufffe"), R"(\uffff\ufffe)"); }

TEST(Padded, CountsCharactersAndNotBytes) {
  EXPECT_EQ(padded("ü", 3), "ü  ");
  EXPECT_EQ(padded("long", 3), "long");
}

TEST(Wrapped, BreaksAtTheLastBlankThatFits) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("one two three", 6), (std::vector<std::string>{"one", "two", "three"}));
}

TEST(Wrapped, BreaksALongWordBetweenCharacters) {
  EXPECT_EQ(wrapped("üüüüü", 2), (std::vector<std::string>{"üü", "üü", "ü"}));
}

TEST(Wrapped, GivesOneLineOfNothing) { EXPECT_EQ(wrapped("", 5), std::vector<std::string>{""}); }

TEST(Hanging, IndentsFurtherLinesByTheHead) {
  EXPECT_EQ(hanging("ü: ", "aaaaaaaaaa bbbbbbbbbb cc", 23), "ü: aaaaaaaaaa\n   bbbbbbbbbb cc\n");
}

TEST(ShortCount, NeverSaysMoreThanTheTruth) {
  EXPECT_EQ(short_count(0), "0");
  EXPECT_EQ(short_count(999), "999");
  EXPECT_EQ(short_count(1'000), "1.0k");
  EXPECT_EQ(short_count(9'999), "9.9k");
  EXPECT_EQ(short_count(41'999), "41k");
  EXPECT_EQ(short_count(999'999), "999k");
  EXPECT_EQ(short_count(1'000'000), "1.0M");
  EXPECT_EQ(short_count(18'446'744'073'709'551'615U), "18E");
}

TEST(Grouped, PutsACommaBeforeEveryThreeDigits) {
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
}

TEST(Painted, ColoursOnlyWhereColourIsWanted) {
  EXPECT_EQ(painted("x", Tone::kBad, false), "x");
  EXPECT_EQ(painted("x", Tone::kGood, true), "\x1b[32mx\x1b[0m");
  EXPECT_EQ(painted("x", Tone::kPlain, true), "x");
}

}  // namespace
}  // namespace assay
