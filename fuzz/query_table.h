// What the oracles know of the statements over one table.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fuzz/query_database.h"
#include "fuzz/query_oracle.h"
#include "fuzz/sql_tokens.h"

namespace assay {

// Threads: one.
class QueryTable {
 public:
  QueryTable(MakeConstruction make, Oracles oracles, Dialect dialect, std::string name);

  Dialect dialect() const { return dialect_; }
  const std::string& name() const { return name_; }

  // The first violation, or nothing. REQUIRES: the case is over this table.
  std::optional<Violation> judge(const QueryCase& query_case);

 private:
  // A text, and what it says.
  struct Reading {
    std::string_view text;  // its key
    std::vector<SqlToken> tokens;
    std::vector<std::optional<Field>> places;
    std::string sqlite;    // the text for SQLite
    bool dropped = false;  // it dropped the table once
  };

  // What an oracle has to say.
  struct Fault {
    Oracle oracle = Oracle::kEffect;
    std::string what;
  };

  // What the same fields make, whatever they hold.
  struct Shape {
    Reading* reading = nullptr;  // nothing where there is no statement
    std::optional<Fault> verdict;
  };

  bool has(Oracle oracle) const { return oracles_.contains(oracle); }
  std::string told(const Request& request) const;

  Reading& reading_of(const std::string& text);
  Shape& shape_for(const Request& request);
  std::optional<Fault> judge_statement(const QueryCase& query_case, const Statement& statement);
  std::optional<Fault> judge_text(const Reading& reading, const Request& request);
  std::optional<Fault> judge_prepared(const Reading& reading, const Request& request);
  std::optional<Fault> make_table();
  std::optional<std::string> effect_fault(Reading& reading, const QueryCase& query_case,
                                          const Statement& statement);

  const Oracles oracles_;
  const Dialect dialect_;
  const std::string name_;
  std::unique_ptr<Construction> construction_;  // nothing where the name is refused
  std::unique_ptr<QueryDatabase> database_;     // nothing until it is needed
  bool taken_ = false;  // SQLite has a virtual table of this name everywhere: json_each
  bool made_ = false;
  std::optional<Fault> not_made_;  // the verdict on every input, where the table is not right
  std::unordered_map<std::string, Reading> readings_;
  std::unordered_map<unsigned, Shape> shapes_;
};

}  // namespace assay
