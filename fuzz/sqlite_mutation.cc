// SQLite files by their pages, headers and cells (sqlite.org/fileformat.html), and by SQL.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "fuzz/image_mutation.h"
#include "stores/query.h"

namespace assay {

namespace {

constexpr std::size_t kHeader = 100;
constexpr std::string_view kMagic("SQLite format 3\0", 16);

// What the store writes into its header; a test has it open what is made here.
constexpr std::uint32_t kSqliteApplicationId = 0x41737379;
constexpr std::uint32_t kSqliteSchemaVersion = 1;

void put(std::string& file, std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = 0; i < width && at + i < file.size(); ++i)
    file[at + i] = static_cast<char>(value >> (8 * (width - 1 - i)));
}

std::size_t number(const std::string& file, std::size_t at) {
  if (at + 1 >= file.size()) return 0;
  return static_cast<unsigned char>(file[at]) * 256U + static_cast<unsigned char>(file[at + 1]);
}

std::size_t page_size_of(const std::string& file) {
  const std::size_t size = number(file, 16);
  if (size == 1) return 65536;
  return std::has_single_bit(size) && size >= 512 ? size : 512;
}

// Of a run of pages; never 0.
std::size_t pages_of(const std::string& file) {
  return std::max<std::size_t>(1, file.size() / page_size_of(file));
}

// Where the B-tree header of a page is.
std::size_t page_header(const std::string& file, FuzzRandom& random) {
  const std::size_t page = random.below(pages_of(file));
  return page == 0 ? kHeader : page * page_size_of(file);
}

// Where a cell begins, as its page says.
std::size_t a_cell(const std::string& file, FuzzRandom& random) {
  const std::size_t header = page_header(file, random);
  const std::size_t count = number(file, header + 3);
  if (count == 0) return header;
  const bool is_leaf = header < file.size() && (file[header] & 8) != 0;
  const std::size_t pointer = header + (is_leaf ? 8 : 12) + 2 * random.below(count);
  return header - header % page_size_of(file) + number(file, pointer);
}

void change_byte(std::string& file, std::size_t at, FuzzRandom& random) {
  if (at >= file.size()) return;
  constexpr auto kBytes = std::to_array<unsigned char>({0, 1, 2, 5, 10, 12, 13, 14, 127, 128, 255});
  switch (random.below(4)) {
    case 0: file[at] = static_cast<char>(file[at] ^ (1 << random.below(8))); break;
    case 1: file[at] = static_cast<char>(kBytes[random.below(kBytes.size())]); break;
    case 2: file[at] = static_cast<char>(file[at] + (random.one_in(2) ? 1 : -1)); break;
    default: file[at] = static_cast<char>(random.below(256)); break;
  }
}

void change_header(std::string& file, FuzzRandom& random) {
  constexpr auto kPlaces = std::to_array<std::size_t>(
      {16, 18, 19, 20, 21, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 92, 96});
  constexpr auto kNumbers = std::to_array<std::uint64_t>(
      {0, 1, 2, 3, 4, 5, 255, 256, 65535, 65536, 0x7fffffff, 0x80000000, 0xffffffff});
  const std::size_t at = random.of(kPlaces);
  const bool is_byte = at >= 18 && at < 24;
  put(file, at, at == 16 ? 2 : is_byte ? 1 : 4, random.of(kNumbers));
}

void change_pages(std::string& file, FuzzRandom& random) {
  const std::size_t size = page_size_of(file);
  const std::size_t count = pages_of(file);
  file.resize(count * size);
  const std::size_t from = random.below(count) * size;
  const std::size_t to = random.below(count) * size;
  const std::string page = file.substr(from, size);
  switch (random.below(5)) {
    case 0: file.replace(to, size, page); break;
    case 1:
      file.replace(from, size, file, to, size);
      file.replace(to, size, page);
      break;
    case 2: std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(to), size, '\0'); break;
    case 3: file.resize(std::max(size, to)); break;
    default: file += page; break;
  }
}

// What the store looks at first, as it should be.
void mend_header(std::string& file) {
  const std::size_t size = page_size_of(file);
  file.resize(std::max<std::size_t>(1, (file.size() + size - 1) / size) * size);
  file.replace(0, kMagic.size(), kMagic);
  put(file, 16, 2, size == 65536 ? 1 : size);
  put(file, 28, 4, file.size() / size);
  for (std::size_t i = 0; i < 4; ++i) file[92 + i] = file[24 + i];
  put(file, 56, 4, 1);
  put(file, 60, 4, kSqliteSchemaVersion);
  put(file, 68, 4, kSqliteApplicationId);
}

constexpr auto kStatements = std::to_array<const char*>({
    "DELETE FROM tokens",
    "DELETE FROM tokens WHERE position = (SELECT min(position) FROM tokens)",
    "INSERT INTO tokens(id, user_name, access_token) SELECT 'r' || count(*), 'u' || count(*), "
    "'enter-' || count(*) || '-a' FROM tokens",
    "INSERT INTO tokens(id, client_id, client_secret, refresh_token) SELECT 'o' || count(*), 'c', "
    "'secret-1', 'refresh-' || count(*) FROM tokens",
    "UPDATE tokens SET id = '' WHERE position = (SELECT min(position) FROM tokens)",
    "UPDATE tokens SET user_name = '' WHERE position = (SELECT max(position) FROM tokens)",
    "UPDATE tokens SET user_name = NULL",
    "UPDATE tokens SET access_token = CAST(x'ff00fe' AS TEXT)",
    "UPDATE tokens SET id = id || CAST(x'00' AS TEXT)",
    "UPDATE tokens SET user_name = CAST(x'80' AS TEXT) || id",
    "UPDATE tokens SET grant_token = hex(zeroblob(900))",
    "UPDATE tokens SET position = -position",
    "UPDATE tokens SET position = 9223372036854775807 WHERE position = (SELECT max(position) FROM "
    "tokens)",
    "CREATE INDEX extra ON tokens(access_token)",
    "CREATE TRIGGER extra AFTER INSERT ON tokens BEGIN DELETE FROM tokens; END",
    "CREATE TABLE other(a)",
    "CREATE VIEW other AS SELECT 1",
    "DROP TABLE tokens",
    "ALTER TABLE tokens RENAME TO token",
    "ALTER TABLE tokens ADD COLUMN x TEXT",
    "PRAGMA application_id = 0",
    "PRAGMA user_version = 2",
    "ANALYZE",
    "REINDEX",
    "VACUUM",
    "PRAGMA auto_vacuum = 1; VACUUM",
    "UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE', '')",
    "UPDATE sqlite_schema SET sql = replace(sql, 'TEXT', 'BLOB')",
    "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '')",
    "UPDATE sqlite_schema SET rootpage = rootpage + 1",
    "UPDATE sqlite_schema SET rootpage = 1",
    "UPDATE sqlite_schema SET name = 'enter-secret-9' WHERE type = 'index'",
    "UPDATE sqlite_schema SET sql = 'enter-secret-9' || char(10)",
    "DELETE FROM sqlite_schema WHERE type = 'index'",
    "INSERT INTO sqlite_schema VALUES ('trigger', 'enter-secret-9', 'tokens', 0, 'CREATE')",
    "INSERT INTO sqlite_schema VALUES ('table', 'sqlite_x', 'sqlite_x', 0, 'CREATE TABLE x(a)')",
});

std::string serialized(SQLite::Database& database) {
  sqlite3_int64 size = 0;
  unsigned char* const bytes = sqlite3_serialize(database.getHandle(), "main", &size, 0);
  if (bytes == nullptr) return {};
  std::string file(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  return file;
}

SQLite::Database in_memory() {
  return SQLite::Database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
}

// As it is where it is no database, or the statement cannot be run.
std::string after_statement(std::string file, const char* statement) {
  SQLite::Database database = in_memory();
  auto* const bytes = static_cast<unsigned char*>(sqlite3_malloc64(file.size() + 1));
  if (bytes == nullptr) return file;
  std::ranges::copy(file, bytes);
  const auto size = static_cast<sqlite3_int64>(file.size());
  sqlite3_deserialize(database.getHandle(), "main", bytes, size, size,
                      SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  database.tryExec("PRAGMA writable_schema = ON; PRAGMA secure_delete = ON");
  if (database.tryExec(statement) != SQLITE_OK) return file;
  const std::string changed = serialized(database);
  return changed.empty() ? file : changed;
}

}  // namespace

std::string mutated_sqlite(std::string file, FuzzRandom& random) {
  if (file.size() < kHeader) file = fresh_sqlite(random.below(4), 512U << random.below(3));
  switch (random.below(9)) {
    case 0: change_header(file, random); break;
    case 1: change_pages(file, random); break;
    case 2: change_byte(file, page_header(file, random) + random.below(12), random); break;
    case 3: change_byte(file, page_header(file, random) + 8 + random.below(16), random); break;
    case 4:
    case 5: change_byte(file, a_cell(file, random) + random.below(20), random); break;
    case 6: change_byte(file, random.below(file.size()), random); break;
    default: file = after_statement(std::move(file), random.of(kStatements)); break;
  }
  if (!random.one_in(8)) mend_header(file);
  return file;
}

std::string fresh_sqlite(std::size_t records, std::size_t page_size) {
  SQLite::Database database = in_memory();
  const Query query(Dialect::kSqlite, "tokens");
  database.exec("PRAGMA page_size = " + std::to_string(page_size) + ";" +
                query.create_table().text +
                "; PRAGMA application_id = " + std::to_string(kSqliteApplicationId) +
                "; PRAGMA user_version = " + std::to_string(kSqliteSchemaVersion));
  for (std::size_t k = 1; k <= records; ++k) {
    const std::string number = std::to_string(k);
    database.exec(
        "INSERT INTO tokens(id, user_name, client_id, client_secret, refresh_token, "
        "access_token, expires_in) VALUES ('" +
        number + "', 'user" + number + "', 'client', 'secret-of-client', 'refresh-" + number +
        "-r', 'enter-" + number + "-a', '1700000000000')");
  }
  return serialized(database);
}

}  // namespace assay
