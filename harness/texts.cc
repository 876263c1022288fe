#include "harness/texts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "spec/text.h"

namespace assay {

using literals::operator""_situation;

namespace {

constexpr std::size_t kShortText = 32;
constexpr std::size_t kMostFolded = 64;  // longer texts are about length

// What a byte of a text makes it at a glance, as bits that can be or-ed over the text.
enum Glance : std::uint8_t { kSmall = 1, kDigit = 2, kDash = 4, kPlainMark = 8, kOdd = 16 };
constexpr std::array<std::uint8_t, 256> kGlances = [] {
  std::array<std::uint8_t, 256> glances{};
  glances.fill(kOdd);
  for (char c = 'a'; c <= 'z'; ++c) glances[static_cast<unsigned char>(c)] = kSmall;
  for (char c = '0'; c <= '9'; ++c) glances[static_cast<unsigned char>(c)] = kDigit;
  for (const char c : std::string_view(":/.")) glances[static_cast<unsigned char>(c)] = kPlainMark;
  glances['-'] = kDash;
  return glances;
}();
constexpr unsigned glance(char c) { return kGlances[static_cast<unsigned char>(c)]; }

struct Looks {
  // It folds to itself: small letters, digits but for leading zeros, and marks that no one takes
  // for another. Two different ones are no look-alikes.
  bool itself = false;
  // It is plain in the sense of text_class(). Letters alone may be one of a store's words, and look
  // as if they were none.
  bool plain = false;
};
Looks looks_of(std::string_view text) {
  unsigned all = 0;
  unsigned before = 0;
  unsigned dashes = 0;  // two in a row
  for (const char c : text) {
    const unsigned now = glance(c);
    all |= now;
    dashes |= now & before & kDash;
    before = now;
  }
  if ((all & kOdd) != 0 || (text.size() > 1 && text.front() == '0')) return {};
  const bool marked = ((glance(text.front()) | before) & (kDash | kPlainMark)) != 0;
  return {true, dashes == 0 && !marked && all != kSmall};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_but_for_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// How two texts that read alike differ.
enum class Spelling : std::uint8_t { kCase, kBlank, kWidth, kNumber, kAccent };
Spelling spelling_between(std::string_view a, std::string_view b) {
  if (equal_but_for_case(a, b)) return Spelling::kCase;
  if (trimmed(a) == trimmed(b)) return Spelling::kBlank;
  const auto holds_wide_form = [](std::string_view text) {  // U+FF00 to U+FF7F
    return text.find("\xef\xbc") != text.npos || text.find("\xef\xbd") != text.npos;
  };
  if (holds_wide_form(a) != holds_wide_form(b)) return Spelling::kWidth;
  const auto holds_digit = [](std::string_view text) {
    return text.find_first_of("0123456789") != text.npos;
  };
  const auto holds_letter = [](std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; });
  };
  if ((holds_digit(a) && !holds_letter(a)) || (holds_digit(b) && !holds_letter(b)))
    return Spelling::kNumber;
  return Spelling::kAccent;
}

// What a byte of a text makes it, as bits that can be or-ed over the text.
enum Mark : std::uint16_t {
  kQuote = 1,
  kBackslash = 2,
  kComment = 4,
  kWildcard = 8,
  kPlaceholder = 16,
  kDelimiter = 32,
  kLineEndMark = 64,
  kDoubleQuote = 128,
  kOtherMark = 256,
};
constexpr std::array<std::uint16_t, 256> kMarks = [] {
  std::array<std::uint16_t, 256> marks{};
  const auto set = [&marks](std::string_view bytes, Mark mark) {
    for (const char c : bytes) marks[static_cast<unsigned char>(c)] |= mark;
  };
  set("'`", kQuote);
  set("\"", kDoubleQuote);
  set("\\", kBackslash);
  set("#", kComment);
  set("%_*", kWildcard);
  set("?${", kPlaceholder);
  set(",;|\t", kDelimiter);
  set("\r\n", kLineEndMark);
  set("%*&!()[]}<>=", kOtherMark);
  return marks;
}();

// The situations of TS-VAL-03 that a text is, as it stands.
void mark_special(std::string_view text, TextClass text_class, SituationSet& set) {
  unsigned marks = 0;
  for (const char c : text) marks |= kMarks[static_cast<unsigned char>(c)];
  if (text.find("--") != text.npos || text.find("/*") != text.npos) marks |= kComment;
  if (text.front() == ':' || text.front() == '@') marks |= kPlaceholder;
  const bool condition = text.find(" OR ") != text.npos || text.find(" or ") != text.npos;
  if (condition && (marks & (kQuote | kDoubleQuote)) != 0) set.add("VAL-03.injection"_situation);
  constexpr std::array<std::pair<Mark, Situation>, 8> kRows = {{
      {kQuote, "VAL-03.quote"_situation},
      {kDoubleQuote, "VAL-03.double-quote"_situation},
      {kBackslash, "VAL-03.backslash"_situation},
      {kComment, "VAL-03.comment"_situation},
      {kWildcard, "VAL-03.wildcard"_situation},
      {kPlaceholder, "VAL-03.placeholder"_situation},
      {kDelimiter, "VAL-03.delimiter"_situation},
      {kLineEndMark, "VAL-03.line-end"_situation},
  }};
  for (const auto& [mark, situation] : kRows)
    if ((marks & mark) != 0) set.add(situation);
  // What is special without a mark is one of the store's own words.
  const bool lone = text.front() == '_' || text.back() == '_';
  if (text_class == TextClass::kSpecial && !lone && (marks & ~unsigned{kWildcard}) == 0)
    set.add("VAL-03.word"_situation);
}

void mark_unicode(std::string_view text, SituationSet& set) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (lead >= 0xf0) set.add("VAL-04.beyond"_situation);
    // U+0300 to U+036F.
    if (lead == 0xcc || (lead == 0xcd && next <= 0xaf)) set.add("VAL-04.combining"_situation);
    // Hebrew, Arabic and their neighbours; the marks among U+200E to U+202E.
    const std::string_view rest = text.substr(i);
    if ((lead >= 0xd6 && lead <= 0xdf) || rest.starts_with("\xe2\x80\x8f") ||
        rest.starts_with("\xe2\x80\xab") || rest.starts_with("\xe2\x80\xae"))
      set.add("VAL-04.right-to-left"_situation);
  }
}

}  // namespace

struct TextWatcher::Sight {
  const Scene& scene;
  bool saved;  // the texts are in a record now
  SituationSet& set;
  Method method() const { return scene.event.call.method; }
};

void TextWatcher::look(const Scene& scene, SituationSet& situations) {
  const Call& call = scene.event.call;
  const bool saving = call.method == Method::kSaveToken;
  const bool saved = saving && scene.event.outcome.ending == Ending::kReturned;
  const Sight sight{scene, saved, situations};
  constexpr std::size_t kEmptyClass = kValueClasses.size() - 1;
  if (takes_id(call.method)) {
    if (call.id.empty()) {
      ++tally_.value_classes[kEmptyClass];
      return;
    }
    look_at(sight, Field::kId, call.id);
  }
  if (!takes_token(call.method)) return;
  for (Field field : kFields) {
    if (call.token.has(field))
      look_at(sight, field, call.token.text(field));
    else if (call.token[field])
      ++tally_.value_classes[kEmptyClass];
  }
}

void TextWatcher::look_at(const Sight& sight, Field field, std::string_view text) {
  const auto mark = [&](Situation situation, bool really) {
    if (really) sight.set.add(situation);
  };
  const bool saving = sight.method() == Method::kSaveToken;
  if (field == Field::kExpiresIn) {
    const bool canonical = is_canonical_decimal(text);
    mark("VAL-02.expiry"_situation, sight.saved && text.size() == 18 && canonical);
    mark("VAL-01.expiry"_situation, saving && !canonical);
  }
  if (saving && text.size() >= least_capacity(field)) {
    const std::size_t length = length_in_characters(text);
    const std::size_t least = least_capacity(field);
    const bool full = sight.saved && length == least;
    mark("VAL-02.id"_situation, full && field == Field::kId);
    if (field != Field::kId && field != Field::kExpiresIn) {
      mark("VAL-02.full"_situation, full);
      mark("VAL-02.wide"_situation, full && text.size() >= 2 * least - 2);
    }
    const auto capacity = sight.scene.capabilities.capacity[index_of(field)];
    mark("VAL-02.longer"_situation, length > least);
    mark("VAL-02.beyond"_situation, capacity && length > std::max(*capacity, least));
  }
  const Looks looks = text.size() < kShortText ? looks_of(text) : Looks{};
  const bool plain = looks.itself;
  if (!plain) {
    if (text.size() <= kMostFolded) look_for_alikes(sight, field, text, folded_once(text), false);
  } else if (std::ranges::find(odd_, text, &Odd::folded) != odd_.end()) {
    look_for_alikes(sight, field, text, text, true);
  }
  if (looks.plain) {
    ++tally_.value_classes[0];
    if (sight.saved) sight.set.add("VAL-01.plain"_situation);
    return;
  }
  const TextClass kind = text_class(text);
  ++tally_.value_classes[static_cast<std::size_t>(kind)];
  mark("VAL-01.plain"_situation, sight.saved && kind == TextClass::kPlain);
  mark("VAL-01.nul"_situation, saving && kind == TextClass::kNul);
  mark("VAL-01.blank"_situation, sight.saved && (text.front() == ' ' || text.back() == ' '));
  if (kind == TextClass::kUnicode) mark_unicode(text, sight.set);
  if (kind == TextClass::kSpecial || kind == TextClass::kOther) mark_special(text, kind, sight.set);
  const bool special = kind == TextClass::kSpecial;
  mark("VAL-03.by-id"_situation, special && takes_id(sight.method()));
  mark("VAL-03.user"_situation, special && saving && field == Field::kUserName);
  mark("VAL-03.find"_situation, special && sight.method() == Method::kFindToken);
}

// The text folded: noted, since the texts of a plan come again and again.
std::string_view TextWatcher::folded_once(std::string_view text) {
  const auto known = std::ranges::find(odd_, text, &Odd::text);
  if (known != odd_.end()) return known->folded;
  return odd_.emplace_back(Odd{std::string(text), folded(text)}).folded;
}

// `key` is the text folded; `plain`: it folds to itself.
void TextWatcher::look_for_alikes(const Sight& sight, Field field, std::string_view text,
                                  std::string_view key, bool plain) {
  if (field == Field::kExpiresIn || field == Field::kRedirectUrl || field == Field::kApiDomain)
    return;
  const auto alike = std::ranges::find_if(sight.scene.before.records, [&](const Token& record) {
    const std::string_view other = record.text(field);
    if (other.empty() || other.size() > kMostFolded || other == text) return false;
    if (looks_of(other).itself) return !plain && other == key;
    return folded_once(other) == key;
  });
  if (alike == sight.scene.before.records.end()) return;
  const Spelling spelling = spelling_between(text, alike->text(field));
  const auto mark = [&](Situation situation, bool really = true) {
    if (really) sight.set.add(situation);
  };
  const bool saving = sight.method() == Method::kSaveToken;
  switch (field) {
    case Field::kId:
      mark("VAL-06.id"_situation);
      mark(saving                                   ? "ID-03.save"_situation
           : sight.method() == Method::kDeleteToken ? "ID-03.delete"_situation
                                                    : "ID-03.find"_situation);
      mark("ID-03.number"_situation, spelling == Spelling::kNumber);
      mark("ID-03.blank"_situation, spelling == Spelling::kBlank);
      break;
    case Field::kUserName:
      mark(saving ? "USER-04.save"_situation : "USER-04.find"_situation);
      mark("USER-04.case"_situation, spelling == Spelling::kCase);
      mark("USER-04.blank"_situation, spelling == Spelling::kBlank);
      mark("USER-04.width"_situation, spelling == Spelling::kWidth);
      mark("USER-04.accent"_situation, spelling == Spelling::kAccent);
      break;
    case Field::kClientId: mark("VAL-06.client"_situation); break;
    case Field::kClientSecret: mark("VAL-06.secret"_situation); break;
    case Field::kAccessToken:
    case Field::kRefreshToken:
    case Field::kGrantToken: mark("VAL-06.credential"_situation); break;
    default: break;
  }
}

}  // namespace assay
