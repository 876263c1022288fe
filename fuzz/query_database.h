// A small table in SQLite, where statements are prepared once and run against fresh records.
#pragma once

#include <sqlite3.h>

#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fuzz/query_effect.h"
#include "stores/query.h"

namespace assay {

// One thing that SQLite's authorizer was asked about: what is done, to what.
struct SqlAction {
  int code = 0;          // SQLITE_READ and so on
  std::string object;    // a table, mostly
  std::string detail;    // a column, mostly
  std::string database;  // "main"; "" where it is none's

  friend auto operator<=>(const SqlAction&, const SqlAction&) = default;
};

// A text as SQLite took it.
struct PreparedText {
  struct Finalize {
    void operator()(sqlite3_stmt* done) const { sqlite3_finalize(done); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement;  // nothing where it is refused
  std::string error;                                  // then why
  std::string tail;                                   // what comes after the first statement
  std::vector<SqlAction> actions;                     // sorted, each once
};

// In memory, a connection of its own. Beside the table there is another one that no statement has
// any business with. Threads: one.
class QueryDatabase {
 public:
  // A database without the table yet.
  explicit QueryDatabase(std::string table);

  // True iff a statement may read from a table of that name, which may be SQLite's own.
  bool knows_table();

  // Prepares `text` where it was not lately, and gives the same otherwise. Valid until the next
  // call.
  const PreparedText& prepared(const std::string& text);

  // Runs a CREATE TABLE; then gives what is wrong with the table: nothing where it takes records
  // and gives them back.
  std::optional<std::string> make(const std::string& text);

  // Runs a text outside of any transaction, for good. True iff SQLite did not refuse it.
  bool executes(const std::string& text);

  // The effect of a text on a table that holds `records`; all is as before afterwards.
  // REQUIRES: the text is prepared, and the table is made. Values past the last place are left out.
  // Throws std::runtime_error where there is no telling: the table does not take the records, the
  // other table was touched, SQLite itself failed.
  QueryEffect run(const std::string& text, const std::vector<std::optional<std::string>>& values,
                  const std::vector<Token>& records);

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  using Prepared = std::unique_ptr<sqlite3_stmt, PreparedText::Finalize>;

  Prepared own(const std::string& text);
  void execute(const std::string& text);
  void load(const std::vector<Token>& records);
  std::vector<Token> stored();
  bool is_there();  // the table
  bool other_is_untouched();

  const std::string table_;
  const std::string other_;  // quoted
  std::unique_ptr<sqlite3, Close> database_;
  std::unordered_map<std::string, PreparedText> texts_;  // these and the rest end before database_
  Prepared begin_, rollback_, load_, list_, find_other_;
};

}  // namespace assay
