#include "stores/sqlite_image.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <new>

namespace assay {

namespace {

SQLite::Database in_memory() {
  return SQLite::Database(":memory:",
                          SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX);
}

}  // namespace

SqliteImage::SqliteImage(const Query& query) {
  SQLite::Database database = in_memory();
  database.exec(query.create_table().text);
  sqlite3_int64 size = 0;
  bytes_ = sqlite3_serialize(database.getHandle(), "main", &size, 0);
  if (bytes_ == nullptr) throw std::bad_alloc();
  size_ = size;
}

SqliteImage::~SqliteImage() { sqlite3_free(bytes_); }

SQLite::Database SqliteImage::copy() const {
  SQLite::Database database = in_memory();
  const auto size = static_cast<sqlite3_uint64>(size_);
  auto* const bytes = static_cast<unsigned char*>(sqlite3_malloc64(size));
  if (bytes == nullptr) throw std::bad_alloc();
  std::copy_n(bytes_, size, bytes);
  // From here on the bytes are the database's, whether that succeeds or not.
  const int result =
      sqlite3_deserialize(database.getHandle(), "main", bytes, size_, size_,
                          SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  if (result != SQLITE_OK) throw SQLite::Exception(database.getHandle(), result);
  return database;
}

}  // namespace assay
