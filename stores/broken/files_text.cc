// Stores on CSV files: what a text turns into on its way to the file and back.

#include <string>

#include "spec/utf8.h"
#include "stores/broken/families.h"
#include "stores/broken/paper.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

// Reads every text of a record otherwise than it was written.
struct ReadOtherwise : PaperStore {
  using PaperStore::PaperStore;
  void parse(const std::string& text) final {
    PaperStore::parse(text);
    for (Token& record : records_)
      for (Field field : kFields)
        if (record.has(field)) record[field] = seen(field, *record[field]);
  }
  virtual std::string seen(Field field, const std::string& text) const = 0;
};

struct CellEndsWithLine : ReadOtherwise {
  using ReadOtherwise::ReadOtherwise;
  std::string seen(Field field, const std::string& text) const override {
    return field == Field::kId ? text : text.substr(0, text.find('\n'));
  }
};

struct BackslashIsEscape : ReadOtherwise {
  using ReadOtherwise::ReadOtherwise;
  std::string seen(Field, const std::string& text) const override {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      out += text[at];
    }
    return out;
  }
};

struct ReadAsText : ReadOtherwise {
  using ReadOtherwise::ReadOtherwise;
  std::string seen(Field, const std::string& text) const override {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at)
      if (text[at] != '\r' || text.substr(at + 1, 1) != "\n") out += text[at];
    return out;
  }
};

struct PaddingDropped : ReadOtherwise {
  using ReadOtherwise::ReadOtherwise;
  std::string seen(Field field, const std::string& text) const override {
    if (field != Field::kId || text.find_first_not_of("0123456789") != std::string::npos)
      return text;
    const std::size_t first = text.find_first_not_of('0');
    return first == std::string::npos || first < 2 ? text : text.substr(first);
  }
};

struct FormulasGuarded : PaperStore {
  using PaperStore::PaperStore;
  std::string cell(const std::string& text) const override {
    return PaperStore::cell(text.starts_with('=') ? "'" + text : text);
  }
};

struct WrittenAsLatin : PaperStore {
  using PaperStore::PaperStore;
  std::string cell(const std::string& text) const override {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const Character character = character_at(text, at);
      const bool fits = character.size == 1 || character.value <= 0xff;
      out += fits ? text.substr(at, character.size) : "?";
      at += character.size;
    }
    return PaperStore::cell(out);
  }
};

struct AbsentIsNull : PaperStore {
  using PaperStore::PaperStore;
  std::string cell(const std::string& text) const override {
    return text.empty() ? "null" : PaperStore::cell(text);
  }
};

constexpr BrokenStore kFilesText[] = {
    row<"csv-cell-ends-with-the-line", CellEndsWithLine>(
        "TS-VAL-03"_rule,
        "Reads line by line: what follows a line end in a cell is skipped as no record."),
    row<"csv-backslash-read-as-escape", BackslashIsEscape>(
        "TS-VAL-03"_rule, "Reads a backslash as an escape, which the writer does not write."),
    row<"csv-opened-as-text", ReadAsText>(
        "TS-VAL-03"_rule, "Opens the file as text, and CR LF within a cell comes back as LF."),
    row<"csv-padding-of-ids-dropped", PaddingDropped>(
        "TS-ID-03"_rule,
        "Takes an id that begins with 00 for a padded number: \"007\" comes back as \"7\"."),
    row<"csv-formulas-guarded", FormulasGuarded>(
        "TS-VAL-03"_rule,
        "Puts an apostrophe before a text that begins with an equals sign, for the sake of "
        "spreadsheets, and leaves it there."),
    row<"csv-written-as-latin-1", WrittenAsLatin>(
        "TS-VAL-04"_rule, "Writes in Latin-1: other letters become question marks."),
    row<"csv-absent-written-as-null", AbsentIsNull>(
        "TS-VAL-05"_rule, "Writes null for what is absent, and reads that back as a text."),
};

}  // namespace

std::span<const BrokenStore> broken_files_text() { return kFilesText; }

}  // namespace assay
