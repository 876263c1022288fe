// Databases in memory, each a copy of one that is empty but for the store's table.
#pragma once

#include <SQLiteCpp/Database.h>

#include "stores/query.h"

namespace assay {

// May grow to SQLITE_CONFIG_MEMDB_MAXSIZE, a gibibyte by default.
//
// The bytes of a database with `query`'s table and no record. To copy them is four times as quick
// as to have SQLite read CREATE TABLE anew for every store.
//
// Threads: any number, once it is made.
class SqliteImage {
 public:
  explicit SqliteImage(const Query& query);
  ~SqliteImage();
  SqliteImage(const SqliteImage&) = delete;
  SqliteImage& operator=(const SqliteImage&) = delete;

  // A database of its own. Throws SQLite::Exception or std::bad_alloc.
  SQLite::Database copy() const;

 private:
  unsigned char* bytes_ = nullptr;  // SQLite's memory
  long long size_ = 0;
};

}  // namespace assay
