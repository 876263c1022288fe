#include "reports/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "reports/layout.h"
#include "spec/text.h"

namespace assay {
namespace {

constexpr std::size_t kBarWidth = 20;

// A part of the line; the greatest `rank` is left out first.
struct Part {
  int rank;
  std::string text;
};

std::string bar(double share) {
  const auto done = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * kBarWidth);
  return '[' + std::string(done, '#') + std::string(kBarWidth - done, '.') + ']';
}

std::vector<Part> parts_of(const Progress& p) {
  std::vector<Part> parts;
  const std::size_t number = std::min(p.store_index + 1, p.store_count);
  parts.push_back({0, fmt::format("{} {}/{}", visible(p.store), number, p.store_count)});
  if (p.budget_s > 0) {
    parts.push_back({5, bar(p.elapsed_s / p.budget_s)});
    parts.push_back({1, fmt::format("{:.0f} of {:.0f} s", p.elapsed_s, p.budget_s)});
  } else {
    parts.push_back({1, fmt::format("{:.0f} s", p.elapsed_s)});
  }
  parts.push_back({3, short_count(p.cases) + (p.cases == 1 ? " case" : " cases")});
  parts.push_back({4, short_count(p.calls) + (p.calls == 1 ? " call" : " calls")});
  parts.push_back({2, p.findings == 0 ? "no findings" : plural(p.findings, "finding")});
  return parts;
}

std::string joined(const std::vector<Part>& parts) {
  std::string line;
  for (const Part& part : parts) line += (line.empty() ? "" : "  ") + part.text;
  return line;
}

}  // namespace

std::string progress_line(const Progress& progress, int width) {
  const std::size_t columns = static_cast<std::size_t>(std::max(width, 0));
  std::vector<Part> parts = parts_of(progress);
  while (parts.size() > 1 && length_in_characters(joined(parts)) > columns)
    parts.erase(std::ranges::max_element(parts, {}, &Part::rank));
  if (columns == 0) return {};
  return padded(wrapped(joined(parts), columns).front(), columns);
}

}  // namespace assay
