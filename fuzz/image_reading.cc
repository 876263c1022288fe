#include "fuzz/image_reading.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <algorithm>
#include <new>

#include "fuzz/csv_reading.h"
#include "harness/difference.h"
#include "spec/text.h"

namespace assay {

namespace {

constexpr std::size_t kWriteVersion = 18;  // of an SQLite header; the read version is behind it

// The image as a database of its own. A copy in memory cannot be in WAL mode.
SQLite::Database database_of(std::string_view image) {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  auto* const bytes = static_cast<unsigned char*>(sqlite3_malloc64(image.size()));
  if (bytes == nullptr) throw std::bad_alloc();
  std::copy(image.begin(), image.end(), bytes);
  for (std::size_t at = kWriteVersion; at < std::min(kWriteVersion + 2, image.size()); ++at)
    bytes[at] = 1;
  const auto size = static_cast<sqlite3_int64>(image.size());
  const int result = sqlite3_deserialize(database.getHandle(), "main", bytes, size, size,
                                         SQLITE_DESERIALIZE_FREEONCLOSE);
  if (result != SQLITE_OK) throw SQLite::Exception(database.getHandle(), result);
  return database;
}

// Rows in the order of their positions, which stand in the place of SQLite's own row ids.
std::string select_all() {
  std::string columns;
  for (const Field field : kFields)
    columns.append(columns.empty() ? "" : ", ").append(name_of(field));
  return "SELECT " + columns + " FROM tokens ORDER BY rowid";
}

ImageReading sqlite_reading(std::string_view image) {
  static const std::string kSelectAll = select_all();
  ImageReading reading;
  if (image.empty()) return reading;
  try {
    SQLite::Database database = database_of(image);
    const std::string told = database.execAndGet("PRAGMA integrity_check(1)").getString();
    if (told != "ok") return {{}, "SQLite says of it: " + quoted(told, 300)};
    SQLite::Statement rows(database, kSelectAll);
    while (rows.executeStep()) {
      Token& record = reading.records.emplace_back();
      for (const Field field : kFields) {
        const SQLite::Column column = rows.getColumn(static_cast<int>(index_of(field)));
        if (!column.isNull()) record[field] = column.getString();
      }
    }
  } catch (const SQLite::Exception& error) {
    return {{}, "SQLite cannot read it: " + quoted(std::string_view(error.what()), 300)};
  }
  return reading;
}

// The first field in which two records of one id differ.
std::string_view differing_field(const Token& a, const Token& b) {
  const auto* const field =
      std::ranges::find_if(kFields, [&](Field each) { return a.text(each) != b.text(each); });
  return field == kFields.end() ? "" : name_of(*field);
}

}  // namespace

ImageReading reading_of(const FileImage& image) {
  return image.format == ImageFormat::kCsv ? csv_reading(image.bytes) : sqlite_reading(image.bytes);
}

std::optional<std::string> misreading(const std::vector<Token>& of_file,
                                      const std::vector<Token>& of_store) {
  const Difference found = difference(of_file, of_store);
  if (found.none()) return std::nullopt;
  const auto id_of = [](const Token& record) { return quoted(record.text(Field::kId)); };
  std::string story = "read as " + std::to_string(of_store.size()) +
                      " records, and the file holds " + std::to_string(of_file.size());
  if (!found.removed.empty()) story += "; left out: " + id_of(of_file[found.removed.front()]);
  if (!found.added.empty()) story += "; not in it: " + id_of(of_store[found.added.front()]);
  if (!found.changed.empty()) {
    const auto& [was, is] = found.changed.front();
    const std::string_view field = differing_field(of_file[was], of_store[is]);
    story += "; otherwise in it: the " + std::string(field) + " of " + id_of(of_file[was]);
  }
  return story;
}

}  // namespace assay
