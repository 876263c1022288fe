#include "fuzz/empty_image.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <new>

#include "spec/text.h"
#include "spec/token.h"

namespace assay {

namespace {

constexpr std::size_t kWriteVersion = 18;  // of an SQLite header; the read version is behind it

bool is_column(std::string_view name) {
  return find_field(name) || name == "expiry_time" || name == "user_mail" || name == "redirect_uri";
}

// A header, and behind it nothing but line ends.
bool is_header_alone(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::string header(text);
  std::erase(header, '"');
  const std::size_t begin = header.find_first_not_of("\r\n");
  if (begin == header.npos) return false;
  header = header.substr(begin, header.find_last_not_of("\r\n") - begin + 1) + ',';
  std::size_t columns = 0;
  for (std::string_view rest = header; !rest.empty(); ++columns) {
    const std::size_t comma = rest.find(',');
    if (!is_column(rest.substr(0, comma))) return false;
    rest.remove_prefix(comma + 1);
  }
  return columns + 1 >= kFieldCount;  // api_domain is younger than the others
}

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

}  // namespace

bool is_image_without_records(const FileImage& image) {
  if (image.format == ImageFormat::kCsv) return is_header_alone(image.bytes);
  try {
    SQLite::Database database = database_of(image.bytes);
    return database.execAndGet("SELECT count(*) FROM tokens").getInt64() == 0;
  } catch (const SQLite::Exception&) {
    return false;
  }
}

std::optional<std::string> soundness_fault(const FileImage& image) {
  if (image.format == ImageFormat::kCsv) return std::nullopt;
  try {
    SQLite::Database database = database_of(image.bytes);
    const std::string told = database.execAndGet("PRAGMA integrity_check(1)").getString();
    if (told == "ok") return std::nullopt;
    return "SQLite says of the file: " + quoted(told, 300);
  } catch (const SQLite::Exception& error) {
    return "SQLite cannot read the file: " + quoted(std::string_view(error.what()), 300);
  }
}

}  // namespace assay
