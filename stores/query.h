// The SQL of the database stores: a pure function of what is asked, to text and bound values.
//
// The text depends on the dialect, the table and on *which* fields are present, never on what they
// hold; every value is bound; table and column names are quoted. [TS-SEC-03, TS-VAL-03]
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/token.h"

namespace assay {

enum class Dialect { kSqlite, kMysql };

// One statement. A value that is nothing is NULL.
struct Statement {
  std::string text;
  std::vector<std::optional<std::string>> values;
};

// Makes the statements for one table. Absent fields are NULL in the table. A SELECT gives ten
// columns in the order of kFields. Threads: const, so any.
class Query {
 public:
  Query(Dialect dialect, std::string_view table);

  // The records that the selector of `token` names (spec/model.h); nothing where it has none.
  std::optional<Statement> select_named(const Token& token) const;

  // Where no record is named: the records that a weak token may take for itself; nothing where
  // there are none to ask for. `saving` as in spec/model.h, kin().
  std::optional<Statement> select_kin(const Token& token, bool saving) const;

  Statement select_by_id(std::string_view id) const;
  Statement select_all() const;
  Statement insert(const Token& record) const;                      // every present field
  Statement update(std::string_view id, const Token& token) const;  // present fields but the id
  Statement delete_by_id(std::string_view id) const;
  Statement delete_all() const;
  std::vector<Statement> create_table() const;  // with the uniqueness of id and user_name
  Statement drop_table() const;

 private:
  Dialect dialect_;
  std::string table_;  // quoted
};

// `name` as an identifier of the dialect, quoted, whatever it holds.
std::string quoted_identifier(Dialect dialect, std::string_view name);

}  // namespace assay
