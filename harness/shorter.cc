#include "harness/shorter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include "harness/plan_edits.h"

namespace assay {

namespace {

bool is_save(const Operation& operation) { return operation.call.method == Method::kSaveToken; }

// Ids that a store may come upon by itself, the last before a digit more, and a word.
constexpr std::array kShortIds = {"1", "2", "9", "x"};

// Numbers of records past which counters of one digit, and of one byte, are wrong.
constexpr std::size_t kPastTen = 12;
constexpr std::size_t kPastAByte = 300;

// Parts with the last step, and joined saves, the longest first.
std::vector<Plan> parts(const Plan& plan) {
  std::vector<Plan> all;
  const std::size_t last = plan.operations.size() - 1;
  const auto keep = [&](Plan part) {
    const std::size_t size = part.operations.size();
    if (size > 0 && size <= last) all.push_back(std::move(part));
  };
  for (std::size_t bits = 0; bits + 1 < (std::size_t{1} << last); ++bits) {
    Steps kept;
    for (std::size_t k = 0; k < last; ++k)
      if ((bits >> k & 1U) != 0) kept.push_back(k);
    kept.push_back(last);
    keep(restricted(plan, kept));
  }
  for (std::size_t late = 1; late <= last; ++late)
    for (std::size_t early = 0; early < late; ++early) {
      if (!is_save(plan.operations[early]) || !is_save(plan.operations[late])) continue;
      keep(with_saves_joined(plan, early, late, late));
      if (late < last) keep(with_saves_joined(plan, early, late, early));
    }
  std::ranges::stable_sort(all, std::ranges::greater(),
                           [](const Plan& part) { return part.operations.size(); });
  return all;
}

// What may stand in place of step k.
std::vector<Operation> variants(const Plan& plan, std::size_t k, const std::string& new_user) {
  std::vector<Operation> all;
  const Operation& operation = plan.operations[k];
  const bool by_token = takes_token(operation.call.method);
  const auto add_with_id = [&](const std::string& id) {
    Operation other = operation;
    other.id_of.reset();
    if (by_token)
      other.call.token[Field::kId] = id;
    else
      other.call.id = id;
    all.push_back(std::move(other));
  };
  if (!by_token && !takes_id(operation.call.method)) return all;
  for (const char* id : kShortIds) add_with_id(id);
  for (std::size_t step = 0; step < k; ++step) {
    if (!is_save(plan.operations[step])) continue;
    add_with_id("");
    all.back().id_of = step;
  }
  if (!by_token) return all;
  if (operation.id_of || operation.call.token[Field::kId]) {
    add_with_id("");
    all.back().call.token[Field::kId].reset();
  }
  if (is_save(operation) && !operation.again) {
    all.push_back(operation);
    all.back().call.token[Field::kUserName] = new_user;
  }
  return all;
}

// Equal keys: equal plans.
std::string key_of(const Plan& plan) {
  std::string key;
  for (const Operation& operation : plan.operations) {
    key += std::string(name_of(operation.call.method)) + '\1' + operation.call.id;
    for (Field field : kFields) {
      const auto& text = operation.call.token[field];
      key += text ? '\2' + *text : "\3";
    }
    key += operation.id_of ? std::to_string(*operation.id_of) : "-";
    key += operation.again ? std::to_string(*operation.again) : "-";
    key += std::to_string(operation.call.count);
  }
  return key;
}

}  // namespace

std::vector<Plan> shorter_plans(const Plan& plan) {
  std::vector<Plan> ones;
  std::vector<Plan> twos;
  const std::size_t size = plan.operations.size();
  if (size < 2) return ones;
  std::set<std::string> texts;
  for (const auto& [text, field] : texts_of(plan)) texts.insert(text);
  const std::string new_user = unused_text(texts, Field::kUserName);
  std::set<std::string> seen;
  const auto add = [&](std::vector<Plan>& to, const Plan& candidate) {
    if (seen.insert(key_of(candidate)).second) to.push_back(candidate);
  };
  const std::vector<Plan> all_parts =
      size > kMostSteps ? std::vector{restricted(plan, {0, size - 1})} : parts(plan);
  for (const Plan& part : all_parts) add(ones, part);
  for (const Plan& part : all_parts)
    for (std::size_t a = 0; a < part.operations.size(); ++a)
      for (const Operation& first : variants(part, a, new_user)) {
        Plan one = part;
        one.operations[a] = first;
        add(ones, one);
      }
  for (const Plan& part : all_parts)
    for (std::size_t a = 0; a < part.operations.size(); ++a)
      for (const Operation& first : variants(part, a, new_user))
        for (std::size_t b = a + 1; b < part.operations.size(); ++b)
          for (const Operation& second : variants(part, b, new_user)) {
            Plan two = part;
            two.operations[a] = first;
            two.operations[b] = second;
            add(twos, two);
          }
  ones.insert(ones.end(), std::make_move_iterator(twos.begin()),
              std::make_move_iterator(twos.end()));
  return ones;
}

std::vector<Plan> filled_plans(const Plan& plan) {
  std::size_t writers = 0;
  std::size_t saves = 0;  // those of fills counted in
  for (const Operation& operation : plan.operations) {
    const bool fills = operation.call.method == Method::kFill;
    if (!fills && !is_save(operation)) continue;
    ++writers;
    saves += fills ? operation.call.count : 1;
  }
  if (writers < 3) return {};
  Operation fill;
  fill.call.method = Method::kFill;
  Operation last = plan.operations.back();
  last.again.reset();
  if (last.id_of) last.id_of = 0;
  std::vector<Plan> plans;
  for (const std::size_t count : {saves - 1, plan.operations.size() + 1, kPastTen, kPastAByte}) {
    fill.call.count = count;
    plans.push_back({{fill}});
    plans.push_back({{fill, last}});
  }
  return plans;
}

}  // namespace assay
