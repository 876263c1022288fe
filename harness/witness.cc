#include "harness/witness.h"

#include "harness/situations.h"
#include "harness/ways.h"

namespace assay {

using literals::operator""_rule;

void Witness::count(const Scene& scene, const Judgment& judgment) {
  SituationSet situations = situations_of(scene, reopened_);
  texts_.look(scene, situations);
  const std::size_t records = scene.before.records.size();
  const std::uint64_t with_two = records >= 2 ? 1 : 0;
  std::size_t last_rule = kTagCount;  // those of a rule come one after the other
  situations.for_each([&](Situation situation) {
    Tries& tries = tally_.situations[situation.index];
    ++tries.all;
    tries.with_two += with_two;
    const std::size_t rule = situation.rule().index;
    if (rule != last_rule) ++tally_.tags[rule];
    last_rule = rule;
  });
  TagSet taken = judgment.taken.tags & latitudes();
  if (scene.difference.reordered) taken.set("LAT-l"_rule.index);
  if (taken.any()) for_each_tag(taken, [&](Tag tag) { ++tally_.tags[tag.index]; });
  std::size_t step = kRecordCounts.size() - 1;
  while (kRecordCounts[step].least > records) --step;
  ++tally_.record_counts[step];
  const Method method = scene.event.call.method;
  if (method == Method::kFill) count_fill(scene, tally_);
  if (method == Method::kReopen) reopened_ = true;
  count_ways(scene, judgment, tally_);
  count_order(method);
}

void Witness::count_order(Method method) {
  if (method == Method::kFill) return;
  if (last_ && before_last_) ++tally_.triples[triple_of(*before_last_, *last_, method)];
  before_last_ = last_;
  last_ = method;
}

}  // namespace assay
