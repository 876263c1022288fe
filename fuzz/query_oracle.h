// What must hold of every statement that is made for a token store, put to the test on one input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "fuzz/construction.h"
#include "fuzz/query_input.h"

namespace assay {

enum class Oracle : std::uint8_t {
  kTableName,  // a table's name is refused iff no quoting helps: it is empty, or holds a NUL
  kOccasion,   // there is a statement iff the question has an answer in some table
  kShape,      // the text is that of the same question with other values
  kPlaces,     // as many values as places, each the value of the column that its place is beside
  kSingle,     // exactly one statement, without a comment, and with every quote closed
  kLiteral,    // no text and no number is written into it, but for LIMIT 1 and the sizes of columns
  kGrammar,    // MySQL: the statement of the question, over its table and columns, by a grammar
  kPrepares,   // SQLite prepares it, or what it is in SQLite's words
  kAuthorized,  // SQLite: it reads and writes what the question is about, by the authorizer
  kEffect,      // run against a small table it does what the rules say, and nothing else
};
inline constexpr std::size_t kOracleCount = 10;

std::string_view name_of(Oracle oracle);  // "table-name"

// A set of oracles.
class Oracles {
 public:
  static constexpr Oracles all() { return Oracles((1U << kOracleCount) - 1); }
  // Those that look at the text alone: no database is opened.
  static constexpr Oracles of_text() { return Oracles(bit(Oracle::kPrepares) - 1); }

  constexpr Oracles without(Oracle oracle) const { return Oracles(bits_ & ~bit(oracle)); }
  constexpr bool contains(Oracle oracle) const { return (bits_ & bit(oracle)) != 0; }
  constexpr bool need_database() const { return bits_ >= bit(Oracle::kPrepares); }

 private:
  constexpr explicit Oracles(unsigned bits) : bits_(bits) {}
  static constexpr unsigned bit(Oracle oracle) { return 1U << static_cast<unsigned>(oracle); }
  unsigned bits_;
};

struct Violation {
  Oracle oracle = Oracle::kEffect;
  std::string story;  // the question, what was expected, what happened, the text
};

class QueryTable;

// Holds one construction against the oracles. What it finds out of a text it remembers: each is
// read, prepared and authorized once. The verdict on an input does not depend on those before it.
// Threads: one.
class QueryOracle {
 public:
  explicit QueryOracle(MakeConstruction make, Oracles oracles = Oracles::all());
  ~QueryOracle();

  // The first violation, or nothing.
  std::optional<Violation> judge(const QueryCase& query_case);
  std::optional<Violation> judge(std::string_view input);

 private:
  QueryTable& table_of(Dialect dialect, const std::string& name);

  MakeConstruction make_;
  Oracles oracles_;
  std::unordered_map<std::string, std::unique_ptr<QueryTable>> tables_;
  QueryTable* last_ = nullptr;
};

}  // namespace assay
