#include "tests/crash_files.h"

#include <stdexcept>
#include <utility>

#include "fuzz/plan_bytes.h"
#include "spec/json.h"
#include "stores/broken/shortest.h"

namespace assay {

namespace {

// Steps on an empty store that leave it empty, or look alone.
Plan around(bool before) {
  const std::string steps = before ? R"({"get_tokens": null}, {"find_token": {"user_name": "cyd"}},
      {"delete_tokens": null}, {"find_token": {"access_token": "enter-gamma"}})"
                                   : R"({"get_tokens": null}, {"find_token": {}})";
  return plan_from_json(R"({"assay_plan": 1, "operations": [)" + steps + "]}").plan;
}

}  // namespace

Plan shortest_plan(std::string_view store) {
  const ShortestPlan* known = shortest_plan_of(store);
  if (known == nullptr) throw std::runtime_error("no plan is known for " + std::string(store));
  return plan_from_json(known->plan).plan;
}

Plan crash_plan(std::string_view store) {
  Plan plan = around(true);
  const std::size_t shift = plan.operations.size();
  for (Operation operation : shortest_plan(store).operations) {
    if (operation.id_of) *operation.id_of += shift;
    if (operation.again) *operation.again += shift;
    plan.operations.push_back(std::move(operation));
  }
  for (const Operation& operation : around(false).operations) plan.operations.push_back(operation);
  return plan;
}

std::string crash_bytes(std::string_view store) {
  const auto bytes = bytes_of_plan(crash_plan(store));
  if (!bytes) throw std::runtime_error("no bytes for the plan of " + std::string(store));
  return {bytes->begin(), bytes->end()};
}

}  // namespace assay
