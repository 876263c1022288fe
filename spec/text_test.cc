#include "spec/text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace assay {
namespace {

using namespace std::string_literals;

std::string times_over(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Text, LengthCountsScalarValues) {
  EXPECT_EQ(length_in_characters(""), 0U);
  EXPECT_EQ(length_in_characters("plain text of more than eight bytes"), 35U);
  EXPECT_EQ(length_in_characters("é€😀"), 3U);
  EXPECT_EQ(length_in_characters("e\u0301"), 2U);
  EXPECT_EQ(length_in_characters("a\0b"s), 3U);
}

TEST(Text, BytesThatAreNotUtf8CountOneEach) {
  EXPECT_EQ(length_in_characters("a\xC3"), 2U);             // cut short
  EXPECT_EQ(length_in_characters("\xED\xA0\x80"), 3U);      // a surrogate
  EXPECT_EQ(length_in_characters("\xC0\x80"), 2U);          // overlong
  EXPECT_EQ(length_in_characters("\xE0\x80\xAF"), 3U);      // overlong
  EXPECT_EQ(length_in_characters("\xF5\x80\x80\x80"), 4U);  // past the last one
}

TEST(Text, Utf8IsValidOnlyInItsShortestFormAndWithoutSurrogates) {
  for (const std::string& text : {""s, "a"s, "\x7F"s, "\0"s, "é"s, "€"s, "😀"s, "\xF4\x8F\xBF\xBF"s,
                                  "\xED\x9F\xBF"s, "\xEE\x80\x80"s})
    EXPECT_TRUE(is_valid_utf8(text)) << quoted(text);
  for (const std::string& text : {"\x80"s, "\xC3"s, "\xC1\xBF"s, "\xE0\x9F\xBF"s, "\xED\xA0\x80"s,
                                  "\xED\xBF\xBF"s, "\xF0\x8F\xBF\xBF"s, "\xF4\x90\x80\x80"s,
                                  "\xF8\x88\x80\x80\x80"s, "12345678\xFF"s, "\xE2\x82"s})
    EXPECT_FALSE(is_valid_utf8(text)) << quoted(text);
}

TEST(Text, CanonicalDecimalsHaveNoSignNoLeadingZeroAndAtMostEighteenDigits) {
  for (const std::string_view text : {"0", "7", "10", "999999999999999999"})
    EXPECT_TRUE(is_canonical_decimal(text)) << text;
  for (const std::string_view text :
       {"", "00", "07", "+7", "-7", "7 ", "7.0", "7e0", "٧", "1a", "1000000000000000000"})
    EXPECT_FALSE(is_canonical_decimal(text)) << text;
}

TEST(Text, PlainTextIsLettersDigitsAndMarksBetweenThem) {
  for (const std::string_view text :
       {"", "a", "Ann7", "1000.ab-c_d", "ann@example.com", "https://example.com/path"})
    EXPECT_EQ(text_class(text), TextClass::kPlain) << text;
  for (const std::string_view text :
       {".a", "a.", "-1", "@x", "a b", " a", "é", "Äpfel", "a+b", "~", "ａ", "\x01", "\xFF"})
    EXPECT_EQ(text_class(text), TextClass::kOther) << quoted(text);
}

TEST(Text, SpecialTextMeansSomethingToAStore) {
  for (const std::string_view text :
       {"o'brien", "\"",  "a,b", "a;b", "a\r\nb",    "50%", "a?",   "a--b", "/*x*/",       "$1",
        "\\",      "`x`", "_",   "a_",  "user_name", "ID",  "Null", "none", "expiry_time", "é'"})
    EXPECT_EQ(text_class(text), TextClass::kSpecial) << quoted(text);
  EXPECT_EQ(text_class("nullx"), TextClass::kPlain);
}

TEST(Text, UnicodeTextIsBeyondTheBasicPlaneRightToLeftOrCombining) {
  for (const std::string_view text : {"😀", "\u202Ea", "אב", "٧", "e\u0301", "a\u200D", "'😀'"})
    EXPECT_EQ(text_class(text), TextClass::kUnicode) << quoted(text);
}

TEST(Text, LongTextIsTwoHundredCharactersAndANulGoesBeforeAll) {
  EXPECT_EQ(text_class(times_over("a", 199)), TextClass::kPlain);
  EXPECT_EQ(text_class(times_over("a", 200)), TextClass::kLong);
  EXPECT_EQ(text_class(times_over("é", 199)), TextClass::kOther);
  EXPECT_EQ(text_class(times_over("é", 200)), TextClass::kLong);
  EXPECT_EQ(text_class(times_over("a", 300) + "\0"s), TextClass::kNul);
  EXPECT_EQ(text_class("\0'"s), TextClass::kNul);
}

TEST(Text, QuotedShowsOnOneLineWhatDoesNotShow) {
  EXPECT_EQ(quoted("ann"), "\"ann\"");
  EXPECT_EQ(quoted(""), "\"\"");
  EXPECT_EQ(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(quoted("a\nb\r\t"), "\"a\\nb\\r\\t\"");
  EXPECT_EQ(quoted("a\0b"s), "\"a\\0b\"");
  EXPECT_EQ(quoted("\0007"s), "\"\\u00007\"");
  EXPECT_EQ(quoted("\x1B[31m"), "\"\\u001b[31m\"");
  EXPECT_EQ(quoted("\u202Eé\u0301\u00A0"), "\"\\u202eé\\u0301\\u00a0\"");
  EXPECT_EQ(quoted("😀"), "\"😀\"");
  EXPECT_EQ(quoted("\U000E0041"), "\"\\u{e0041}\"");
  EXPECT_EQ(quoted("\xFF"), "\"\\xff\"");
}

TEST(Text, QuotedIsCutByCharactersAndTellsTheFullLength) {
  EXPECT_EQ(quoted(times_over("é", 60)), "\"" + times_over("é", 60) + "\"");
  EXPECT_EQ(quoted(times_over("é", 61)), "\"" + times_over("é", 60) + "...\" (61 characters)");
  EXPECT_EQ(quoted("abc", 2), "\"ab...\" (3 characters)");
}

}  // namespace
}  // namespace assay
