#include "reports/console_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/coverage_table.h"
#include "reports/group_table.h"
#include "reports/layout.h"
#include "reports/standing.h"
#include "reports/story.h"

namespace assay {
namespace {

std::size_t width_of(const ReportOptions& options) {
  return static_cast<std::size_t>(std::max(options.width, 40));
}

// Rules of one store that stand alike for the same reason.
struct Note {
  Standing standing;
  std::string reason;
  std::vector<Tag> rules;
};

std::vector<Note> notes_of(const StoreResult& store, bool strict) {
  std::vector<Note> notes;
  for (const Verdict& verdict : store.verdicts) {
    const Standing standing = standing_of(verdict, strict);
    if (standing == Standing::kPass || standing == Standing::kNotBuilt) continue;
    auto note = std::ranges::find_if(notes, [&](const Note& other) {
      return other.standing == standing && other.reason == verdict.reason;
    });
    if (note == notes.end()) note = notes.insert(note, {standing, verdict.reason, {}});
    note->rules.push_back(verdict.rule);
  }
  const bool told = std::ranges::any_of(
      notes, [](const Note& note) { return note.standing == Standing::kInfra; });
  if (!store.infra.empty() && !told) notes.push_back({Standing::kInfra, store.infra, {}});
  std::ranges::stable_sort(notes, {}, &Note::standing);
  return notes;
}

// How many of a store's rules can be put to the test at all.
std::size_t testable(const StoreResult& store) {
  return static_cast<std::size_t>(std::ranges::count_if(store.verdicts, [](const Verdict& verdict) {
    return verdict.judgement != Judgement::kNotApplicable &&
           verdict.judgement != Judgement::kNotBuilt;
  }));
}

std::string line_of(const Note& note, const StoreResult& store, const ReportOptions& options) {
  const std::string_view word = word_of(note.standing);
  const std::string head = "  " + padded(word, 8) + "  ";
  const bool is_all = note.standing == Standing::kInfra && !note.rules.empty() &&
                      note.rules.size() == testable(store);
  std::string text = is_all ? "every rule" : rule_list(note.rules);
  if (!note.reason.empty()) (text += text.empty() ? "" : ": ") += visible(note.reason);
  const std::string lines = hanging(head, text, width_of(options));
  return "  " + painted(word, tone_of(note.standing), options.color) +
         lines.substr(2 + word.size());
}

// What is not green though the store claims it, store by store.
std::string not_green(const RunResult& run, const ReportOptions& options) {
  std::string out;
  for (const StoreResult& store : run.stores) {
    std::vector<Note> notes = notes_of(store, options.strict);
    std::erase_if(notes, [](const Note& n) { return n.standing == Standing::kNotApplicable; });
    if (notes.empty()) continue;
    out += painted(visible(store.store), Tone::kStrong, options.color) + '\n';
    for (const Note& note : notes) out += line_of(note, store, options);
  }
  return out;
}

// What stores do not claim. Many claim the same, so those are told together.
std::string not_applicable(const RunResult& run, const ReportOptions& options) {
  std::vector<std::pair<std::string, std::string>> lines;  // rules and reason, names of stores
  for (const StoreResult& store : run.stores) {
    for (const Note& note : notes_of(store, options.strict)) {
      if (note.standing != Standing::kNotApplicable) continue;
      const std::string text = rule_list(note.rules) + ": " + visible(note.reason);
      auto line = std::ranges::find(lines, text, [](const auto& pair) { return pair.first; });
      if (line == lines.end()) line = lines.insert(line, {text, ""});
      (line->second += line->second.empty() ? "" : ", ") += visible(store.store);
    }
  }
  std::string out;
  for (const auto& [text, names] : lines)
    out += hanging("  ", text + " (" + names + ")", width_of(options));
  return out.empty() ? out : "Not applicable\n" + out;
}

// Which rules have no driver is a matter of this program, so it is told once and not per store.
std::string not_built(const RunResult& run, const ReportOptions& options) {
  std::vector<Tag> rules;
  for (const StoreResult& store : run.stores)
    for (const Verdict& verdict : store.verdicts)
      if (verdict.judgement == Judgement::kNotBuilt) rules.push_back(verdict.rule);
  if (rules.empty()) return {};
  std::ranges::sort(rules);
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  return hanging("Not built yet: ", rule_list(rules), width_of(options));
}

bool is_expected(const StoreResult& store, Tag rule) {
  const auto verdict = std::ranges::find(store.verdicts, rule, &Verdict::rule);
  return verdict != store.verdicts.end() && verdict->judgement == Judgement::kExpected;
}

// A heading and the stories of those findings that count, or of those that do not. What was
// expected is known already.
std::string stories(const StoreResult& store, bool counting, const ReportOptions& options) {
  std::string out;
  for (const Finding& finding : store.findings) {
    if (decides(finding.bucket.rule, options.strict) != counting) continue;
    if (is_expected(store, finding.bucket.rule)) continue;
    out += '\n' + story(finding, {options.color, width_of(options)});
  }
  if (out.empty()) return out;
  std::string heading = "==== " + visible(store.store) + (counting ? ": broken " : ": advice ");
  heading += std::string(4, '=');
  const Tone tone = counting ? Tone::kBad : Tone::kWarning;
  return '\n' + painted(heading, tone, options.color) + '\n' + out;
}

struct Ending {
  int code;
  std::string_view word;
  std::string_view meaning;
  Tone tone;
};
constexpr auto kEndings = std::to_array<Ending>({
    {0, "PASS", "every {}rule that applies and has a driver passed", Tone::kGood},
    {1, "FAIL", "", Tone::kBad},
    {2, "VOID", "a broken store lived: no green counts; try a larger budget", Tone::kBad},
    {3, "UNDECIDED", "a {}rule was not tried often enough, or a store could not be reached",
     Tone::kWarning},
    {130, "INTERRUPTED", "this is what was known by then", Tone::kWarning},
});

// "MUST rules are broken: sqlite 2, file 1": how many that count each store breaks.
std::string broken_by_store(const RunResult& run, bool strict) {
  std::string out;
  for (const StoreResult& store : run.stores) {
    const auto broken = std::ranges::count_if(store.verdicts, [strict](const Verdict& verdict) {
      return standing_of(verdict, strict) == Standing::kFail;
    });
    if (broken == 0) continue;
    out += out.empty() ? (strict ? "rules are broken: " : "MUST rules are broken: ") : ", ";
    out += fmt::format("{} {}", visible(store.store), broken);
  }
  return out;
}

std::string verdict_line(const RunResult& run, const ReportOptions& options) {
  const int code = exit_code(run, options.strict);
  const Ending& ending = *std::ranges::find(kEndings, code, &Ending::code);
  std::string text = fmt::format(fmt::runtime(ending.meaning), options.strict ? "" : "MUST ");
  if (run.stores.empty()) text = "no store was put to the test";
  const std::string broken = broken_by_store(run, options.strict);
  if (text.empty() && broken.empty()) text = "an expectation does not hold any more";
  if (!broken.empty()) text += (text.empty() ? "" : "; ") + broken;
  text += fmt::format("; exit code {}", code);
  const std::string lines = hanging(std::string(ending.word) + ": ", text, width_of(options));
  return painted(ending.word, ending.tone, options.color) + lines.substr(ending.word.size());
}

// Which broken stores were tried beside the others, and how that went.
std::string canaries(const RunResult& run, const ReportOptions& options) {
  if (run.canaries.empty()) return "";
  std::string lived;
  for (const Canary& canary : run.canaries)
    if (!canary.caught)
      lived += (lived.empty() ? "" : ", ") + visible(canary.store) + " (" + canary.group + ")";
  const std::string text =
      plural(run.canaries.size(), "broken store") +
      ", one for each green group: " + (lived.empty() ? "all caught" : "NOT caught: " + lived);
  return hanging("canaries: ", text, width_of(options));
}

std::string overdue(const RunResult& run, const ReportOptions& options) {
  std::string out;
  for (const std::string& line : run.overdue)
    out += hanging("expectation: ", visible(line), width_of(options));
  return out;
}

std::string summary(const RunResult& run, const ReportOptions& options) {
  std::uint64_t cases = 0;
  std::uint64_t calls = 0;
  for (const StoreResult& store : run.stores) {
    cases += store.cases;
    calls += store.calls;
  }
  std::string text = fmt::format("assay {}, seed {}, budget {}", visible(run.version), run.seed,
                                 visible(run.budget));
  if (!run.shard.empty()) text += ", shard " + visible(run.shard);
  text += ": " + plural(run.stores.size(), "store") + ", " + plural(cases, "case") + ", " +
          plural(calls, "call");
  if (options.durations) text += fmt::format(", {:.1f} s", run.seconds);
  return hanging("", text, width_of(options)) + canaries(run, options) + overdue(run, options) +
         verdict_line(run, options);
}

}  // namespace

std::string console_report(const RunResult& run, const ReportOptions& options) {
  std::string out = group_table(run, options);
  for (const std::string& part :
       {not_green(run, options), not_applicable(run, options), not_built(run, options)})
    if (!part.empty()) out += '\n' + part;
  if (options.coverage) out += '\n' + coverage_table(run, options);
  for (const bool counting : {true, false})
    for (const StoreResult& store : run.stores) out += stories(store, counting, options);
  return out + (out.empty() ? "" : "\n") + summary(run, options);
}

}  // namespace assay
