// Text as the rules see it: a sequence of Unicode scalar values, in UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace assay {

// The number of Unicode scalar values. Bytes that are not UTF-8 count one each.
std::size_t length_in_characters(std::string_view text);

bool is_valid_utf8(std::string_view text);

// True iff `text` is "0" or digits without a leading zero, 18 at the most.
bool is_canonical_decimal(std::string_view text);

// What a text puts to the test, by what it holds.
enum class TextClass : std::uint8_t {
  kPlain,    // letters, digits, and . _ - : / @ between them
  kLong,     // 200 characters or more
  kNul,      // a NUL anywhere
  kUnicode,  // beyond the basic plane, right-to-left, combining
  kSpecial,  // quotes, delimiters, line ends, wildcards, a store's own words
  kOther,    // anything else
};
TextClass text_class(std::string_view text);

// The text without case, accents, normal form, width, surrounding blanks and numeric spelling:
// texts that differ but fold alike are look-alikes. [TS-USER-04, TS-VAL-06, TS-ID-03]
std::string folded(std::string_view text);
bool look_alike(std::string_view a, std::string_view b);

// `text` in quotes on one line: \n, \0, \u202e for what does not show, cut after `most` characters
// with the full length told.
std::string quoted(std::string_view text, std::size_t most = 60);

// The same, for types of text with which argument-dependent lookup would take std::quoted (a
// std::string by value outranks that).
inline std::string quoted(const char* text, std::size_t most = 60) {
  return quoted(std::string_view(text), most);
}
// NOLINTNEXTLINE(performance-unnecessary-value-param)
inline std::string quoted(std::string text, std::size_t most = 60) {
  return quoted(std::string_view(text), most);
}

}  // namespace assay
