// How many operations a second are generated, executed and checked, on one core.
//
// "items" are operations of plans on a store that holds at least one record; the harness's own
// get_tokens after each is part of the cost and does not count.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <vector>

#include "harness/check.h"
#include "harness/execute.h"
#include "harness/generate.h"
#include "stores/list.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kCases = 500;
const std::string kNoStorage;

// The operations of a history that began with a record in the store; a fill counts its saves.
std::uint64_t operations_on_records(const History& history) {
  std::uint64_t count = 0;
  for (std::size_t k = 0; k < history.events.size(); ++k) {
    const Call& call = history.events[k].call;
    if (call.method == Method::kFill)
      count += call.count;
    else if (k > 0 && !history.events[k - 1].observation.tokens.empty())
      ++count;
  }
  return count;
}

void generate(benchmark::State& state) {
  const Profile profile;
  std::uint64_t index = 0;
  std::uint64_t operations = 0;
  while (state.KeepRunning()) {
    const Plan plan = plan_of_case(kSeed, index++, profile);
    operations += plan.operations.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(operations));
}
BENCHMARK(generate)->Name("generate");

// The whole way, as a run goes it. Counters: the shares of the time.
void whole(benchmark::State& state, StoreFactory& factory) {
  Profile profile;
  profile.capabilities = factory.capabilities();
  Pulse pulse;
  Tally tally{};
  std::uint64_t index = 0;
  std::uint64_t operations = 0;
  const std::int64_t began_ns = now_ns();
  while (state.KeepRunning()) {
    const Plan plan = plan_of_case(kSeed, index++, profile);
    const History history = execute(plan, factory, kNoStorage, pulse);
    benchmark::DoNotOptimize(check(plan, history, profile.capabilities, kNoStorage, tally));
    operations += operations_on_records(history);
  }
  const auto all_ns = static_cast<double>(now_ns() - began_ns);
  const auto methods_ns = static_cast<double>(pulse.in_methods_ns);
  const auto observation_ns = static_cast<double>(pulse.in_observation_ns);
  state.SetItemsProcessed(static_cast<std::int64_t>(operations));
  state.counters["outside_methods"] = 1 - methods_ns / all_ns;
  state.counters["observation"] = observation_ns / all_ns;
}

void whole_list(benchmark::State& state) { whole(state, *make_list_factory()); }
BENCHMARK(whole_list)->Name("generate, execute, check: list");

void whole_sqlite_memory(benchmark::State& state) { whole(state, *make_sqlite_memory_factory()); }
BENCHMARK(whole_sqlite_memory)->Name("generate, execute, check: sqlite-memory");

// The cost of an operation after so many cases: it must not grow.
void whole_list_after(benchmark::State& state) {
  const auto factory = make_list_factory();
  const Profile profile;
  Pulse pulse;
  Tally tally{};
  std::uint64_t index = 0;
  const auto run_case = [&] {
    const Plan plan = plan_of_case(kSeed, index++ % kCases, profile);
    const History history = execute(plan, *factory, kNoStorage, pulse);
    benchmark::DoNotOptimize(check(plan, history, profile.capabilities, kNoStorage, tally));
    return plan.operations.size();
  };
  for (std::int64_t k = 0; k < state.range(0); ++k) run_case();
  std::size_t operations = 0;
  while (state.KeepRunning())
    for (std::uint64_t k = 0; k < kCases; ++k) operations += run_case();
  state.SetItemsProcessed(static_cast<std::int64_t>(operations));
}
BENCHMARK(whole_list_after)->Name("list, after so many cases")->Arg(0)->Arg(50'000);

void check_only(benchmark::State& state) {
  const auto factory = make_list_factory();
  const Profile profile;
  Pulse pulse;
  Tally tally{};
  std::vector<Plan> plans;
  std::vector<History> histories;
  std::uint64_t operations = 0;
  for (std::uint64_t index = 10; index < 10 + kCases; ++index) {
    plans.push_back(plan_of_case(kSeed, index, profile));
    histories.push_back(execute(plans.back(), *factory, kNoStorage, pulse));
    operations += plans.back().operations.size();
  }
  while (state.KeepRunning())
    for (std::size_t k = 0; k < plans.size(); ++k)
      benchmark::DoNotOptimize(
          check(plans[k], histories[k], profile.capabilities, kNoStorage, tally));
  state.SetItemsProcessed(static_cast<std::int64_t>(operations) * state.iterations());
}
BENCHMARK(check_only)->Name("check: list");

}  // namespace
}  // namespace assay
