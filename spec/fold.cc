// folded() and look_alike() of spec/text.h: what two texts look like to a careless store.
#include <algorithm>
#include <array>
#include <optional>

#include "spec/text.h"
#include "spec/utf8.h"

namespace assay {
namespace {

// The base letters of U+00C0..U+017F and of U+1E00..U+1EFF, in lower case; '?' where there is none.
constexpr std::string_view kLatin =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkk?lllllll"
    "lllnnnnnn???oooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin.size() == 0x180 - 0xC0);
constexpr std::string_view kLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy?s????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";
static_assert(kLatinAdditional.size() == 0x100);

struct Replacement {
  char32_t from;
  std::u32string_view to;
};

// Letters that fold to more than one, and accented Greek and Cyrillic ones outside of any order.
constexpr std::array kReplacements = {
    Replacement{U'Æ', U"ae"}, Replacement{U'æ', U"ae"}, Replacement{U'ß', U"ss"},
    Replacement{U'ẞ', U"ss"}, Replacement{U'Œ', U"oe"}, Replacement{U'œ', U"oe"},
    Replacement{U'Þ', U"th"}, Replacement{U'þ', U"th"}, Replacement{U'Ĳ', U"ij"},
    Replacement{U'ĳ', U"ij"}, Replacement{U'Ŋ', U"ŋ"},  Replacement{U'ﬁ', U"fi"},
    Replacement{U'ﬂ', U"fl"}, Replacement{U'ς', U"σ"},  Replacement{U'ά', U"α"},
    Replacement{U'έ', U"ε"},  Replacement{U'ή', U"η"},  Replacement{U'ί', U"ι"},
    Replacement{U'ϊ', U"ι"},  Replacement{U'ΐ', U"ι"},  Replacement{U'ό', U"ο"},
    Replacement{U'ύ', U"υ"},  Replacement{U'ϋ', U"υ"},  Replacement{U'ΰ', U"υ"},
    Replacement{U'ώ', U"ω"},  Replacement{U'Ά', U"α"},  Replacement{U'Έ', U"ε"},
    Replacement{U'Ή', U"η"},  Replacement{U'Ί', U"ι"},  Replacement{U'Ϊ', U"ι"},
    Replacement{U'Ό', U"ο"},  Replacement{U'Ύ', U"υ"},  Replacement{U'Ϋ', U"υ"},
    Replacement{U'Ώ', U"ω"},  Replacement{U'й', U"и"},  Replacement{U'ё', U"е"},
    Replacement{U'ѐ', U"е"},  Replacement{U'ѓ', U"г"},  Replacement{U'ї', U"і"},
    Replacement{U'ќ', U"к"},  Replacement{U'ѝ', U"и"},  Replacement{U'ў', U"у"}};

// A byte that is no UTF-8 stands apart from every character: past the last of them.
constexpr char32_t kNoCharacter = 0x110000;

bool is_combining(char32_t c) { return c >= 0x300 && c <= 0x36F; }

bool is_blank(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

// Kinds of spelling that keep the letter: width, and signs that are letters.
char32_t without_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + '!';
  switch (c) {
    case 0x3000: return ' ';
    case 0x2126: return U'ω';  // ohm sign
    case 0x212A: return 'k';   // Kelvin sign
    case 0x212B: return 'a';   // angstrom sign
    default: return c;
  }
}

char32_t lower_case(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c - 'A' + 'a';
  if (c >= 0x391 && c <= 0x3A9) return c + 0x20;  // Greek
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;  // Cyrillic
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  return c;
}

char32_t digit_value(char32_t c) {
  for (const char32_t zero : {0x660U, 0x6F0U, 0x966U})  // Arabic-Indic, extended, Devanagari
    if (c >= zero && c <= zero + 9) return c - zero + '0';
  return c;
}

// A Hangul syllable is the same text as its two or three letters.
bool append_hangul(std::u32string& out, char32_t c) {
  if (c < 0xAC00 || c > 0xD7A3) return false;
  const char32_t syllable = c - 0xAC00;
  out += 0x1100 + syllable / (21 * 28);
  out += 0x1161 + syllable % (21 * 28) / 28;
  if (syllable % 28 != 0) out += 0x11A7 + syllable % 28;
  return true;
}

void append_folded(std::u32string& out, char32_t c) {
  if (is_combining(c) || append_hangul(out, c)) return;
  c = digit_value(lower_case(without_width(c)));
  const auto* replacement = std::ranges::find(kReplacements, c, &Replacement::from);
  if (replacement != kReplacements.end()) {
    out += replacement->to;
    return;
  }
  const auto base = [c](std::string_view table, char32_t first) -> char32_t {
    if (c < first || c >= first + table.size() || table[c - first] == '?') return 0;
    return static_cast<unsigned char>(table[c - first]);
  };
  if (const char32_t letter = base(kLatin, 0xC0)) c = letter;
  if (const char32_t letter = base(kLatinAdditional, 0x1E00)) c = letter;
  out += c;
}

// The canonical form of what reads as a whole number ("+007.0e0" is "7"); nothing where it does
// not.
std::optional<std::u32string> as_number(std::u32string_view text) {
  const auto is_ascii_digit = [](char32_t c) { return c >= '0' && c <= '9'; };
  const bool negative = text.starts_with(U'-');
  if (negative || text.starts_with(U'+')) text.remove_prefix(1);
  if (const std::size_t e = text.find(U'e'); e != text.npos) {
    std::u32string_view exponent = text.substr(e + 1);
    if (exponent.starts_with(U'+') || exponent.starts_with(U'-')) exponent.remove_prefix(1);
    if (exponent.empty() || exponent.find_first_not_of(U'0') != exponent.npos) return std::nullopt;
    text = text.substr(0, e);
  }
  if (const std::size_t dot = text.find(U'.'); dot != text.npos) {
    if (text.find_first_not_of(U'0', dot + 1) != text.npos) return std::nullopt;
    text = text.substr(0, dot);
  }
  if (text.empty() || !std::ranges::all_of(text, is_ascii_digit)) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of(U'0'), text.size() - 1));
  return negative && text != U"0" ? U"-" + std::u32string(text) : std::u32string(text);
}

// Most texts of a plan are their own folded form, and this is cheap to see.
bool is_folded(std::string_view text) {
  if (text.empty()) return true;
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  const bool starts_as_word = text.front() >= 'a' && text.front() <= 'z';
  return starts_as_word ? std::ranges::all_of(text, is_plain) : is_canonical_decimal(text);
}

}  // namespace

std::string folded(std::string_view text) {
  if (is_folded(text)) return std::string(text);
  std::u32string letters;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.valid) {
      append_folded(letters, character.value);
    } else {
      letters += kNoCharacter + character.value;
    }
    at += character.size;
  }
  const auto first = std::ranges::find_if_not(letters, is_blank);
  letters.erase(letters.begin(), first);
  while (!letters.empty() && is_blank(letters.back())) letters.pop_back();
  if (auto number = as_number(letters)) letters = *std::move(number);
  std::string out;
  for (const char32_t c : letters) {
    if (c < kNoCharacter) {
      append_character(out, c);
    } else {
      out += static_cast<char>(c - kNoCharacter);
    }
  }
  return out;
}

bool look_alike(std::string_view a, std::string_view b) {
  if (a == b || (is_folded(a) && is_folded(b))) return false;
  return folded(a) == folded(b);
}

}  // namespace assay
