#include "harness/vocabulary.h"

#include <algorithm>
#include <string_view>

namespace assay {

namespace {

using namespace std::string_view_literals;

// Two or three plain texts a field. Secrets have eight characters or more, so that one in an error
// text is recognised [TS-SEC-02]; most texts fit in a short string.
constexpr std::array<std::array<std::string_view, 3>, kFieldCount> kPlain = {{
    {"1", "7", "x"},
    {"ann", "bob", "cyd"},
    {"client-1", "client-2", "client-3"},
    {"hush-alpha", "hush-bravo", "hush-gamma"},
    {"renew-alpha", "renew-bravo", "renew-gamma"},
    {"enter-alpha", "enter-bravo", "enter-gamma"},
    {"grant-alpha", "grant-bravo", "grant-gamma"},
    {"1700000000000", "1", "0"},
    {"https://a.io", "https://b.io", "app:/back"},
    {"api.a.io", "api.b.io", "api.c.io"},
}};

constexpr std::string_view kIds[] = {"2",   "10",  "100",        "007", "9999999999", "abc",
                                     "a-b", "1e3", "0000000001", "0",   "-1",         "999"};
constexpr std::string_view kExpiries[] = {"999999999999999999", "1699999999999", "3600"};

constexpr std::string_view kSpecial[] = {
    "'",           "\"",        "a'b",  "\\",       "a\\'b",   "a\\",  "`",         ";",
    "--",          "/*",        "#",    "%",        "_",       "a%",   "?",         "??",
    ":1",          "@a",        "$1",   "%s",       "{0}",     "${x}", "a,b",       "a\"b",
    "a\"",         "\"\"",      "a\nb", "a\r\nb",   "\r",      "\n",   "\t",        " a",
    "a ",          "=1+1",      "id",   "null",     "NULL",    "None", "user_name", "refresh_token",
    "grant_token", "undefined", "true", "<a>&amp;", "[\"a\"]", "0x41",
};
// What a query is that takes a text as it is: well-formed, most of them, and another one.
constexpr std::string_view kInjections[] = {
    "'' or ''", "' OR '1'='1",  "x' OR 'a'='a' --", "1); DROP TABLE t; --",
    "') --",    "a' OR 'a'='a", "a\" OR \"a\"=\"a", "user_name = user_name"};
constexpr std::string_view kSpecialIds[] = {"1 or 1=1", "' or 1=1--", "'", "\"", "%",  "_",
                                            "1;--",     "a,b",        "?", "\\", "\n", "id"};
constexpr std::string_view kUnicode[] = {
    "\xf0\x9f\x98\x80",
    "a\xf0\x9f\x94\x91z",
    "\xe2\x80\xae"
    "abc",
    "e\xcc\x81",
    "\xd7\xa9\xd7\x9c",
    "\xe6\x97\xa5\xe6\x9c\xac",
    "\xf0\x90\x8d\x88",
    "\xc3\xa9",
    "\xef\xbb\xbf"
    "a",
    "\xc5\xbf",
    "\xe2\x80\x8b"
    "a",
    "\xf4\x8f\xbf\xbd",
};
constexpr std::string_view kNul[] = {"\0"sv, "a\0b"sv, "a\0"sv, "\0a"sv};
constexpr std::string_view kNoDecimal[] = {
    "01", "1 ", " 1", "-1", "+1", "1e3", "1.0", "abc", "12345678901234567890"};

std::string repeated(std::string_view unit, std::size_t count) {
  std::string text;
  text.reserve(unit.size() * count);
  for (std::size_t i = 0; i < count; ++i) text += unit;
  return text;
}

std::string long_text(Choices& choices, Field field, const Capabilities& capabilities) {
  const std::size_t least = least_capacity(field);
  const std::size_t capacity = std::max(least, capabilities.capacity[index_of(field)].value_or(0));
  constexpr std::size_t kMost = 100'000;
  const std::size_t sizes[] = {least, least, least - 1, capacity, capacity + 1, 2 * capacity};
  const std::size_t size = std::min(choices.of(sizes), kMost);
  if (field == Field::kExpiresIn) return repeated("9", size);
  // Distinct at both ends, so that a text that is cut, or compared in part, shows.
  constexpr std::string_view kUnits[] = {"a", "a", "\xc3\xa9", "\xf0\x9f\x98\x80"};
  constexpr std::string_view kEnds[] = {"x", "y"};
  return repeated(choices.of(kUnits), size - 1) + std::string(choices.of(kEnds));
}

std::string hostile_text(Choices& choices, ValueKind kind, Field field, const std::string& plain,
                         const Capabilities& capabilities) {
  const bool is_id = field == Field::kId;
  const bool is_expiry = field == Field::kExpiresIn;
  switch (kind) {
    case ValueKind::kLookAlike: return is_expiry ? plain : look_alike_of(choices, plain);
    case ValueKind::kSpecial:
      if (is_expiry) return plain;
      if (is_id) return std::string(choices.of(kSpecialIds));
      return std::string(choices.one_in(4) ? choices.of(kInjections) : choices.of(kSpecial));
    case ValueKind::kUnicode: return is_expiry ? plain : std::string(choices.of(kUnicode));
    case ValueKind::kLong: return long_text(choices, field, capabilities);
    case ValueKind::kNul: return std::string(is_expiry ? choices.of(kNoDecimal) : choices.of(kNul));
    case ValueKind::kEmpty: break;
  }
  return plain;
}

// The mark goes behind the first of these letters.
std::string with_mark(std::string_view text, std::string_view letters, std::string_view mark) {
  std::string out(text);
  const std::size_t at = out.find_first_of(letters);
  if (at != std::string::npos) out.insert(at + 1, mark);
  return out;
}

// The same accent as one character with its letter.
std::string with_composed_a(std::string_view text) {
  std::string out(text);
  const std::size_t at = out.find('a');
  if (at != std::string::npos) out.replace(at, 1, "\xc3\xa1");
  return out;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// ASCII letters and digits as their full-width forms, U+FF01 on.
std::string full_width(std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool has_form = c > ' ' && c < 0x7f;
    if (!has_form) {
      out += c;
      continue;
    }
    const auto code = static_cast<unsigned>(0xff01 + (c - '!'));
    out += static_cast<char>(0xe0U | code >> 12U);
    out += static_cast<char>(0x80U | (code >> 6U & 0x3fU));
    out += static_cast<char>(0x80U | (code & 0x3fU));
  }
  return out;
}

std::string number_alike(Choices& choices, const std::string& text) {
  static constexpr std::string_view kArabicDigits[] = {
      "\xd9\xa0", "\xd9\xa1", "\xd9\xa2", "\xd9\xa3", "\xd9\xa4",
      "\xd9\xa5", "\xd9\xa6", "\xd9\xa7", "\xd9\xa8", "\xd9\xa9"};
  switch (choices.below(6)) {
    case 0: return "0" + text;
    case 1: return text + ".0";
    case 2: return text + "e0";
    case 3: return "+" + text;
    case 4: return " " + text;
    default: break;
  }
  std::string out;
  for (char c : text) out += kArabicDigits[static_cast<std::size_t>(c - '0')];
  return out;
}

// The text in other letters that read the same; unchanged where it has no letter for that.
std::string dressed(Choices& choices, const std::string& text) {
  switch (choices.below(8)) {
    case 0: return text + " ";
    case 1: return " " + text;
    case 2:
    case 3: return full_width(text);
    case 4: return with_mark(text, "aeoun", "\xcc\x81");
    case 5: return with_composed_a(text);
    default: return upper(text);
  }
}

}  // namespace

std::string look_alike_of(Choices& choices, const std::string& text) {
  const bool is_number =
      !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (is_number && !choices.one_in(3)) return number_alike(choices, text);
  std::string out = dressed(choices, text);
  return out == text ? text + " " : out;
}

Vocabulary draw_vocabulary(Choices& choices, std::uint32_t kinds,
                           const Capabilities& capabilities) {
  Vocabulary vocabulary;
  std::array<ValueKind, kValueKinds> hostile{};
  std::uint32_t hostile_count = 0;
  for (std::size_t k = 0; k < kValueKinds; ++k)
    if ((kinds >> k & 1U) != 0 && k != static_cast<std::size_t>(ValueKind::kEmpty))
      hostile[hostile_count++] = static_cast<ValueKind>(k);
  if ((kinds >> static_cast<unsigned>(ValueKind::kEmpty) & 1U) != 0)
    vocabulary.empty_share = 16 + choices.below(48);
  const std::uint32_t most_plain = 1 + choices.below(3);
  for (Field field : kFields) {
    auto& texts = vocabulary.texts[index_of(field)];
    for (std::uint32_t i = 0; i < most_plain; ++i) texts.emplace_back(kPlain[index_of(field)][i]);
    if (field == Field::kId && choices.one_in(2)) texts.emplace_back(choices.of(kIds));
    if (field == Field::kExpiresIn && choices.one_in(4)) texts.emplace_back(choices.of(kExpiries));
    if (hostile_count == 0 || choices.one_in(2)) continue;
    const std::uint32_t more = 1 + choices.below(2);
    for (std::uint32_t i = 0; i < more; ++i)
      texts.push_back(hostile_text(choices, hostile[choices.below(hostile_count)], field,
                                   texts.front(), capabilities));
  }
  return vocabulary;
}

}  // namespace assay
