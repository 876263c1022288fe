#include "cli/fuzz_output.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace assay {

namespace {

constexpr std::string_view kSummary = "SUMMARY: ";
constexpr std::string_view kOracle = "fuzz: ";  // before a story: see fuzz/fail.h
constexpr std::size_t kMostReportLines = 400;

// The number after `key` and what stands between them: blanks and a colon.
std::optional<std::uint64_t> number_after(std::string_view line, std::string_view key) {
  std::size_t at = line.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  at = line.find_first_not_of(": \t", at + key.size());
  if (at == std::string_view::npos) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(line.data() + at, line.data() + line.size(), number);
  if (error != std::errc()) return std::nullopt;
  return number;
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// A line of a sanitizer or of libFuzzer, where a target's own words end.
bool is_report(std::string_view line) {
  return line.starts_with("==") || line.starts_with(kSummary) || line.starts_with("MS: ") ||
         line.starts_with("artifact_prefix=") || line.starts_with("ALARM: ");
}

// What libFuzzer says of a target that ended without a sanitizer's word.
std::string plain(std::string_view summary) {
  for (const auto& [word, meaning] :
       {std::pair{"timeout", "took too long"}, std::pair{"out-of-memory", "took too much memory"},
        std::pair{"deadly signal", "ended by a signal"}, std::pair{"exited", "ended by exit()"}})
    if (summary.find(word) != std::string_view::npos) return meaning;
  return std::string(summary);
}

// Where the quoted text that begins at `begin` ends, as quoted() writes it: with a backslash before
// a quote within, and how long a text is that it cut. npos where it does not end.
std::size_t end_of_quoted(std::string_view line, std::size_t begin) {
  std::size_t at = begin + 1;
  while (at < line.size() && line[at] != '"') at += line[at] == '\\' ? 2 : 1;
  if (at >= line.size()) return std::string_view::npos;
  constexpr std::string_view kBefore = " (";
  constexpr std::string_view kAfter = " characters)";
  const std::string_view rest = line.substr(at + 1);
  if (!rest.starts_with(kBefore)) return at;
  std::size_t digits = kBefore.size();
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  return rest.substr(digits).starts_with(kAfter) ? at + digits + kAfter.size() : at;
}

// Without what differs from input to input: numbers, but for those of a rule's name or of a place
// in a source, and what stands in quotes.
std::string kind_of(std::string_view line) {
  std::string kind;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const std::size_t end = c == '"' ? end_of_quoted(line, i) : std::string_view::npos;
    if (end != std::string_view::npos) {
      kind += "\"...\"";
      i = end;
    } else if (is_digit(c) && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '#')) {
      kind += 'N';
      while (i + 1 < line.size() && is_digit(line[i + 1])) ++i;
    } else {
      kind += c;
    }
  }
  return kind;
}

// Of a path, the last part: "/a/b/list.cc:8:57 in f" is "list.cc:8:57 in f".
std::string without_folders(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    std::string_view word = text.substr(begin, end - begin);
    if (word.starts_with('/')) word.remove_prefix(word.rfind('/') + 1);
    out += (out.empty() ? "" : " ") + std::string(word);
    begin = end + 1;
  }
  return out;
}

}  // namespace

std::optional<FuzzStatus> parse_fuzz_status(std::string_view line) {
  if (!line.starts_with('#')) return std::nullopt;
  const auto executions = number_after(line, "#");
  const auto coverage = number_after(line, " cov");
  const auto features = number_after(line, " ft");
  const auto corpus = number_after(line, " corp");
  if (!executions || !coverage || !features || !corpus || line.find(" job: ") == line.npos)
    return std::nullopt;
  return FuzzStatus{*executions, *coverage, *features, *corpus};
}

std::uint64_t executions_in_log(std::string_view log) {
  for (std::size_t end = log.rfind('\n'); end != std::string_view::npos && end > 0;) {
    const std::size_t before = log.rfind('\n', end - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view line = log.substr(begin, end - begin);
    if (line.starts_with('#') && line.find('\t') != std::string_view::npos)
      if (const auto number = number_after(line, "#")) return *number;
    end = before;
  }
  return 0;
}

std::optional<std::uint64_t> chosen_by_merge(const std::vector<std::string>& output) {
  static constexpr std::string_view kMerge = "MERGE-OUTER: ";
  const auto line = std::ranges::find_if(output, [](const std::string& said) {
    return said.starts_with(kMerge) && said.find(" new files with ") != std::string::npos;
  });
  return line == output.end() ? std::nullopt : number_after(*line, kMerge);
}

std::optional<CrashStory> parse_crash(const std::vector<std::string>& output) {
  const auto summary =
      std::ranges::find_if(output, [](const auto& line) { return line.starts_with(kSummary); });
  if (summary == output.end()) return std::nullopt;
  const auto running = std::find_if(output.begin(), summary, [](const std::string& line) {
    return line.starts_with("Running: ");
  });
  CrashStory story;
  for (auto at = running == summary ? output.begin() : running + 1; at != summary; ++at) {
    if (is_report(*at) || story.lines.size() == kMostReportLines) break;
    if (!at->empty() || !story.lines.empty()) story.lines.push_back(*at);
  }
  while (!story.lines.empty() && story.lines.back().empty()) story.lines.pop_back();
  // What the oracle says comes after anything else that the target had to say.
  const auto oracle = std::ranges::find_if(
      story.lines, [](const std::string& line) { return line.starts_with(kOracle); });
  if (oracle != story.lines.end()) {
    oracle->erase(0, kOracle.size());
    story.lines.erase(story.lines.begin(), oracle);
  }

  const std::string_view said = std::string_view(*summary).substr(kSummary.size());
  if (!said.starts_with("libFuzzer: "))
    story.kind = without_folders(said);
  else if (!story.lines.empty())
    story.kind = kind_of(story.lines.front());
  else
    story.kind = plain(said);
  if (story.lines.empty()) story.lines.push_back(story.kind);
  return story;
}

}  // namespace assay
