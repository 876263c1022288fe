#include "spec/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>

#include "spec/token.h"
#include "spec/utf8.h"

namespace assay {
namespace {

constexpr std::size_t kLongFrom = 200;
constexpr std::size_t kMostDigits = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What a single byte says of the text that holds it, as bits that can be or-ed over the text.
enum Trait : std::uint8_t {
  kWordByte = 1,
  kMarkByte = 2,  // . _ - : / @
  kSpecialByte = 4,
  kOddByte = 8,  // any other ASCII
  kNulByte = 16,
  kHighByte = 32,
};

constexpr std::array<std::uint8_t, 256> kTraits = [] {
  std::array<std::uint8_t, 256> traits{};
  traits.fill(kOddByte);
  traits[0] = kNulByte;
  for (std::size_t c = 0x80; c < 256; ++c) traits[c] = kHighByte;
  for (std::size_t c = '0'; c <= '9'; ++c) traits[c] = kWordByte;
  for (std::size_t c = 'a'; c <= 'z'; ++c) traits[c] = traits[c - 'a' + 'A'] = kWordByte;
  for (const char c : std::string_view("._-:/@")) traits[static_cast<unsigned char>(c)] = kMarkByte;
  for (const char c : std::string_view("'\"`\\,;|\t\r\n%*?#$&!()[]{}<>="))
    traits[static_cast<unsigned char>(c)] = kSpecialByte;
  return traits;
}();

struct Range {
  char32_t first;
  char32_t last;
};

constexpr bool within(std::span<const Range> ranges, char32_t value) {
  return std::ranges::any_of(
      ranges, [value](Range range) { return range.first <= value && value <= range.last; });
}

// Right to left, or made to be drawn together with its neighbour.
constexpr std::array kHardRanges = {
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489},   Range{0x0590, 0x08FF}, Range{0x0900, 0x0903},
    Range{0x093A, 0x094F}, Range{0x1100, 0x11FF},   Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF},
    Range{0x200C, 0x200F}, Range{0x202A, 0x202E},   Range{0x2066, 0x2069}, Range{0x20D0, 0x20FF},
    Range{0x3099, 0x309A}, Range{0xFB1D, 0xFDFF},   Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
    Range{0xFE70, 0xFEFF}, Range{0x10000, 0x10FFFF}};

// What a reader of a report would not see, or would take for something else.
constexpr std::array kHiddenRanges = {
    Range{0x00, 0x1F},       Range{0x7F, 0xA0},     Range{0xAD, 0xAD},     Range{0x0300, 0x036F},
    Range{0x0483, 0x0489},   Range{0x061C, 0x061C}, Range{0x115F, 0x1160}, Range{0x1680, 0x1680},
    Range{0x1AB0, 0x1AFF},   Range{0x1DC0, 0x1DFF}, Range{0x2000, 0x200F}, Range{0x2028, 0x202F},
    Range{0x205F, 0x206F},   Range{0x20D0, 0x20FF}, Range{0x3000, 0x3000}, Range{0xE000, 0xF8FF},
    Range{0xFE00, 0xFE0F},   Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}, Range{0xFFF0, 0xFFFF},
    Range{0xE0000, 0x10FFFF}};

// Words that mean something to a store itself: a header cell, a keyword, how others write "absent".
constexpr auto kStoreWords = std::to_array<std::string_view>(
    {"expiry_time", "oauthtoken", "null", "none", "nil", "undefined", "nan", "true", "false",
     "default", "select", "table", "where", "or", "and", "not", "rowid"});

bool equal_but_for_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// For each first letter, the lengths of the store's words that begin with it, as bits: most texts
// need no look at the words.
constexpr std::array<std::uint16_t, 32> kWordLengths = [] {
  std::array<std::uint16_t, 32> lengths{};
  const auto add = [&lengths](std::string_view word) {
    lengths[static_cast<std::size_t>(word[0] & 31)] |=
        static_cast<std::uint16_t>(1U << word.size());
  };
  for (const Field field : kFields) add(name_of(field));
  for (const std::string_view word : kStoreWords) add(word);
  return lengths;
}();

bool is_store_word(std::string_view text) {
  if (text.empty() || text.size() >= 16) return false;
  const unsigned lengths = kWordLengths[static_cast<std::size_t>(text[0] & 31)];
  if (((lengths >> text.size()) & 1U) == 0) return false;
  const auto same = [text](std::string_view word) { return equal_but_for_case(text, word); };
  return std::ranges::any_of(kFields, [&](Field field) { return same(name_of(field)); }) ||
         std::ranges::any_of(kStoreWords, same);
}

// Marks are plain only between word characters.
bool marks_are_plain(std::string_view text) {
  const auto is_mark = [](char c) { return kTraits[static_cast<unsigned char>(c)] == kMarkByte; };
  return !is_mark(text.front()) && !is_mark(text.back());
}

bool has_hard_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.valid && within(kHardRanges, character.value)) return true;
    at += character.size;
  }
  return false;
}

void append_escape(std::string& out, const char* format, unsigned value) {
  std::array<char, 16> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), format, value);
  out.append(buffer.data(), static_cast<std::size_t>(size));
}

// `next_is_digit`: "\0" before a digit would read as another number.
void append_shown(std::string& out, std::string_view text, std::size_t at, Character character) {
  const bool next_is_digit =
      at + character.size < text.size() && is_digit(text[at + character.size]);
  if (!character.valid) return append_escape(out, "\\x%02x", character.value);
  switch (character.value) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case 0: out += next_is_digit ? "\\u0000" : "\\0"; return;
    default: break;
  }
  if (!within(kHiddenRanges, character.value)) {
    out.append(text, at, character.size);
  } else if (character.value <= 0xFFFF) {
    append_escape(out, "\\u%04x", character.value);
  } else {
    append_escape(out, "\\u{%x}", character.value);
  }
}

}  // namespace

std::size_t length_in_characters(std::string_view text) {
  if (is_ascii(text)) return text.size();
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++length) at += character_at(text, at).size;
  return length;
}

bool is_valid_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (!character.valid) return false;
    at += character.size;
  }
  return true;
}

bool is_canonical_decimal(std::string_view text) {
  if (text.empty() || text.size() > kMostDigits) return false;
  return std::ranges::all_of(text, is_digit) && (text.size() == 1 || text.front() != '0');
}

TextClass text_class(std::string_view text) {
  unsigned traits = 0;
  for (const char c : text) traits |= kTraits[static_cast<unsigned char>(c)];
  if ((traits & kNulByte) != 0) return TextClass::kNul;
  if (text.size() >= kLongFrom && length_in_characters(text) >= kLongFrom) return TextClass::kLong;
  if ((traits & kHighByte) != 0 && has_hard_character(text)) return TextClass::kUnicode;
  const bool has_marks = (traits & kMarkByte) != 0;
  if ((traits & kSpecialByte) != 0 || is_store_word(text) ||
      (has_marks && (text.find("--") != text.npos || text.front() == '_' || text.back() == '_')))
    return TextClass::kSpecial;
  if ((traits & (kOddByte | kHighByte)) != 0) return TextClass::kOther;
  if (has_marks && !marks_are_plain(text)) return TextClass::kOther;
  return TextClass::kPlain;
}

std::string quoted(std::string_view text, std::size_t most) {
  std::string out = "\"";
  std::size_t at = 0;
  for (std::size_t shown = 0; at < text.size() && shown < most; ++shown) {
    const Character character = character_at(text, at);
    append_shown(out, text, at, character);
    at += character.size;
  }
  if (at == text.size()) return out + '"';
  return out + "...\" (" + std::to_string(length_in_characters(text)) + " characters)";
}

}  // namespace assay
