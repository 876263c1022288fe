#include "stores/sqlite_file.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>

#include "spec/token_store.h"

namespace assay {
namespace {

constexpr std::uint32_t kApplicationId = 0x41737379;  // "Assy", in the header of every file of ours
constexpr std::uint32_t kSchemaVersion = 1;
constexpr int kMostWaits = 5000;  // of a millisecond each, for a lock that another holds

// SQLite's own handler waits ever longer, up to 100 ms: a writer among busy writers then looks so
// seldom that it may miss every gap between them.
int wait_for_lock(void*, int waits) {
  if (waits >= kMostWaits) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return 1;
}

std::string text_of(int error_number) { return std::generic_category().message(error_number); }

// Makes an empty file, so that there is no moment at which others can read it.
//
// One thread at a time: to close any descriptor of a file drops every lock that this process has on
// it, also those of a store that a second thread had just opened over the file made here.
void make_if_missing(const std::string& path) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  struct stat found {};
  if (stat(path.c_str(), &found) == 0) {
    if (S_ISREG(found.st_mode)) return;
    throw refused(path + (S_ISDIR(found.st_mode) ? " is a directory" : " is not a regular file") +
                  ", where the store keeps its file");
  }
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) return;  // another process was quicker, and it is as it must be
  if (file < 0) throw refused(path + " cannot be made: " + text_of(errno));
  const bool ours_alone = fchmod(file, S_IRUSR | S_IWUSR) == 0;  // whatever the umask took away
  close(file);
  if (!ours_alone) throw refused(path + " cannot be kept from others");
}

// The file as bytes, through the descriptor that SQLite has: see make_if_missing() for why there
// must be no other. No one writes to it meanwhile.
class LockedFile {
 public:
  LockedFile(SQLite::Database& database, const std::string& path) {
    sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file_);
    for (int waits = 0; file_->pMethods->xLock(file_, SQLITE_LOCK_SHARED) != SQLITE_OK; ++waits)
      if (wait_for_lock(nullptr, waits) == 0) throw refused(path + " is locked by another program");
  }
  ~LockedFile() { file_->pMethods->xUnlock(file_, SQLITE_LOCK_NONE); }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;

  // Zeros where the file has no more.
  void read(std::span<unsigned char> bytes) const {
    std::ranges::fill(bytes, static_cast<unsigned char>(0));
    file_->pMethods->xRead(file_, bytes.data(), static_cast<int>(bytes.size()), 0);
  }

 private:
  sqlite3_file* file_ = nullptr;
};

// The first 100 bytes of every SQLite database (sqlite.org/fileformat.html, 1.3).
struct Header {
  std::array<unsigned char, 100> bytes{};

  std::uint32_t number(std::size_t offset, std::size_t width = 4) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8 | bytes[offset + i];
    return value;
  }
  bool is_blank() const {
    return std::ranges::all_of(bytes, [](unsigned char byte) { return byte == 0; });
  }
  bool is_sqlite() const { return std::memcmp(bytes.data(), "SQLite format 3", 16) == 0; }
  // 1 is a rollback journal, 2 WAL; SQLite only reads what a later version of it is to write.
  bool is_of_later_sqlite() const { return bytes[18] > 2; }
  bool is_utf8() const { return number(56) == 1; }
  std::uint32_t version() const { return number(60); }
  std::uint32_t application_id() const { return number(68); }
  std::uint64_t file_size() const {
    const std::uint64_t page_size = number(16, 2);
    return number(28) * (page_size == 1 ? 65536 : page_size);
  }
};

enum class Kind {
  kNew,         // of length zero
  kOurs,        // ours, and as long as it says it is
  kUnfinished,  // ours, beside a journal: someone is writing, or was killed while writing
};

// Not as SQLite tells it, to whom a file of one byte is empty. Zero where there is no file.
std::uint64_t size_of(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 ? static_cast<std::uint64_t>(found.st_size) : 0;
}

// Throws where the file is not ours. Nothing has been written to it by then.
Kind recognise(SQLite::Database& database, const std::string& path) {
  const LockedFile file(database, path);
  const std::uint64_t size = size_of(path);
  if (size == 0) return Kind::kNew;
  const bool unfinished = size_of(path + "-journal") > 0 || size_of(path + "-wal") > 0;
  Header header;
  file.read(header.bytes);
  // The first transaction of all, cut by a power failure: the length was kept, the bytes were not.
  if (unfinished && header.is_blank()) return Kind::kUnfinished;
  if (!header.is_sqlite()) throw refused(path + " is not an SQLite database");
  if (header.application_id() != kApplicationId || !header.is_utf8())
    throw refused(path + " is a database of another program");
  if (header.version() != kSchemaVersion)
    throw refused(path + " is of version " + std::to_string(header.version()) +
                  " of the store's form, and this program knows version " +
                  std::to_string(kSchemaVersion));
  if (header.is_of_later_sqlite())
    throw refused(path + " is for a later version of SQLite to write");
  if (unfinished) return Kind::kUnfinished;
  if (size != header.file_size())
    throw refused(path + " is damaged: it has " + std::to_string(size) + " bytes and should have " +
                  std::to_string(header.file_size()));
  return Kind::kOurs;
}

// The table must be the store's to the letter, and alone: a trigger or a column that someone added
// would make a save mean something else. And an index that does not fit the table would find other
// records than are listed: a quick check passes over that, and the full one over an entry that is
// cut off before it tells the record's place.
void verify(SQLite::Database& database, const std::string& path, const Query& query) {
  if (database.execAndGet("PRAGMA integrity_check(1)").getString() != "ok")
    throw refused(path + " is damaged");
  SQLite::Statement objects(
      database, "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
  const bool same = objects.executeStep() &&
                    objects.getColumn(0).getString() == query.create_table().text &&
                    !objects.executeStep();
  if (!same) throw refused(path + " holds other tables than the store's");
  for (const Field field : {Field::kId, Field::kUserName})
    if (database.execAndGet(query.count_unfound(field).text).getInt64() != 0)
      throw refused(path + " is damaged");
  SQLite::Statement nameless(database, query.select_by_id("", false).text);
  nameless.bind(1, "");
  if (nameless.executeStep()) throw refused(path + " holds a record without an id");
}

// The file may have come from a program or a backup that lets others read it. SQLite gives a new
// journal the mode of the file, and an old one stays as it is.
void keep_from_others(const std::string& path) {
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    const std::string name = path + suffix;
    struct stat found {};
    if (stat(name.c_str(), &found) != 0 || (found.st_mode & (S_IRWXG | S_IRWXO)) == 0) continue;
    if (chmod(name.c_str(), S_IRUSR | S_IWUSR) != 0)
      throw refused(name + " cannot be kept from others: " + text_of(errno));
  }
}

// One transaction, so that a file is either of length zero or complete.
void make_table(SQLite::Database& database, const Query& query) {
  database.exec("BEGIN IMMEDIATE");
  // Another process may have been faster.
  if (database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0) {
    database.exec(query.create_table().text);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  }
  database.exec("COMMIT");
}

// TRUNCATE with FULL syncs the journal's end as well: when a call returns, no power failure undoes
// it. The file alone is the whole store between two calls, which under WAL it is not; yet a file
// that its owner has turned to WAL is not turned back, since that would write to it.
void configure(SQLite::Database& database) {
  database.exec("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
  if (database.execAndGet("PRAGMA journal_mode").getString() != "wal")
    database.exec("PRAGMA journal_mode = TRUNCATE");
}

void check_writable(SQLite::Database& database, const std::string& path) {
  const std::string directory = path.substr(0, path.rfind('/') + 1);
  if (sqlite3_db_readonly(database.getHandle(), "main") != 0)
    throw refused(path + " cannot be written");
  if (access(directory.c_str(), W_OK | X_OK) != 0)
    throw refused("no journal can be made beside " + path + ": " + text_of(errno));
}

void open_checked(SQLite::Database& database, const std::string& path, const Query& query) {
  check_writable(database, path);
  Kind kind = recognise(database, path);
  if (kind == Kind::kUnfinished) {
    database.exec("SELECT count(*) FROM sqlite_schema");  // undoes it
    kind = recognise(database, path);
  }
  configure(database);
  if (kind == Kind::kNew) make_table(database, query);
  verify(database, path, query);
  keep_from_others(path);
}

}  // namespace

SQLite::Database open_store_file(const std::string& path, const Query& query) {
  make_if_missing(path);
  // Journals are beside what a link leads to. And SQLite reads a name that begins with "file:" as a
  // URI, which one that begins with "/" is not.
  const std::string real = std::filesystem::canonical(path);
  try {
    SQLite::Database database(real, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
    sqlite3_busy_handler(database.getHandle(), wait_for_lock, nullptr);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    open_checked(database, real, query);
    return database;
  } catch (const SQLite::Exception& error) {
    // Not SQLite's own message: of a damaged schema it tells names and texts. [TS-SEC-02]
    throw refused(path + " cannot be opened: " + error.getErrorStr());
  }
}

}  // namespace assay
