// How many inputs a second the fuzz targets execute, without an engine: plans of ten operations,
// and the seeds of query_fuzz. To be built with the sanitizers, as docs/fuzzing.md tells.
//
// "items" are inputs.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/plan_bytes.h"
#include "fuzz/plan_target.h"
#include "fuzz/query_oracle.h"
#include "fuzz/query_seeds.h"
#include "fuzz/quick_asan.h"
#include "harness/generate.h"
#include "stores/registry.h"

ASSAY_QUICK_ASAN

namespace assay {
namespace {

using Bytes = std::vector<std::uint8_t>;

// None begins with a fill.
std::vector<Bytes> plans_of_ten() {
  constexpr std::uint64_t kPlans = 200;
  Profile profile;
  profile.least_operations = profile.most_operations = 10;
  profile.fill = 0;
  std::vector<Bytes> plans;
  for (std::uint64_t index = 0; plans.size() < kPlans; ++index)
    if (auto bytes = bytes_of_plan(plan_of_case(1, index, profile)))
      plans.push_back(std::move(*bytes));
  return plans;
}

void plan_target(benchmark::State& state, const std::vector<std::string>& names) {
  std::vector<std::unique_ptr<StoreFactory>> stores;
  for (const StoreRow& row : built_in_stores())
    for (const std::string& name : names)
      if (row.name == name) stores.push_back(row.make({}));
  if (stores.size() != names.size()) return state.SkipWithError("a store is missing");
  PlanTarget target(std::move(stores));
  const std::vector<Bytes> plans = plans_of_ten();
  std::size_t at = 0;
  while (state.KeepRunning()) target.test(plans[at++ % plans.size()]);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(plan_target, list, {"list"});
BENCHMARK_CAPTURE(plan_target, list_and_sqlite_memory, {"list", "sqlite-memory"});

void query_oracle(benchmark::State& state, Oracles oracles) {
  QueryOracle oracle(make_query_construction, oracles);
  std::vector<std::string> inputs;
  for (const QuerySeed& seed : query_seeds()) inputs.push_back(input_of(seed.query_case));
  std::size_t at = 0;
  while (state.KeepRunning())
    if (oracle.judge(inputs[at++ % inputs.size()])) return state.SkipWithError("a seed is accused");
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(query_oracle, text, Oracles::of_text());
BENCHMARK_CAPTURE(query_oracle, executed, Oracles::all());

}  // namespace
}  // namespace assay
