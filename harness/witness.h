// Counts what a plan puts to the test while it is checked, event by event.
#pragma once

#include <optional>

#include "harness/judge.h"
#include "harness/texts.h"
#include "spec/tally.h"

namespace assay {

// One plan's. Adds to the tally that it is given.
class Witness {
 public:
  explicit Witness(Tally& tally) : tally_(tally), texts_(tally) {}

  // REQUIRES: the events of the plan in their order.
  void count(const Scene& scene, const Judgment& judgment);

 private:
  void count_order(Method method);

  Tally& tally_;
  TextWatcher texts_;
  bool reopened_ = false;
  std::optional<Method> last_, before_last_;
};

}  // namespace assay
