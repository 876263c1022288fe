#include "reports/group_table.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "reports/layout.h"
#include "reports/standing.h"
#include "spec/text.h"

namespace assay {
namespace {

constexpr std::size_t kMostOfName = 30;  // columns for the name of a store
constexpr std::size_t kGap = 2;          // columns between columns

// One store's column: its name, and a cell for each group.
struct Column {
  std::string name;
  std::vector<Cell> cells;
  std::size_t width = 0;
};

Column column_of(const StoreResult& store, bool strict) {
  Column column;
  column.name = wrapped(visible(store.store), kMostOfName).front();
  column.width = length_in_characters(column.name);
  for (const std::string_view group : rule_groups()) {
    column.cells.push_back(cell_of(store, group, strict));
    column.width = std::max(column.width, column.cells.back().text.size());
  }
  return column;
}

std::vector<std::string> labels(bool titles) {
  std::vector<std::string> out;
  for (const std::string_view group : rule_groups()) {
    out.push_back(padded(group, 4));
    if (titles) ((out.back() += "  ") += title_of(group));
  }
  return out;
}

std::size_t longest(const std::vector<std::string>& texts) {
  std::size_t length = 0;
  for (const std::string& text : texts) length = std::max(length, text.size());
  return length;
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

class Block {
 public:
  Block(const std::vector<std::string>& row_labels, std::span<const Column> columns, bool color)
      : labels_(row_labels), label_width_(longest(row_labels)), columns_(columns), color_(color) {}

  std::string text() const {
    std::string line = padded("", label_width_);
    for (const Column& column : columns_) line += gap() + padded(column.name, column.width);
    std::string out = painted_line(line);
    for (std::size_t row = 0; row < labels_.size(); ++row) {
      line = padded(labels_[row], label_width_);
      for (const Column& column : columns_) line += gap() + cell(column, row);
      out += without_trailing_blanks(line);
    }
    return out;
  }

 private:
  static std::string gap() { return std::string(kGap, ' '); }

  std::string painted_line(const std::string& line) const {
    std::string out = without_trailing_blanks(line);
    out.pop_back();
    return painted(out, Tone::kStrong, color_) + '\n';
  }

  std::string cell(const Column& column, std::size_t row) const {
    const Cell& cell = column.cells[row];
    return painted(cell.text, tone_of(cell.standing), color_) +
           std::string(column.width - cell.text.size(), ' ');
  }

  const std::vector<std::string>& labels_;
  std::size_t label_width_;
  std::span<const Column> columns_;
  bool color_;
};

std::size_t width_of(std::span<const Column> columns) {
  std::size_t width = 0;
  for (const Column& column : columns) width += kGap + column.width;
  return width;
}

// The most columns that fit in `room`, one at least.
std::size_t how_many_fit(std::span<const Column> columns, std::size_t room) {
  std::size_t count = 1;
  while (count < columns.size() && width_of(columns.first(count + 1)) <= room) ++count;
  return count;
}

// What the words in the cells mean; only those that occur.
std::string legend(const std::vector<Column>& columns, const ReportOptions& options) {
  std::set<Standing> seen;
  bool star = false;
  for (const Column& column : columns) {
    for (const Cell& cell : column.cells) {
      seen.insert(cell.standing);
      star = star || cell.text.ends_with('*');
    }
  }
  std::string text;
  const auto add = [&](bool occurs, std::string_view sentence) {
    if (occurs) (text += text.empty() ? "" : "  ") += sentence;
  };
  add(seen.contains(Standing::kPass), "PASS n: each rule passed n tries or more.");
  add(star, "*: not all of the group's rules, see below.");
  add(seen.contains(Standing::kFail), "FAIL n: n rules are broken.");
  add(seen.contains(Standing::kExpected), "expected n: n rules are broken, as was expected.");
  add(seen.contains(Standing::kThin) || seen.contains(Standing::kThinAdvice),
      "thin a/b: tried a times of b needed (INCONCLUSIVE).");
  add(seen.contains(Standing::kAdvice), "advice n: n SHOULD rules are broken.");
  add(seen.contains(Standing::kInfra), "INFRA: the store could not be reached.");
  add(seen.contains(Standing::kNotBuilt), "not built: no driver yet, counts for nothing.");
  add(seen.contains(Standing::kNotApplicable), "n/a: the store does not claim it.");
  if (text.empty()) return {};
  std::string out;
  for (const std::string& line : wrapped(text, static_cast<std::size_t>(options.width)))
    out += painted(line, Tone::kQuiet, options.color) + '\n';
  return out;
}

}  // namespace

std::string group_table(const RunResult& run, const ReportOptions& options) {
  std::vector<Column> columns;
  for (const StoreResult& store : run.stores) columns.push_back(column_of(store, options.strict));
  if (columns.empty()) return {};
  const std::size_t width = static_cast<std::size_t>(std::max(options.width, 1));
  std::vector<std::string> row_labels = labels(true);
  if (longest(row_labels) + width_of(columns) > width) row_labels = labels(false);
  const std::size_t room = width - std::min(width, longest(row_labels));
  std::string out;
  for (std::span<const Column> rest = columns; !rest.empty();) {
    const std::size_t count = how_many_fit(rest, room);
    out += Block(row_labels, rest.first(count), options.color).text() + '\n';
    rest = rest.subspan(count);
  }
  return out + legend(columns, options);
}

}  // namespace assay
