// Stores on files of SQLite: what outlives a reopen, and what becomes of the file.

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "stores/broken/families.h"
#include "stores/broken/row.h"
#include "stores/broken/slate.h"

namespace assay {

using literals::operator""_rule;

namespace {

std::string path_below(const std::string& storage) { return storage + "/tokens.db"; }

// Shows where nothing is saved between the delete and the reopen.
struct DeleteNotCommitted : SlateFileStore {
  using SlateFileStore::SlateFileStore;
  void begin() override {
    if (!pending_) SlateFileStore::begin();
  }
  void end() override {
    if (!pending_) SlateFileStore::end();
  }
  void undo() override {
    if (!pending_) SlateFileStore::undo();
  }
  void save_token(Token& token) override {
    if (pending_) SlateFileStore::end();
    pending_ = false;
    SlateFileStore::save_token(token);
  }
  void remove(std::string_view id) override {
    SlateFileStore::remove(id);
    pending_ = true;
  }

 private:
  bool pending_ = false;
};

struct CommitNotChecked : SlateFileStore {
  using SlateFileStore::SlateFileStore;
  void end() override {
    if (database().tryExec("COMMIT") != 0) undo();
  }
};

struct DamagedIsReplaced : SlateFileStore {
  explicit DamagedIsReplaced(const std::string& storage) : SlateFileStore(storage) {
    try {
      database();
    } catch (const std::exception&) {
      std::filesystem::resize_file(path_below(storage), 0);
    }
  }
};

struct ShortIsNew : SlateStore {
  static Capabilities capabilities() { return SlateFileStore::capabilities(); }
  explicit ShortIsNew(const std::string& storage) : SlateStore(path_below(storage)) {
    const mode_t before = umask(077);
    database();
    umask(before);
  }
};

struct OpenToTheGroup : SlateFileStore {
  explicit OpenToTheGroup(const std::string& storage) : SlateFileStore(storage) {
    chmod(path_below(storage).c_str(), 0640);
  }
};

struct TablesMadeAnew : SlateFileStore {
  using SlateFileStore::SlateFileStore;
  std::string schema() const override {
    return "DROP TABLE IF EXISTS tokens; " + SlateFileStore::schema();
  }
};

struct NoRowsNoTable : SlateFileStore {
  explicit NoRowsNoTable(const std::string& storage) : SlateFileStore(storage) {
    const bool is_new = std::filesystem::file_size(path_below(storage)) == 0;
    if (!is_new && all().empty()) database().exec("CREATE TABLE tokens (place INTEGER)");
  }
};

struct IdsCountedInMemory : SlateFileStore {
  using SlateFileStore::SlateFileStore;
  std::string generated_id() override { return "T" + std::to_string(++count_); }

 private:
  int count_ = 0;
};

constexpr BrokenStore kSqlFiles[] = {
    row<"sql-delete-not-committed", DeleteNotCommitted>(
        "TS-DUR-01"_rule,
        "Commits after a save and not after a delete: at close the record is back."),
    row<"sql-commit-not-checked", CommitNotChecked>(
        "TS-DUR-04"_rule, "Does not look at what COMMIT says: a full disk undoes the save."),
    row<"sql-damaged-file-replaced", DamagedIsReplaced>(
        "TS-DUR-05"_rule,
        "Empties a file that it cannot open, and begins anew: a cure for a locked test once."),
    row<"sql-short-file-taken-for-new", ShortIsNew>(
        "TS-DUR-05"_rule,
        "Opens what is there: SQLite takes a file that is shorter than its header for empty."),
    row<"sql-file-open-to-the-group", OpenToTheGroup>(
        "TS-SEC-01"_rule,
        "Gives the file the mode 0640, so that the backup's account can read it too."),
    row<"sql-tables-made-anew-at-open", TablesMadeAnew>(
        "TS-DUR-01"_rule, "Drops the table before it makes it, as the script of a tutorial does."),
    row<"sql-no-rows-taken-for-no-table", NoRowsNoTable>(
        "TS-DUR-01"_rule,
        "Makes its table where it finds no rows: an empty store cannot be reopened."),
    row<"sql-ids-counted-in-memory", IdsCountedInMemory>(
        "TS-SAVE-01"_rule,
        "Counts its ids in memory: after a reopen they are taken, and the save fails."),
};

}  // namespace

std::span<const BrokenStore> broken_sql_files() { return kSqlFiles; }

}  // namespace assay
