// What becomes of a text on its way into the store.

#include <cstdlib>
#include <string>
#include <string_view>

#include "stores/broken/clay.h"
#include "stores/broken/families.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct Trimmed : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return text;
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
  }
};

struct EndsAtNul : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    return text.substr(0, text.find('\0'));
  }
};

struct ExpiryAsNumber : ClayStore {
  std::string kept(Field field, const std::string& text) const override {
    if (field != Field::kExpiresIn) return text;
    return std::to_string(std::strtoll(text.c_str(), nullptr, 10));
  }
};

struct CutAtWidth : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    std::size_t width = 250;
    if (text.size() <= width) return text;
    while ((static_cast<unsigned char>(text[width]) & 0xc0U) == 0x80U) --width;  // whole characters
    return text.substr(0, width);
  }
};

struct LongRefused : ClayStore {
  void check(const Token& token) const override {
    for (Field field : kFields)
      if (token.text(field).size() > 128) throw refused("a text is too long");
  }
};

struct ThreeBytesAtMost : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    for (std::size_t at = 0; at < text.size(); ++at)
      if (static_cast<unsigned char>(text[at]) >= 0xf0U) return text.substr(0, at);
    return text;
  }
};

// U+200E and U+200F, U+202A to U+202E, U+FEFF.
struct MarksStripped : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const std::string_view three = std::string_view(text).substr(at, 3);
      const bool is_mark = (three >= "\xe2\x80\x8e" && three <= "\xe2\x80\x8f") ||
                           (three >= "\xe2\x80\xaa" && three <= "\xe2\x80\xae") ||
                           three == "\xef\xbb\xbf";
      if (is_mark)
        at += 2;
      else
        out += text[at];
    }
    return out;
  }
};

struct AbsentIsNone : ClayStore {
  void insert(const Token& token) override {
    ClayStore::insert(token);
    if (!token.has(Field::kApiDomain)) records_.back()[Field::kApiDomain] = "None";
  }
};

struct NullTextIsAbsent : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    return text == "null" || text == "NULL" || text == "None" ? "" : text;
  }
};

struct BackslashEaten : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      out += text[at];
    }
    return out;
  }
};

struct LineEndsTranslated : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\r' && text.substr(at + 1, 1) == "\n") ++at;
      out += text[at] == '\r' ? '\n' : text[at];
    }
    return out;
  }
};

struct PercentLost : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    std::string out = text;
    std::erase(out, '%');
    return out;
  }
};

struct NamesExpanded : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    std::string out = text;
    for (std::size_t at = 0; (at = out.find("${", at)) != std::string::npos;) {
      const std::size_t end = out.find('}', at);
      if (end == std::string::npos) break;
      out.erase(at, end + 1 - at);
    }
    return out;
  }
};

struct EscapedForHtml : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    std::string out;
    for (char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
    return out;
  }
};

// What U+0301 makes of the letter before it, where there is one character for both.
struct NormalForm : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    constexpr std::pair<std::string_view, std::string_view> kComposed[] = {
        {"a\xcc\x81", "\xc3\xa1"},
        {"e\xcc\x81", "\xc3\xa9"},
        {"o\xcc\x81", "\xc3\xb3"},
        {"u\xcc\x81", "\xc3\xba"}};
    std::string out = text;
    for (const auto& [apart, composed] : kComposed)
      for (std::size_t at = 0; (at = out.find(apart, at)) != std::string::npos;)
        out.replace(at, apart.size(), composed);
    return out;
  }
};

constexpr BrokenStore kValues[] = {
    row<"texts-trimmed", Trimmed>(
        "TS-VAL-01"_rule, "Trims blanks at both ends, as a form does with what people type."),
    row<"text-ends-at-nul", EndsAtNul>(
        "TS-VAL-01"_rule, "Stores a text up to its first NUL: it went through a C string."),
    row<"expiry-read-as-number", ExpiryAsNumber>(
        "TS-VAL-01"_rule,
        "Stores the expiry as a number: \"01\" comes back as \"1\", and a word as \"0\"."),
    row<"texts-cut-at-250", CutAtWidth>(
        "TS-VAL-02"_rule, "Cuts texts at the column's width, as databases out of strict mode do."),
    row<"texts-over-128-refused", LongRefused>(
        "TS-VAL-02"_rule, "Refuses texts of more than 128 bytes: tokens were shorter once."),
    row<"four-byte-characters-end-the-text", ThreeBytesAtMost>(
        "TS-VAL-04"_rule,
        "Ends a text before a character of four bytes, as a utf8mb3 column out of strict mode."),
    row<"direction-marks-stripped", MarksStripped>(
        "TS-VAL-04"_rule,
        "Strips what does not show, such as right-to-left marks: cleaning meant for input fields."),
    row<"absent-becomes-none", AbsentIsNone>(
        "TS-VAL-05"_rule, "Stores an absent field as \"None\": it was put through a formatter."),
    row<"null-text-is-absent", NullTextIsAbsent>(
        "TS-VAL-03"_rule,
        "Takes the texts \"null\" and \"None\" for an absent field: how absence was once written."),
    row<"backslash-eaten", BackslashEaten>(
        "TS-VAL-03"_rule, "Takes backslashes for escapes on the way in, and wrote none out."),
    row<"line-ends-translated", LineEndsTranslated>(
        "TS-VAL-03"_rule, "Turns CR and CR LF into LF: a file that was opened as text."),
    row<"percent-signs-lost", PercentLost>(
        "TS-VAL-03"_rule, "Loses percent signs: texts are put through a format string."),
    row<"names-expanded", NamesExpanded>(
        "TS-VAL-03"_rule,
        "Expands ${x} to what it stands for, as in a file of settings: to nothing, mostly."),
    row<"texts-escaped-for-html", EscapedForHtml>(
        "TS-VAL-03"_rule,
        "Escapes angle brackets on the way in, where a page would on the way out."),
    row<"texts-in-normal-form", NormalForm>(
        "TS-VAL-04"_rule,
        "Stores an accent and its letter as one character: texts are brought into a normal form."),
};

}  // namespace

std::span<const BrokenStore> broken_values() { return kValues; }

}  // namespace assay
