// The SQL of the database stores: a pure function of what is asked, to text and bound values.
//
// The text depends on the dialect, the table and on *which* fields are present, never on what they
// hold; every value is bound; table and column names are quoted. [TS-SEC-03, TS-VAL-03]
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/token.h"

namespace assay {

enum class Dialect { kSqlite, kMysql };

// Characters that fit in a column of the dialect's table, where there is a limit.
std::array<std::optional<std::size_t>, kFieldCount> capacity_of(Dialect dialect);

// One statement. A value that is nothing is NULL.
struct Statement {
  std::string text;
  std::vector<std::optional<std::string>> values;
};

// Makes the statements for one table. Absent fields are NULL in the table.
//
// A SELECT gives ten columns in the order of kFields, rows in the order of insertion. With `saving`
// it locks what it reads until the end of the transaction, where the dialect has a word for that.
// Threads: const, so any.
class Query {
 public:
  // Throws std::invalid_argument for a name that quoted_identifier() refuses.
  Query(Dialect dialect, std::string_view table);

  Dialect dialect() const { return dialect_; }

  // The records that the selector of `token` names, only the first unless `saving`; nothing where
  // it has no selector that could name one. [TS-FIND-01, TS-SAVE-02..06]
  std::optional<Statement> select_named(const Token& token, bool saving) const;

  // The first record that a weak token may take for itself; nothing where the token is not weak or
  // has no credential. `saving` adds the ownerless record of the same client. [LAT-a, LAT-i]
  std::optional<Statement> select_kin(const Token& token, bool saving) const;

  Statement select_by_id(std::string_view id, bool saving) const;
  Statement select_all() const;

  // Every present field of `record`. REQUIRES: it has an id; the table refuses it otherwise.
  Statement insert(const Token& record) const;

  // Every present field of `token` but the id, into the record with `id`. [TS-SAVE-07, TS-SAVE-08]
  Statement update(std::string_view id, const Token& token) const;

  // SQLite's: counts the records that are in the table and that its index of `field`, which is
  // unique, does not lead to.
  Statement count_unfound(Field field) const;

  Statement delete_by_id(std::string_view id) const;
  Statement delete_all() const;

  // With the uniqueness of id and user_name, compared by bytes. MySQL's makes no error of a table
  // that is there already; SQLite's does, since its text is what a file is recognised by.
  Statement create_table() const;
  Statement drop_table() const;  // does nothing where there is none

 private:
  Statement select(std::string_view condition, bool first_only, bool saving) const;

  Dialect dialect_;
  std::string table_;  // quoted
};

// `name` as an identifier of the dialect, quoted, whatever it holds. Throws std::invalid_argument
// where no quoting helps: a NUL, or nothing at all.
std::string quoted_identifier(Dialect dialect, std::string_view name);

}  // namespace assay
