#include "cli/nearest.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace assay {

namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

// The number of characters to insert, remove or replace (Levenshtein), case left out.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::size_t most = std::max<std::size_t>(2, word.size() / 3);
  const std::string* nearest = nullptr;
  std::size_t least = most + 1;
  for (const std::string& candidate : known) {
    // So much longer or shorter that nothing need be compared; a word may be as long as a file.
    if (candidate.size() + most < word.size() || word.size() + most < candidate.size()) continue;
    const std::size_t far = distance(word, candidate);
    if (far < least) nearest = &candidate;
    least = std::min(least, far);
  }
  return nearest == nullptr ? "" : " Did you mean '" + *nearest + "'?";
}

}  // namespace assay
