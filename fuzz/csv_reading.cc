#include "fuzz/csv_reading.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "spec/text.h"

namespace assay {

namespace {

struct Damage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string written_header() {
  std::string header;
  for (const Field field : kFields) {
    if (!header.empty()) header += ',';
    header += field == Field::kExpiresIn ? "expiry_time" : name_of(field);
  }
  return header;
}

bool ends_line(char c) { return c == '\n' || c == '\r'; }

// Takes a text apart from its beginning.
class Rows {
 public:
  explicit Rows(std::string_view text) : rest_(text) {}

  // The cells of the next line that is not empty; none at the end.
  std::vector<std::string> next() {
    while (!rest_.empty() && ends_line(rest_.front())) rest_.remove_prefix(1);
    std::vector<std::string> cells;
    if (rest_.empty()) return cells;
    do cells.push_back(cell());
    while (takes(','));
    if (!rest_.empty() && !ends_line(rest_.front())) throw Damage("text behind a quoted cell");
    return cells;
  }

 private:
  bool takes(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string cell() {
    if (takes('"')) return quoted_cell();
    const std::string_view bare = take(rest_.find_first_of(",\r\n"));
    if (bare.find('"') != bare.npos) throw Damage("a quote in a bare cell");
    if (bare.find('\0') != bare.npos) throw Damage("a NUL in a bare cell");
    return std::string(bare);
  }

  std::string quoted_cell() {
    std::string text;
    for (;;) {
      const std::size_t quote = rest_.find('"');
      if (quote == rest_.npos) throw Damage("a quote without its other");
      text += take(quote);
      rest_.remove_prefix(1);
      if (!takes('"')) return text;
      text += '"';
    }
  }

  std::string_view rest_;
};

Field field_of(std::string_view column) {
  if (column == "expiry_time") return Field::kExpiresIn;
  if (column == "user_mail") return Field::kUserName;
  if (column == "redirect_uri") return Field::kRedirectUrl;
  const auto field = find_field(column);
  if (!field) throw Damage("the header has a column of another name");
  return *field;
}

std::vector<Field> columns_of(const std::vector<std::string>& header) {
  std::vector<Field> columns;
  columns.reserve(header.size());
  for (const std::string& cell : header) columns.push_back(field_of(cell));
  for (const Field field : kFields) {
    const auto count = std::ranges::count(columns, field);
    if (count > 1) throw Damage("the header has a column twice");
    if (count == 0 && field != Field::kApiDomain) throw Damage("the header lacks a column");
  }
  return columns;
}

Token record_of(std::vector<std::string> cells, const std::vector<Field>& columns) {
  if (cells.size() != columns.size())
    throw Damage(std::to_string(cells.size()) + " cells in " + std::to_string(columns.size()) +
                 " columns");
  Token record;
  for (std::size_t k = 0; k < cells.size(); ++k)
    if (!cells[k].empty()) record[columns[k]] = std::move(cells[k]);
  return record;
}

// What tells that a text was cut off, where each of its rows is whole.
bool may_go_on(std::string_view text) {
  if (ends_line(text.back())) return false;
  const std::string header = written_header();
  return text.find('"') != text.npos || (text.size() < header.size() && header.starts_with(text));
}

void read(std::string_view text, std::size_t& row, std::vector<Token>& records) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (!is_valid_utf8(text)) throw Damage("not UTF-8");
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Rows rows(text);
  const std::vector<Field> columns = columns_of(rows.next());
  std::set<std::string, std::less<>> ids;
  std::set<std::string, std::less<>> users;
  for (;;) {
    ++row;
    std::vector<std::string> cells = rows.next();
    if (cells.empty()) break;
    const Token& record = records.emplace_back(record_of(std::move(cells), columns));
    if (!record.has(Field::kId)) throw Damage("no id");
    if (!ids.emplace(record.text(Field::kId)).second) throw Damage("an id again");
    if (record.has(Field::kUserName) && !users.emplace(record.text(Field::kUserName)).second)
      throw Damage("a user_name again");
  }
  if (may_go_on(text)) throw Damage("the line before it has no end");
}

}  // namespace

ImageReading csv_reading(std::string_view text) {
  ImageReading reading;
  if (text.empty()) return reading;
  std::size_t row = 1;
  try {
    read(text, row, reading.records);
  } catch (const Damage& damage) {
    return {{}, "row " + std::to_string(row) + ": " + damage.what()};
  }
  return reading;
}

std::string csv_writing(const std::vector<Token>& records) {
  std::string text = written_header() + '\n';
  for (const Token& record : records) {
    for (const Field field : kFields) {
      if (field != kFields.front()) text += ',';
      if (!record.has(field)) continue;
      text += '"';
      for (const char c : record.text(field)) text.append(c == '"' ? 2 : 1, c);
      text += '"';
    }
    text += '\n';
  }
  return text;
}

}  // namespace assay
