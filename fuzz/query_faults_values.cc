// Values that are bound in the wrong order, in the wrong number, or as something else.

#include <algorithm>
#include <string>
#include <utility>

#include "fuzz/query_draft.h"
#include "fuzz/query_faults.h"

namespace assay {
namespace {

// Values in another order than their places, in the statements that begin so.
template <typename Order>
struct Reordered final : Draft {
  using Draft::Draft;
  Statement finished(Statement statement) const override {
    if (statement.text.starts_with(Order::kBegin) && statement.values.size() > 1)
      Order::reorder(statement.values);
    return statement;
  }
  using Draft::Values;
};

struct IdFirst {
  static constexpr std::string_view kBegin = "UPDATE";
  static void reorder(auto& values) { std::rotate(values.begin(), values.end() - 1, values.end()); }
};
struct InsertBackwards {
  static constexpr std::string_view kBegin = "INSERT";
  static void reorder(auto& values) { std::reverse(values.begin(), values.end()); }
};
struct TokensByAge {
  static constexpr std::string_view kBegin = "INSERT";
  static void reorder(auto& values) { std::swap(values[4], values[5]); }
};
struct SecretFirst {
  static constexpr std::string_view kBegin = "SELECT";
  static void reorder(auto& values) { std::swap(values[0], values[1]); }
};
struct LastTwoSwapped {
  static constexpr std::string_view kBegin = "SELECT";
  static void reorder(auto& values) { std::swap(values[values.size() - 2], values.back()); }
};
struct SettersShifted {
  static constexpr std::string_view kBegin = "UPDATE";
  static void reorder(auto& values) {
    std::rotate(values.begin(), values.begin() + 1, values.end() - 1);
  }
};

// Values that are altered on their way.
template <typename Change>
struct Altered final : Draft {
  using Draft::Draft;
  Value value_of(const Token& token, Field field) const override {
    Value value = Draft::value_of(token, field);
    return value ? Change::of(field, std::move(*value)) : Change::of_absent(field);
  }
};

struct KeepsAbsent {
  static std::optional<std::string> of_absent(Field) { return std::nullopt; }
};
struct CutAtNul : KeepsAbsent {
  static std::string of(Field, const std::string& text) { return text.substr(0, text.find('\0')); }
};
struct Trimmed : KeepsAbsent {
  static std::string of(Field, std::string text) {
    while (text.ends_with(' ')) text.pop_back();
    return text;
  }
};
struct LowerUser : KeepsAbsent {
  static std::string of(Field field, std::string text) {
    if (field == Field::kUserName)
      for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  }
};
struct CutAt255 : KeepsAbsent {
  static std::string of(Field, const std::string& text) { return text.substr(0, 255); }
};
struct Escaped : KeepsAbsent {
  static std::string of(Field, const std::string& text) {
    std::string all;
    for (char c : text) all.append(c == '\'' ? 2 : 1, c);
    return all;
  }
};
struct NullWord : KeepsAbsent {
  static std::optional<std::string> of(Field, std::string text) {
    return text == "NULL" || text == "null" ? std::nullopt : std::optional(std::move(text));
  }
};
struct ExpiryRead : KeepsAbsent {
  static std::string of(Field field, const std::string& text) {
    return field == Field::kExpiresIn ? std::to_string(std::atoll(text.c_str())) : text;
  }
};
struct EmptyForAbsent {
  static std::string of(Field, std::string text) { return text; }
  static std::optional<std::string> of_absent(Field field) {
    return field == Field::kId ? std::nullopt : std::optional<std::string>("");
  }
};
struct WordForAbsent {
  static std::string of(Field, std::string text) { return text; }
  static std::optional<std::string> of_absent(Field field) {
    return field == Field::kApiDomain ? std::optional<std::string>("null") : std::nullopt;
  }
};

struct EmptyKept final : Draft {
  using Draft::Draft;
  Value value_of(const Token& token, Field field) const override { return token[field]; }
};

struct AbsentNotBound final : Draft {
  using Draft::Draft;
  std::string place(Clause clause, Field field, const Value& value, Values& values) const override {
    if (value || clause != Clause::kSet) return Draft::place(clause, field, value, values);
    return "?";
  }
};

struct OneTooMany final : Draft {
  using Draft::Draft;
  Statement finished(Statement statement) const override {
    if (!statement.values.empty()) statement.values.emplace_back();
    return statement;
  }
};

struct BoundTwice final : Draft {
  using Draft::Draft;
  std::string named(const Token& token, Values& values) const override {
    std::string condition = Draft::named(token, values);
    if (way_of(token) == Way::kUser) values.push_back(values.back());
    return condition;
  }
};

// Numbered places, which SQLite has, and values in the order of their numbers.
struct PlaceUsedTwice final : Draft {
  using Draft::Draft;
  std::string kin(const Token& token, bool saving, Values& values) const override {
    std::string condition = Draft::kin(token, saving, values);
    if (!saving || !sqlite()) return condition;
    std::string numbered;
    int number = 0;
    for (char c : condition) {
      numbered += c;
      if (c == '?') numbered += std::to_string(++number == 5 ? 4 : std::min(number, 5));
    }
    values.erase(values.begin() + 4);
    return numbered;
  }
};

struct QuotedPlace final : Draft {
  using Draft::Draft;
  std::string place(Clause clause, Field field, const Value& value, Values& values) const override {
    const std::string mark = Draft::place(clause, field, value, values);
    return clause == Clause::kSelectId ? "'" + mark + "'" : mark;
  }
};

struct NullWritten final : Draft {
  using Draft::Draft;
  std::string place(Clause clause, Field field, const Value& value, Values& values) const override {
    if (clause != Clause::kValues || field != Field::kExpiresIn || value)
      return Draft::place(clause, field, value, values);
    return "NULL";
  }
};

constexpr QueryFault kValueFaults[] = {
    {"bind-id-first", "Binds the id of an update before what is set, as its arguments come.",
     drafted<Reordered<IdFirst>>},
    {"bind-insert-backwards", "Binds the values of an insert from the last to the first.",
     drafted<Reordered<InsertBackwards>>},
    {"bind-insert-two-swapped", "Binds the refresh and the access token in each other's place.",
     drafted<Reordered<TokensByAge>>},
    {"bind-secret-first", "Binds the client_secret before the client_id.",
     drafted<Reordered<SecretFirst>>},
    {"bind-last-two-swapped", "Binds the grant token before the refresh token.",
     drafted<Reordered<LastTwoSwapped>>},
    {"bind-set-shifted", "Binds what is set one place too early, round the end.",
     drafted<Reordered<SettersShifted>>},
    {"bind-up-to-nul", "Binds texts as C strings.", drafted<Altered<CutAtNul>>},
    {"bind-trimmed", "Takes trailing blanks off before it binds.", drafted<Altered<Trimmed>>},
    {"bind-user-lower", "Binds user names in lower case.", drafted<Altered<LowerUser>>},
    {"bind-cut-at-255", "Binds 255 bytes at the most, for 255 characters.",
     drafted<Altered<CutAt255>>},
    {"bind-escaped", "Doubles quotes in what it binds, as if it were written into the text.",
     drafted<Altered<Escaped>>},
    {"bind-null-word", "Binds the word NULL as nothing.", drafted<Altered<NullWord>>},
    {"bind-expiry-number", "Reads expires_in as a number, and binds what it read.",
     drafted<Altered<ExpiryRead>>},
    {"bind-empty-for-absent", "Binds empty texts for absent fields: a column then is never NULL.",
     drafted<Altered<EmptyForAbsent>>},
    {"bind-word-for-absent", "Binds the word null for an api_domain that is absent.",
     drafted<Altered<WordForAbsent>>},
    {"bind-empty-as-it-is", "Binds a field that is set and empty as an empty text.",
     drafted<EmptyKept>},
    {"bind-absent-left-out", "Binds nothing for absent fields, and so moves the rest up.",
     drafted<AbsentNotBound>},
    {"bind-one-too-many", "Binds a value more than there are places.", drafted<OneTooMany>},
    {"bind-twice", "Binds the user name twice, from when it was compared twice.",
     drafted<BoundTwice>},
    {"bind-numbered-places", "Numbers its places, to bind the client_id once for two.",
     drafted<PlaceUsedTwice>},
    {"place-in-quotes", "Puts a place in quotes, where it is a question mark.",
     drafted<QuotedPlace>},
    {"place-null-written", "Writes NULL where expires_in is absent, as any tutorial does.",
     drafted<NullWritten>},
};

}  // namespace

std::span<const QueryFault> value_faults() { return kValueFaults; }

}  // namespace assay
