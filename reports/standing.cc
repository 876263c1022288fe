#include "reports/standing.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace assay {
namespace {

struct Look {
  std::string_view word;
  Tone tone;
};
constexpr std::array<Look, 10> kLooks = {{
    {"FAIL", Tone::kBad},
    {"INFRA", Tone::kWarning},
    {"thin", Tone::kWarning},
    {"expected", Tone::kWarning},
    {"PASS", Tone::kGood},
    {"advice", Tone::kWarning},
    {"thin", Tone::kWarning},
    {"not built", Tone::kQuiet},
    {"n/a", Tone::kQuiet},
    {"-", Tone::kQuiet},
}};

constexpr auto kTitles = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"SAVE", "saving"},
    {"DUP", "no duplicates"},
    {"USER", "users kept apart"},
    {"ID", "ids"},
    {"FIND", "finding"},
    {"BYID", "finding by id"},
    {"DEL", "deleting"},
    {"LIST", "listing"},
    {"VAL", "values survive"},
    {"OUT", "how calls end"},
    {"DUR", "durability"},
    {"CONC", "concurrency"},
    {"NET", "lost connections"},
    {"SEC", "secrets"},
    {"LIVE", "ends in time"},
});

using Verdicts = std::vector<const Verdict*>;

Verdicts verdicts_of(const StoreResult& store, std::string_view group) {
  Verdicts out;
  for (const Verdict& verdict : store.verdicts)
    if (group_of(verdict.rule) == group) out.push_back(&verdict);
  return out;
}

std::string pass_text(const Verdicts& passed, const Verdicts& group, bool strict) {
  const auto least = *std::ranges::min_element(passed, {}, &Verdict::tries);
  const bool more = std::ranges::any_of(group, [strict](const Verdict* verdict) {
    const Standing standing = standing_of(*verdict, strict);
    return standing != Standing::kPass && standing != Standing::kNotApplicable;
  });
  return "PASS " + short_count(least->tries) + (more ? "*" : "");
}

// The rule that lacks most, in parts of what it needs.
std::string thin_text(const Verdicts& thin) {
  const auto share = [](const Verdict* verdict) {
    return verdict->needed == 0
               ? 1.0
               : static_cast<double>(verdict->tried) / static_cast<double>(verdict->needed);
  };
  const Verdict& worst = **std::ranges::min_element(thin, {}, share);
  if (worst.needed == 0) return "thin";
  return "thin " + std::to_string(worst.tried) + '/' + std::to_string(worst.needed);
}

std::string text_of(Standing standing, const Verdicts& same, const Verdicts& group, bool strict) {
  switch (standing) {
    case Standing::kPass: return pass_text(same, group, strict);
    case Standing::kThin:
    case Standing::kThinAdvice: return thin_text(same);
    case Standing::kFail:
    case Standing::kExpected:
    case Standing::kAdvice:
      return std::string(word_of(standing)) + ' ' + std::to_string(same.size());
    default: return std::string(word_of(standing));
  }
}

std::string_view number_of(Tag rule) { return rule.id().substr(rule.id().rfind('-') + 1); }

}  // namespace

bool decides(Tag rule, bool strict) {
  const Level level = rule.rule().level;
  return level == Level::kMust || (strict && level == Level::kShould);
}

Standing standing_of(const Verdict& verdict, bool strict) {
  const bool counts = decides(verdict.rule, strict);
  switch (verdict.judgement) {
    case Judgement::kPass: return Standing::kPass;
    case Judgement::kFail: return counts ? Standing::kFail : Standing::kAdvice;
    case Judgement::kInconclusive: return counts ? Standing::kThin : Standing::kThinAdvice;
    case Judgement::kNotApplicable: return Standing::kNotApplicable;
    case Judgement::kInfra: return Standing::kInfra;
    case Judgement::kNotBuilt: return Standing::kNotBuilt;
    case Judgement::kExpected: return Standing::kExpected;
  }
  return Standing::kNothing;
}

std::string_view word_of(Standing standing) {
  return kLooks[static_cast<std::size_t>(standing)].word;
}

Tone tone_of(Standing standing) { return kLooks[static_cast<std::size_t>(standing)].tone; }

Cell cell_of(const StoreResult& store, std::string_view group, bool strict) {
  const Verdicts verdicts = verdicts_of(store, group);
  Standing worst = Standing::kNothing;
  for (const Verdict* verdict : verdicts) worst = std::min(worst, standing_of(*verdict, strict));
  if (verdicts.empty() && !store.infra.empty()) worst = Standing::kInfra;
  Verdicts same;
  std::ranges::copy_if(verdicts, std::back_inserter(same), [&](const Verdict* verdict) {
    return standing_of(*verdict, strict) == worst;
  });
  return {worst, text_of(worst, same, verdicts, strict)};
}

std::vector<std::string_view> rule_groups() {
  std::vector<std::string_view> groups;
  for (std::size_t i = 0; i < kTagCount; ++i) {
    const Tag tag{static_cast<std::uint8_t>(i)};
    if (!tag.is_latitude() && std::ranges::find(groups, group_of(tag)) == groups.end())
      groups.push_back(group_of(tag));
  }
  return groups;
}

std::string_view title_of(std::string_view group) {
  const auto* row = std::ranges::find(kTitles, group, [](const auto& pair) { return pair.first; });
  return row == kTitles.end() ? std::string_view() : row->second;
}

std::string rule_list(std::vector<Tag> rules) {
  std::ranges::sort(rules);
  std::string out;
  for (std::size_t first = 0, last = 0; first < rules.size(); first = last + 1) {
    last = first;
    while (last + 1 < rules.size() && rules[last + 1].index == rules[last].index + 1 &&
           group_of(rules[last + 1]) == group_of(rules[first]))
      ++last;
    if (!out.empty()) out += ", ";
    out += rules[first].id();
    if (last == first + 1) (out += ", ") += rules[last].id();
    if (last > first + 1) (out += "..") += number_of(rules[last]);
  }
  return out;
}

}  // namespace assay
