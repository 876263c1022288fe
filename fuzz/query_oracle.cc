#include "fuzz/query_oracle.h"

#include <array>

#include "fuzz/query_table.h"

namespace assay {
namespace {

// Tables that are remembered: when there are more, all are forgotten.
constexpr std::size_t kMostTables = 200;

}  // namespace

std::string_view name_of(Oracle oracle) {
  constexpr std::array<std::string_view, kOracleCount> kNames = {
      "table-name", "occasion", "shape",    "places",     "single",
      "literal",    "grammar",  "prepares", "authorized", "effect"};
  return kNames[static_cast<std::size_t>(oracle)];
}

QueryOracle::QueryOracle(MakeConstruction make, Oracles oracles) : make_(make), oracles_(oracles) {}

QueryOracle::~QueryOracle() = default;

QueryTable& QueryOracle::table_of(Dialect dialect, const std::string& name) {
  if (last_ != nullptr && last_->dialect() == dialect && last_->name() == name) return *last_;
  if (tables_.size() > kMostTables) tables_.clear();
  auto& table = tables_[(dialect == Dialect::kSqlite ? 's' : 'm') + name];
  if (!table) table = std::make_unique<QueryTable>(make_, oracles_, dialect, name);
  last_ = table.get();
  return *table;
}

std::optional<Violation> QueryOracle::judge(const QueryCase& query_case) {
  return table_of(query_case.dialect, query_case.table).judge(query_case);
}

std::optional<Violation> QueryOracle::judge(std::string_view input) {
  return judge(query_case(input, oracles_.need_database()));
}

}  // namespace assay
