#include "fuzz/plan_mutator.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "fuzz/plan_bytes.h"
#include "fuzz/value_pool.h"
#include "harness/vocabulary.h"

extern "C" __attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                              std::size_t most);

namespace assay {

namespace {

using Operations = std::vector<Operation>;

bool gives_id(const Operation& operation) {
  return operation.call.method == Method::kSaveToken || operation.call.method == Method::kFill;
}

// Where an operation that stood at a step of the old plan stands now; nothing where it is gone.
using Places = std::vector<std::optional<std::size_t>>;

// The plan of these operations. A reference to what is gone, or comes later, is no reference.
Plan rebuilt(Operations operations, const Places& places) {
  const auto moved = [&](std::optional<std::size_t>& reference, std::size_t step, bool to_save) {
    if (!reference) return;
    const auto place = *reference < places.size() ? places[*reference] : std::nullopt;
    const bool gives = place && *place < step && gives_id(operations[*place]) &&
                       (!to_save || operations[*place].call.method == Method::kSaveToken);
    reference = gives ? place : std::nullopt;
  };
  for (std::size_t step = 0; step < operations.size(); ++step) {
    moved(operations[step].id_of, step, false);
    moved(operations[step].again, step, true);
  }
  return Plan{std::move(operations)};
}

// What a reference tells is told by nothing else.
void settle_references(Operations& operations) {
  for (Operation& operation : operations) {
    if (operation.again) {
      operation.id_of.reset();
      operation.call.token = {};
    } else if (operation.id_of) {
      operation.call.token[Field::kId].reset();
      operation.call.id.clear();
    }
  }
}

class Editor {
 public:
  Editor(const Plan& plan, Choices& choices, const Profile& profile)
      : operations_(plan.operations), choices_(choices), profile_(profile) {}

  Plan edit() {
    const std::uint32_t edits = 1 + choices_.below(4);
    for (std::uint32_t k = 0; k < edits; ++k) edit_once();
    if (operations_.size() > kMostOperationsMutated) operations_.resize(kMostOperationsMutated);
    settle_references(operations_);
    return Plan{std::move(operations_)};
  }

 private:
  std::size_t any_step() { return choices_.below(static_cast<std::uint32_t>(operations_.size())); }
  Operation& any() { return operations_[any_step()]; }

  void edit_once() {
    if (operations_.empty()) return take_from_random_plan();
    switch (choices_.below(16)) {
      case 0: return take_from_random_plan();
      case 1:
      case 2: return remove();
      case 3: return copy();
      case 4: return swap();
      case 5:
      case 6: return ask_for_what_was_saved();
      case 7: return refer();
      case 8: return save_once_more();
      case 9: return insert_simple();
      default: return change_text();
    }
  }

  void insert(std::size_t at, Operation operation) {
    Places places;
    for (std::size_t k = 0; k < operations_.size(); ++k) places.push_back(k < at ? k : k + 1);
    // Its own references are to old places.
    operations_.insert(operations_.begin() + static_cast<std::ptrdiff_t>(at), std::move(operation));
    operations_ = rebuilt(std::move(operations_), places).operations;
  }

  // A run of operations of a random test's plan, at the end or in front.
  void take_from_random_plan() {
    Plan drawn = draw_plan(choices_, profile_);
    const std::size_t most = 1 + choices_.below(16);
    if (drawn.operations.size() > most) drawn.operations.resize(most);
    const std::size_t offset = operations_.size();
    for (Operation& operation : drawn.operations) {
      if (operation.id_of) *operation.id_of += offset;
      if (operation.again) *operation.again += offset;
      operations_.push_back(std::move(operation));
    }
  }

  void remove() {
    const std::size_t from = any_step();
    const std::size_t count =
        std::min<std::size_t>(1 + choices_.below(3), operations_.size() - from);
    Places places;
    for (std::size_t k = 0; k < operations_.size(); ++k)
      places.push_back(k < from           ? std::optional(k)
                       : k < from + count ? std::nullopt
                                          : std::optional(k - count));
    const auto begin = operations_.begin() + static_cast<std::ptrdiff_t>(from);
    operations_.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
    operations_ = rebuilt(std::move(operations_), places).operations;
  }

  void copy() {
    Operation operation = any();
    insert(choices_.below(static_cast<std::uint32_t>(operations_.size() + 1)),
           std::move(operation));
  }

  void swap() {
    const std::size_t a = any_step();
    const std::size_t b = any_step();
    Places places;
    for (std::size_t k = 0; k < operations_.size(); ++k)
      places.push_back(k == a ? b : k == b ? a : k);
    std::swap(operations_[a], operations_[b]);
    operations_ = rebuilt(std::move(operations_), places).operations;
  }

  // A find, or a find or delete by id, of what a save has saved: some of its fields.
  void ask_for_what_was_saved() {
    const std::size_t step = any_step();
    const Operation& save = operations_[step];
    if (save.call.method != Method::kSaveToken) return insert_simple();
    Operation question;
    if (choices_.one_in(4)) {
      question.call.method = choices_.one_in(2) ? Method::kFindTokenById : Method::kDeleteToken;
      question.id_of = step;
    } else {
      question.call.method = Method::kFindToken;
      question.id_of = choices_.one_in(3) ? std::optional(step) : std::nullopt;
      for (const Field field : kFields)
        if (save.call.token[field] && choices_.one_in(2))
          question.call.token[field] = save.call.token[field];
    }
    const auto left = static_cast<std::uint32_t>(operations_.size() - step);
    insert(step + 1 + choices_.below(left), std::move(question));
  }

  // Another save like an earlier one: some of its fields go, or change.
  void save_once_more() {
    const std::size_t step = any_step();
    Operation save = operations_[step];
    if (save.call.method != Method::kSaveToken) return insert_simple();
    for (const Field field : kFields) {
      if (!save.call.token[field] || choices_.below(3) != 0) continue;
      if (choices_.one_in(2))
        save.call.token[field].reset();
      else
        save.call.token[field] = text_for(field);
    }
    const auto left = static_cast<std::uint32_t>(operations_.size() - step);
    insert(step + 1 + choices_.below(left), std::move(save));
  }

  void insert_simple() {
    Operation operation;
    constexpr std::array kMethods = {Method::kSaveToken,   Method::kFindToken,
                                     Method::kGetTokens,   Method::kFindTokenById,
                                     Method::kDeleteToken, Method::kDeleteTokens};
    operation.call.method = choices_.of(kMethods);
    if (profile_.capabilities.persistent && choices_.one_in(3))
      operation.call.method = Method::kReopen;
    if (takes_id(operation.call.method)) operation.call.id = text_for(Field::kId);
    if (takes_token(operation.call.method))
      for (const Field field : kFields)
        if (choices_.one_in(4)) operation.call.token[field] = text_for(field);
    insert(choices_.below(static_cast<std::uint32_t>(operations_.size() + 1)),
           std::move(operation));
  }

  void refer() {
    const std::size_t step = any_step();
    Operation& operation = operations_[step];
    const bool with_token = takes_token(operation.call.method);
    if (step == 0 || (!with_token && !takes_id(operation.call.method))) return change_text();
    const std::size_t giver = choices_.below(static_cast<std::uint32_t>(step));
    operation.id_of.reset();
    operation.again.reset();
    if (with_token && operations_[giver].call.method == Method::kSaveToken && choices_.one_in(3)) {
      operation.again = giver;
    } else if (gives_id(operations_[giver])) {
      operation.id_of = giver;
    }
  }

  void change_text() {
    Operation& operation = any();
    if (takes_id(operation.call.method)) {
      operation.id_of.reset();
      operation.call.id = text_for(Field::kId);
    } else if (takes_token(operation.call.method) && !operation.again) {
      const Field field = kFields[choices_.below(kFieldCount)];
      if (field == Field::kId) operation.id_of.reset();
      auto& text = operation.call.token[field];
      const std::uint32_t roll = choices_.below(8);
      if (text && roll < 2)
        text.reset();
      else if (text && !text->empty() && roll == 2)
        text = look_alike_of(choices_, *text);
      else
        text = text_for(field);
    } else if (operation.call.method == Method::kFill) {
      constexpr std::array<std::size_t, 8> kCounts = {1, 2, 3, 5, 9, 12, 12, 105};
      operation.call.count = choices_.one_in(64) ? 1030 : choices_.of(kCounts);
    }
  }

  // Mostly one that the plan has in this field already, or one that reads like it; else one of the
  // pool, or of another field.
  std::string text_for(Field field) {
    const std::uint32_t roll = choices_.below(16);
    if (roll < 8) {
      const Operation& operation = any();
      const Field from = roll == 0 ? kFields[choices_.below(kFieldCount)] : field;
      const auto& text = operation.call.token[from];
      if (text && !text->empty() && roll == 1) return look_alike_of(choices_, *text);
      if (text) return *text;
    }
    if (roll == 15) return "";
    const auto& pool = pool_of(field);
    constexpr std::uint32_t kPlainOnes = 3;
    if (roll < 13) return pool[choices_.below(kPlainOnes)];
    return choices_.of(pool);
  }

  Operations operations_;
  Choices& choices_;
  const Profile& profile_;
};

std::size_t write(const Plan& plan, std::uint8_t* out, std::size_t most) {
  Plan rest = plan;
  while (true) {
    const auto bytes = bytes_of_plan(rest);
    if (bytes && bytes->size() <= most) {
      std::ranges::copy(*bytes, out);
      return bytes->size();
    }
    if (rest.operations.empty()) return 0;
    rest.operations.resize(rest.operations.size() / 2);
  }
}

}  // namespace

std::uint64_t SeededWords::next(void* words) {
  // SplitMix64, by Sebastiano Vigna; in the public domain.
  std::uint64_t& state = static_cast<SeededWords*>(words)->state_;
  std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

Plan mutated(const Plan& plan, Choices& choices, const Profile& profile) {
  return Editor(plan, choices, profile).edit();
}

Plan crossed(const Plan& plan, const Plan& other, Choices& choices) {
  Operations operations = plan.operations;
  if (!operations.empty())
    operations.resize(choices.below(static_cast<std::uint32_t>(operations.size())) + 1);
  const std::size_t offset = operations.size();
  for (Operation operation : other.operations) {
    if (operations.size() >= kMostOperationsMutated) break;
    if (operation.id_of) *operation.id_of += offset;
    if (operation.again) *operation.again += offset;
    operations.push_back(std::move(operation));
  }
  return Plan{std::move(operations)};
}

std::size_t mutate_plan_bytes(std::uint8_t* data, std::size_t size, std::size_t most,
                              std::uint64_t seed, const Profile& profile) {
  SeededWords words(seed);
  Choices choices(&SeededWords::next, &words);
  const bool known = size > 0 && data[0] == kPlanBytesVersion;
  if (known && size > 1 && LLVMFuzzerMutate != nullptr && choices.one_in(16))
    return 1 + LLVMFuzzerMutate(data + 1, size - 1, most - 1);
  return write(mutated(plan_from_bytes({data, size}), choices, profile), data, most);
}

std::size_t cross_plan_bytes(const std::uint8_t* data, std::size_t size, const std::uint8_t* other,
                             std::size_t other_size, std::uint8_t* out, std::size_t most,
                             std::uint64_t seed) {
  SeededWords words(seed);
  Choices choices(&SeededWords::next, &words);
  return write(
      crossed(plan_from_bytes({data, size}), plan_from_bytes({other, other_size}), choices), out,
      most);
}

}  // namespace assay
