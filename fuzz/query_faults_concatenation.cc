// Values that become part of a statement's text: each field in each clause that it occurs in.

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

#include "fuzz/query_draft.h"
#include "fuzz/query_faults.h"

namespace assay {
namespace {

// How the text is made harmless, or thought to be.
enum class Care : std::uint8_t { kNone, kDoubled, kBackslash, kHarmless, kNumber, kDequoted };

constexpr std::array<std::string_view, 6> kCares = {
    "as it is, in quotes",
    "in quotes, with its quotes doubled",
    "in quotes, with a backslash before each of its own",
    "where it is letters and digits alone, and so can do no harm",
    "without quotes where it is a number",
    "in quotes, with its own taken out",
};

bool is_figure(char c) { return c >= '0' && c <= '9'; }
bool is_harmless(char c) {
  return is_figure(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

struct DraftClauses : Draft {
  using Draft::Clause;
  using Draft::Draft;
};
using Clause = DraftClauses::Clause;

template <Clause kClause, Field kField, Care kCare>
struct Concatenated final : DraftClauses {
  using DraftClauses::DraftClauses;

  std::string place(Clause clause, Field field, const Value& value, Values& values) const override {
    if (clause != kClause || field != kField || !value || !concerns(*value))
      return DraftClauses::place(clause, field, value, values);
    return literal(*value);
  }

 private:
  static bool concerns(const std::string& text) {
    if (kCare == Care::kHarmless) return std::ranges::all_of(text, is_harmless);
    return kCare != Care::kNumber || (!text.empty() && std::ranges::all_of(text, is_figure));
  }
  static std::string literal(const std::string& text) {
    if (kCare == Care::kNumber) return text;
    if (kCare == Care::kDoubled) return within('\'', text);
    std::string inner;
    for (char c : text) {
      if (c == '\'' && kCare == Care::kDequoted) continue;
      if (c == '\'' && kCare == Care::kBackslash) inner += '\\';
      inner += c;
    }
    return "'" + inner + "'";
  }
};

struct Occurrence {
  Clause clause;
  Field field;
};

// Every field in every clause that it occurs in.
constexpr std::array kOccurrences = {
    Occurrence{Clause::kNamed, Field::kUserName},
    Occurrence{Clause::kNamed, Field::kClientId},
    Occurrence{Clause::kNamed, Field::kClientSecret},
    Occurrence{Clause::kNamed, Field::kRefreshToken},
    Occurrence{Clause::kNamed, Field::kAccessToken},
    Occurrence{Clause::kNamed, Field::kGrantToken},
    Occurrence{Clause::kKin, Field::kClientId},
    Occurrence{Clause::kKin, Field::kClientSecret},
    Occurrence{Clause::kKin, Field::kRefreshToken},
    Occurrence{Clause::kKin, Field::kAccessToken},
    Occurrence{Clause::kKin, Field::kGrantToken},
    Occurrence{Clause::kSelectId, Field::kId},
    Occurrence{Clause::kUpdateId, Field::kId},
    Occurrence{Clause::kDeleteId, Field::kId},
    Occurrence{Clause::kSet, Field::kUserName},
    Occurrence{Clause::kSet, Field::kClientId},
    Occurrence{Clause::kSet, Field::kClientSecret},
    Occurrence{Clause::kSet, Field::kRefreshToken},
    Occurrence{Clause::kSet, Field::kAccessToken},
    Occurrence{Clause::kSet, Field::kGrantToken},
    Occurrence{Clause::kSet, Field::kExpiresIn},
    Occurrence{Clause::kSet, Field::kRedirectUrl},
    Occurrence{Clause::kSet, Field::kApiDomain},
    Occurrence{Clause::kValues, Field::kId},
    Occurrence{Clause::kValues, Field::kUserName},
    Occurrence{Clause::kValues, Field::kClientId},
    Occurrence{Clause::kValues, Field::kClientSecret},
    Occurrence{Clause::kValues, Field::kRefreshToken},
    Occurrence{Clause::kValues, Field::kAccessToken},
    Occurrence{Clause::kValues, Field::kGrantToken},
    Occurrence{Clause::kValues, Field::kExpiresIn},
    Occurrence{Clause::kValues, Field::kRedirectUrl},
    Occurrence{Clause::kValues, Field::kApiDomain},
};

struct ClauseWords {
  std::string_view name, sentence;
};
constexpr std::array<ClauseWords, 7> kClauses = {{
    {"where-named", "the condition of what a token names"},
    {"where-kin", "the condition of what a weak token may take"},
    {"where-find-by-id", "the condition of a find by id"},
    {"where-update", "the condition of an update"},
    {"where-delete", "the condition of a delete"},
    {"set", "the SET of an update"},
    {"values", "the VALUES of an insert"},
}};

// The ways are dealt out over the occurrences, one after the other.
template <std::size_t kIndex>
QueryFault concatenated(std::deque<std::string>& texts) {
  constexpr Occurrence kHere = kOccurrences[kIndex];
  constexpr Care kCare = static_cast<Care>(kIndex % kCares.size());
  const ClauseWords& words = kClauses[static_cast<std::size_t>(kHere.clause)];
  const std::string field(name_of(kHere.field));
  std::string dashed = field;
  std::ranges::replace(dashed, '_', '-');
  const std::string& name =
      texts.emplace_back(std::string(words.name) + "-" + dashed + "-concatenated");
  const std::string& mistake =
      texts.emplace_back("Writes the " + field + " into " + std::string(words.sentence) + ": " +
                         std::string(kCares[static_cast<std::size_t>(kCare)]) + ".");
  return {name, mistake, drafted<Concatenated<kHere.clause, kHere.field, kCare>>};
}

template <std::size_t... kIndices>
std::vector<QueryFault> all_of(std::index_sequence<kIndices...>, std::deque<std::string>& texts) {
  return {concatenated<kIndices>(texts)...};
}

}  // namespace

std::span<const QueryFault> concatenation_faults() {
  static std::deque<std::string> texts;  // never moves what it holds
  static const std::vector<QueryFault> kAll =
      all_of(std::make_index_sequence<kOccurrences.size()>(), texts);
  return kAll;
}

}  // namespace assay
