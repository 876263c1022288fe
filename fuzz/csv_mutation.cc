// CSV by its lines and cells. Splits where a comma or a line feed stands, quoted or not: what a
// wrong reader would take for structure is worth a change, too.
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "fuzz/image_mutation.h"
#include "stores/csv.h"

namespace assay {

namespace {

using namespace std::string_view_literals;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string joined(const std::vector<std::string>& parts, char separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

constexpr auto kCells = std::to_array<std::string_view>({"",
                                                         "\"\"",
                                                         "\"",
                                                         "\"\"\"\"",
                                                         "a",
                                                         "\"a\"",
                                                         "\"a\"\"b\"",
                                                         "\"a,b\"",
                                                         "\"a\nb\"",
                                                         "\"a\r\nb\"",
                                                         "a\"b",
                                                         "\"a\"b",
                                                         "\"a\0b\""sv,
                                                         "\0"sv,
                                                         "\xff",
                                                         "\"\xed\xa0\x80\"",
                                                         "\xEF\xBB\xBF",
                                                         " ",
                                                         "\" \"",
                                                         "\t",
                                                         "ann",
                                                         "\"ann\"",
                                                         "ANN",
                                                         "\u00e9",
                                                         "1",
                                                         "01",
                                                         "\"1 \"",
                                                         "9999999999999",
                                                         "-1",
                                                         "\"id\"",
                                                         "id",
                                                         "user_name",
                                                         "user_mail",
                                                         "expires_in",
                                                         "expiry_time",
                                                         "redirect_uri",
                                                         "api_domain",
                                                         "enter-ann-1",
                                                         "\"enter-ann-2\"",
                                                         "\u202e",
                                                         "\r",
                                                         "\"\n\""});

void change_cell(std::vector<std::string>& lines, FuzzRandom& random) {
  std::string& line = random.of(lines);
  std::vector<std::string> cells = split(line, ',');
  std::string& cell = random.of(cells);
  switch (random.below(8)) {
    case 0: cell = random.of(kCells); break;
    case 1: {
      const std::vector<std::string> others = split(random.of(lines), ',');
      cell = random.of(others);
      break;
    }
    case 2: cell = '"' + cell + '"'; break;
    case 3: std::erase(cell, '"'); break;
    case 4: cells.erase(cells.begin() + (&cell - cells.data())); break;
    case 5: cells.insert(cells.begin() + (&cell - cells.data()), cell); break;
    case 6: std::swap(cell, random.of(cells)); break;
    default: cell += std::string(random.below(300), 'x'); break;
  }
  line = joined(cells, ',');
}

// The same in every line: what a program with other columns would write.
void change_column(std::vector<std::string>& lines, FuzzRandom& random) {
  const std::size_t a = random.below(kFieldCount);
  const std::size_t b = random.below(kFieldCount);
  const bool erases = random.one_in(2);
  for (std::string& line : lines) {
    std::vector<std::string> cells = split(line, ',');
    if (a >= cells.size() || b >= cells.size()) continue;
    if (erases)
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(a));
    else
      std::swap(cells[a], cells[b]);
    line = joined(cells, ',');
  }
}

void change_lines(std::vector<std::string>& lines, FuzzRandom& random) {
  const auto at = lines.begin() + static_cast<std::ptrdiff_t>(random.below(lines.size()));
  switch (random.below(5)) {
    case 0: lines.erase(at); break;
    case 1: lines.insert(at, *at); break;
    case 2: std::swap(*at, random.of(lines)); break;
    case 3: lines.insert(at, std::string(kCsvHeader)); break;
    default: lines.insert(at, "n" + std::to_string(random.below(50)) + ",,,,,\"a\",,,,"); break;
  }
}

void change_line_ends(std::vector<std::string>& lines, FuzzRandom& random) {
  const bool all = random.one_in(2);
  const bool adds = random.one_in(2);
  for (std::string& line : lines) {
    if (!all && !random.one_in(3)) continue;
    if (adds)
      line += '\r';
    else if (line.ends_with('\r'))
      line.pop_back();
  }
}

}  // namespace

std::string mutated_csv(const std::string& text, FuzzRandom& random) {
  if (text.empty()) return std::string(kCsvHeader).append(1, '\n');
  std::vector<std::string> lines = split(text, '\n');
  switch (random.below(12)) {
    case 0: return text.substr(0, random.below(text.size()));
    case 1: return "\xEF\xBB\xBF" + text;
    case 2: return text + '\n';
    case 3: change_column(lines, random); break;
    case 4: change_line_ends(lines, random); break;
    case 5:
    case 6: change_lines(lines, random); break;
    default: change_cell(lines, random); break;
  }
  return joined(lines, '\n');
}

}  // namespace assay
