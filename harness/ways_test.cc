#include "harness/ways.h"

#include <gtest/gtest.h>

#include "harness/check.h"
#include "harness/execute.h"
#include "harness/generate.h"
#include "harness/model_store.h"
#include "stores/list.h"

namespace assay {
namespace {

using namespace literals;

Tally tally_of(StoreFactory& factory, std::uint64_t cases) {
  Profile profile;
  profile.capabilities = factory.capabilities();
  Pulse pulse;
  Tally tally;
  for (std::uint64_t index = 0; index < cases; ++index) {
    const std::string storage = std::to_string(index);
    const Plan plan = plan_of_case(3, index, profile);
    const History history = execute(plan, factory, storage, pulse);
    check(plan, history, profile.capabilities, storage, tally);
    factory.drop(storage);
  }
  return tally;
}

// LAT-o is the probes'.
bool is_of_files(Way way) { return way.row().latitude() == "LAT-o"; }

TEST(Ways, AreAllTakenByAStoreThatTakesEveryLatitude) {
  const Tally tally = tally_of(*make_model_factory(1), 800);
  for (std::uint8_t i = 0; i < kWayCount; ++i) {
    if (is_of_files(Way{i})) continue;
    const auto [possible, taken] = tally.ways[i];
    EXPECT_GT(taken, 0U) << kWays[i].key;
    EXPECT_LT(taken, possible) << kWays[i].key;
  }
}

// What the list store does is written down in stores/list.h and in DECISIONS.md.
TEST(Ways, AreTheSameEveryTimeOnAStoreThatChoseOnce) {
  const Tally tally = tally_of(*make_list_factory(), 400);
  for (const Way always :
       {"LAT-b.refuse"_way, "LAT-c.refuse"_way, "LAT-d.named"_way, "LAT-f.keep"_way,
        "LAT-g.first"_way, "LAT-h.refuse"_way, "LAT-j.record"_way, "LAT-k.silent"_way,
        "LAT-l.order"_way, "LAT-m.record"_way}) {
    const auto [possible, taken] = tally.ways[always.index];
    EXPECT_GT(possible, 0U) << always.row().key;
    EXPECT_EQ(taken, possible) << always.row().key;
  }
  for (const Way never : {"LAT-b.insert"_way, "LAT-c.named"_way, "LAT-f.clear"_way,
                          "LAT-j.echo"_way, "LAT-k.refuse"_way, "LAT-l.other"_way}) {
    const auto [possible, taken] = tally.ways[never.index];
    EXPECT_GT(possible, 0U) << never.row().key;
    EXPECT_EQ(taken, 0U) << never.row().key;
  }
}

// Exactly one outcome of a latitude is taken where several are possible, but for what two of them
// share.
TEST(Ways, TakenAreNoMoreThanPossible) {
  const Tally tally = tally_of(*make_model_factory(2), 200);
  for (std::uint8_t i = 0; i < kWayCount; ++i)
    EXPECT_LE(tally.ways[i].taken, tally.ways[i].possible) << kWays[i].key;
  const auto taken = [&](Way way) { return tally.ways[way.index].taken; };
  EXPECT_EQ(taken("LAT-k.silent"_way) + taken("LAT-k.refuse"_way),
            tally.ways["LAT-k.silent"_way.index].possible);
}

}  // namespace
}  // namespace assay
