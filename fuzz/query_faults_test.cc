#include "fuzz/query_faults.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>

#include "fuzz/query_draft.h"
#include "fuzz/query_oracle.h"
#include "fuzz/query_seeds.h"
#include "stores/broken/row.h"

namespace assay {
namespace {

// The seeds, one after the other, and then inputs made of them: bytes changed, put in and taken
// out, and the end of one seed after the beginning of another.
class Inputs {
 public:
  explicit Inputs(unsigned seed) : random_(seed) {
    for (const QuerySeed& one : query_seeds()) seeds_.push_back(input_of(one.query_case));
  }

  std::string next() {
    if (given_ < seeds_.size()) return seeds_[given_++];
    std::string input = any_seed();
    if (below(4) == 0) {
      const std::string other = any_seed();
      input.resize(below(input.size() + 1));
      input += other.substr(below(other.size()));
    }
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
      const std::size_t at = below(input.size() + 1);
      const char byte = static_cast<char>(random_());
      switch (below(3)) {
        case 0: input.insert(at, 1, byte); break;
        case 1:
          if (at < input.size()) input.erase(at, 1);
          break;
        default:
          if (at < input.size()) input[at] = byte;
          break;
      }
    }
    return input;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  const std::string& any_seed() { return seeds_[below(seeds_.size())]; }

  std::mt19937_64 random_;
  std::vector<std::string> seeds_;
  std::size_t given_ = 0;
};

// The oracle that finds the fault within so many inputs, or nothing.
std::optional<Oracle> found_by(MakeConstruction make, Oracles oracles, int inputs) {
  QueryOracle oracle(make, oracles);
  Inputs source(11);
  for (int i = 0; i < inputs; ++i)
    if (const auto violation = oracle.judge(source.next())) return violation->oracle;
  return std::nullopt;
}

constexpr int kInputs = 20'000;

// A fault in one dialect, beside the right construction in the other.
template <Name kFault, Dialect kDialect>
std::unique_ptr<Construction> in_one(Dialect dialect, std::string_view table) {
  static const QueryFault* const kPlanted = find_query_fault(kFault.view());
  return (dialect == kDialect ? kPlanted->make : make_query_construction)(dialect, table);
}
template <Name kFault>
constexpr MakeConstruction kInSqlite = in_one<kFault, Dialect::kSqlite>;
template <Name kFault>
constexpr MakeConstruction kInMysql = in_one<kFault, Dialect::kMysql>;

TEST(QueryFaults, AreAtLeastForty) {
  EXPECT_GE(query_faults().size(), 40U);
  std::set<std::string_view> names;
  for (const QueryFault& fault : query_faults()) {
    EXPECT_TRUE(names.insert(fault.name).second) << fault.name;
    EXPECT_TRUE(fault.mistake.ends_with('.')) << fault.name;
    EXPECT_EQ(find_query_fault(fault.name), &fault);
  }
  EXPECT_EQ(find_query_fault("no such fault"), nullptr);
}

TEST(QueryFaults, AreAllFoundFromTheSeeds) {
  for (const QueryFault& fault : query_faults())
    EXPECT_TRUE(found_by(fault.make, Oracles::all(), kInputs)) << fault.name;
}

// What a fault is found by is found by another oracle as well, mostly. Each has a fault of its own.
TEST(QueryOracle, HasNoOracleThatIsIdle) {
  const std::map<Oracle, MakeConstruction> kOnly = {
      {Oracle::kTableName, kInSqlite<"name-empty-taken">},
      {Oracle::kOccasion, kInSqlite<"way-kin-of-nothing">},
      {Oracle::kShape, kInSqlite<"text-padded">},
      {Oracle::kPlaces, kInSqlite<"bind-one-too-many">},
      {Oracle::kSingle, kInSqlite<"text-semicolon">},
      {Oracle::kLiteral, kInSqlite<"limit-of-list">},
      {Oracle::kGrammar, kInMysql<"lock-missing">},
      {Oracle::kPrepares, kInSqlite<"lock-in-sqlite">},
      {Oracle::kAuthorized, kInSqlite<"where-another-table">},
      {Oracle::kEffect, kInSqlite<"limit-missing">},
  };
  ASSERT_EQ(kOnly.size(), kOracleCount);
  for (const auto& [oracle, make] : kOnly) {
    SCOPED_TRACE(name_of(oracle));
    EXPECT_EQ(found_by(make, Oracles::all(), kInputs), oracle);
    EXPECT_EQ(found_by(make, Oracles::all().without(oracle), kInputs), std::nullopt);
  }
}

TEST(QueryOracle, SaysNothingAgainstTheConstructionOfTheStores) {
  QueryOracle oracle(make_query_construction);
  Inputs source(7);
  for (int i = 0; i < 100'000; ++i) {
    const auto violation = oracle.judge(source.next());
    ASSERT_FALSE(violation) << violation->story;
  }
}

// A drop of one of them fails in every database: that is SQLite's, not the construction's.
TEST(QueryOracle, KnowsTheTablesThatEveryDatabaseHas) {
  QueryOracle oracle(make_query_construction);
  for (const char* table : {"json_each", "JSON_tree", "pragma_table_info", "sqlite_schema"})
    for (Dialect dialect : {Dialect::kSqlite, Dialect::kMysql})
      for (Ask ask : {Ask::kDropTable, Ask::kSelectAll, Ask::kDeleteAll, Ask::kCreateTable}) {
        QueryCase one;
        one.dialect = dialect;
        one.table = table;
        one.request.ask = ask;
        const auto violation = oracle.judge(one);
        EXPECT_FALSE(violation) << violation->story;
      }
}

TEST(QueryOracle, SaysTheSameOfAnInputWhateverCameBefore) {
  const QueryFault* fault = find_query_fault("where-kin-any-client");
  ASSERT_NE(fault, nullptr);
  QueryOracle oracle(fault->make);
  Inputs source(3);
  for (int i = 0; i < 2'000; ++i) {
    const std::string input = source.next();
    const auto here = oracle.judge(input), alone = QueryOracle(fault->make).judge(input);
    ASSERT_EQ(here.has_value(), alone.has_value());
    if (here) {
      ASSERT_EQ(here->story, alone->story);
    }
  }
}

TEST(QueryDraft, MakesWhatTheConstructionOfTheStoresMakes) {
  Inputs source(5);
  for (int i = 0; i < 20'000; ++i) {
    const QueryCase one = query_case(source.next(), false);
    std::unique_ptr<Construction> right, draft;
    try {
      right = make_query_construction(one.dialect, one.table);
    } catch (const std::invalid_argument&) {
      EXPECT_THROW(drafted<Draft>(one.dialect, one.table), std::invalid_argument);
      continue;
    }
    draft = drafted<Draft>(one.dialect, one.table);
    const auto a = statement_of(*right, one.request), b = statement_of(*draft, one.request);
    ASSERT_EQ(a.has_value(), b.has_value());
    if (!a) continue;
    ASSERT_EQ(a->text, b->text);
    ASSERT_EQ(a->values, b->values);
  }
}

}  // namespace
}  // namespace assay
