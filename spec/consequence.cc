#include "spec/consequence.h"

#include <string>
#include <utility>

namespace assay {
namespace {

// Every subset of `fields`, the empty one first.
std::vector<FieldSet> subsets(FieldSet fields) {
  std::vector<FieldSet> all(1);
  for (const Field field : kFields) {
    if (!fields.contains(field)) continue;
    const std::size_t without = all.size();
    for (std::size_t i = 0; i < without; ++i) {
      all.push_back(all[i]);
      all.back().add(field);
    }
  }
  return all;
}

Token inserted(const Token& token, bool generates_id) {
  Token record;
  for (const Field field : kFields)
    if (token.has(field)) record[field] = token[field];
  if (generates_id) record[Field::kId] = kGeneratedId;
  return record;
}

}  // namespace

std::vector<Consequence> consequences(const State& state, const Call& call,
                                      const Allowed& allowed) {
  const Consequence same{allowed.effect, state.records, {}, allowed.tags};
  const auto at = static_cast<std::ptrdiff_t>(allowed.record);
  std::vector<Consequence> all;
  switch (allowed.effect) {
    case Effect::kUpdated:
      for (const FieldSet cleared : subsets(allowed.may_clear)) {
        all.push_back(same);
        all.back().records[allowed.record] =
            updated(state.records[allowed.record], call.token, cleared);
      }
      return all;
    case Effect::kInserted:
      all.push_back(same);
      all.back().records.push_back(inserted(call.token, allowed.generates_id));
      return all;
    case Effect::kFound:
      all.push_back(same);
      all.back().found = state.records[allowed.record];
      return all;
    case Effect::kDeleted:
      all.push_back(same);
      all.back().records.erase(all.back().records.begin() + at);
      return all;
    case Effect::kDone:
      all.push_back(same);
      if (call.method == Method::kDeleteTokens) all.back().records.clear();
      return all;
    case Effect::kRefused:
    case Effect::kNone: return {same};
  }
  return all;
}

std::vector<Consequence> consequences(const State& state, const Call& call,
                                      const Capabilities& capabilities) {
  std::vector<Consequence> all;
  for (const Allowed& allowed : step(state, call, capabilities))
    for (Consequence& consequence : consequences(state, call, allowed))
      all.push_back(std::move(consequence));
  return all;
}

}  // namespace assay
