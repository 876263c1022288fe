#include "stores/csv.h"

extern "C" {
#include <csv.h>
}

#include <new>
#include <optional>
#include <unordered_map>
#include <utility>

#include "spec/text.h"

namespace assay {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kCellGrowth = 4096;  // libcsv's own is 128: slow where a cell is long

// The columns of a row: which field each is.
using Columns = std::vector<Field>;

std::optional<Field> field_of_column(std::string_view name) {
  if (name == "expiry_time") return Field::kExpiresIn;
  if (name == "user_mail") return Field::kUserName;
  if (name == "redirect_uri") return Field::kRedirectUrl;
  return find_field(name);
}

// Takes rows as libcsv finds them. libcsv is C: nothing may be thrown through it, so what is wrong
// is kept, and thrown when libcsv has returned.
class RowReader {
 public:
  static void on_cell(void* text, std::size_t size, void* self) {
    static_cast<RowReader*>(self)->add_cell({static_cast<const char*>(text), size});
  }
  static void on_row(int, void* self) { static_cast<RowReader*>(self)->end_row(); }

  // Tells the line of what libcsv is given next, and whether it is the rest of a quoted cell.
  void begin_line(std::size_t line, bool continued) {
    line_ = line;
    if (!continued) row_line_ = line;
  }

  std::size_t row_line() const { return row_line_; }
  bool has_header() const { return !columns_.empty(); }
  void throw_if_damaged() const {
    if (out_of_memory_) throw std::bad_alloc();
    if (!why_.empty()) throw CsvDamage(row_line_, why_);
  }
  std::vector<Token> take_records() { return std::move(records_); }

 private:
  void add_cell(std::string_view cell) try {
    if (stopped()) return;
    cells_.emplace_back(cell);
    if (!is_valid_utf8(cell)) why_ = "bytes that are not UTF-8";
  } catch (const std::bad_alloc&) {
    out_of_memory_ = true;
  }

  void end_row() try {
    if (stopped()) return;
    if (columns_.empty()) {
      read_header();
    } else {
      read_record();
    }
    if (stopped()) return;
    cells_.clear();
    row_line_ = line_;
  } catch (const std::bad_alloc&) {
    out_of_memory_ = true;
  }

  bool stopped() const { return out_of_memory_ || !why_.empty(); }
  void read_header();
  void read_record();
  void refuse_twice(Field field, std::unordered_map<std::string, std::size_t>& seen);

  Columns columns_;
  std::vector<std::string> cells_;
  std::vector<Token> records_;
  std::unordered_map<std::string, std::size_t> id_lines_;
  std::unordered_map<std::string, std::size_t> user_lines_;
  std::size_t line_ = 1;
  std::size_t row_line_ = 1;
  bool out_of_memory_ = false;
  std::string why_;
};

void RowReader::read_header() {
  Columns columns;
  FieldSet known;
  for (const std::string& cell : cells_) {
    const auto field = field_of_column(cell);
    if (!field || known.contains(*field)) break;
    known.add(*field);
    columns.push_back(*field);
  }
  const bool all = columns.size() == cells_.size();
  const bool old = columns.size() + 1 == kFieldCount && !known.contains(Field::kApiDomain);
  if (all && (columns.size() == kFieldCount || old)) {
    columns_ = std::move(columns);
  } else {
    why_ = "the header is not " + std::string(kCsvHeader);
  }
}

void RowReader::read_record() {
  if (cells_.size() != columns_.size()) {
    why_ = std::to_string(cells_.size()) + (cells_.size() == 1 ? " cell" : " cells") +
           ", expected " + std::to_string(columns_.size());
    return;
  }
  Token record;
  for (std::size_t i = 0; i < cells_.size(); ++i)
    if (!cells_[i].empty()) record[columns_[i]] = std::move(cells_[i]);
  if (!record.has(Field::kId)) {
    why_ = "the id is empty";
    return;
  }
  records_.push_back(std::move(record));
  refuse_twice(Field::kId, id_lines_);
  refuse_twice(Field::kUserName, user_lines_);
}

void RowReader::refuse_twice(Field field, std::unordered_map<std::string, std::size_t>& seen) {
  if (!why_.empty() || !records_.back().has(field)) return;
  const auto [earlier, fresh] = seen.emplace(*records_.back()[field], row_line_);
  if (!fresh)
    why_ = "the " + std::string(name_of(field)) + " of line " + std::to_string(earlier->second) +
           " again";
}

// A parser of libcsv's that frees itself.
class Parser {
 public:
  Parser() {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_blk_size(&parser_, kCellGrowth);
    // Else libcsv drops blanks around cells that are not quoted.
    csv_set_space_func(&parser_, [](unsigned char) { return 0; });
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool parse(std::string_view text, RowReader& reader) {
    return csv_parse(&parser_, text.data(), text.size(), RowReader::on_cell, RowReader::on_row,
                     &reader) == text.size();
  }
  bool finish(RowReader& reader) {
    return csv_fini(&parser_, RowReader::on_cell, RowReader::on_row, &reader) == 0;
  }
  bool out_of_memory() { return csv_error(&parser_) == CSV_ENOMEM; }

 private:
  csv_parser parser_{};
};

// Gives libcsv one line at a time, since it does not tell where it is. In strict CSV a quote stands
// nowhere but around a cell or doubled within, so counting quotes tells whether one is open.
void parse_lines(std::string_view text, RowReader& reader, Parser& parser) {
  bool open = false;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    const auto piece = text.substr(0, end == text.npos ? text.size() : end + 1);
    text.remove_prefix(piece.size());
    reader.begin_line(line, open);
    for (const char c : piece) {
      if (c == '"') open = !open;
      if (c == '\0' && !open) throw CsvDamage(line, "a NUL outside quotes");
    }
    const bool parsed = parser.parse(piece, reader);
    reader.throw_if_damaged();
    if (!parsed && parser.out_of_memory()) throw std::bad_alloc();
    if (!parsed) throw CsvDamage(reader.row_line(), "a quote within a cell, or text behind one");
  }
  if (open) throw CsvDamage(reader.row_line(), "a quote is not closed");
}

// Who quotes ends every line, too. Without the end, `"a"` may have been `"a""b"`, and an empty last
// cell may have held something. A header that ends early may look like the older, shorter one.
bool is_cut_off(std::string_view text) {
  if (text.ends_with('\n') || text.ends_with('\r')) return false;
  return text.find('"') != text.npos || (text != kCsvHeader && kCsvHeader.starts_with(text));
}

}  // namespace

std::vector<Token> from_csv(std::string_view text) {
  if (text.empty()) return {};
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  RowReader reader;
  Parser parser;
  parse_lines(text, reader, parser);
  if (is_cut_off(text)) throw CsvDamage(reader.row_line(), "cut off: the line has no end");
  if (!parser.finish(reader)) throw std::bad_alloc();
  reader.throw_if_damaged();
  if (!reader.has_header()) throw CsvDamage(1, "the header is missing");
  return reader.take_records();
}

std::string to_csv(const std::vector<Token>& records) {
  std::string text(kCsvHeader);
  text += '\n';
  for (const Token& record : records) {
    for (Field field : kFields) {
      if (field != kFields.front()) text += ',';
      const std::string_view cell = record.text(field);
      if (cell.empty()) continue;
      const std::size_t begin = text.size();
      text.resize(begin + 2 * cell.size() + 2);
      text.resize(begin +
                  csv_write(text.data() + begin, text.size() - begin, cell.data(), cell.size()));
    }
    text += '\n';
  }
  return text;
}

}  // namespace assay
