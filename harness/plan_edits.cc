#include "harness/plan_edits.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "spec/text.h"

namespace assay {

namespace {

bool share_a_text(const Operation& a, const Operation& b) {
  const auto text = [](const Operation& operation, Field field) {
    if (field == Field::kId && takes_id(operation.call.method))
      return std::string_view(operation.call.id);
    return operation.call.token.text(field);
  };
  return std::ranges::any_of(kFields, [&](Field field) {
    return !text(a, field).empty() && text(a, field) == text(b, field);
  });
}

// The steps of `wanted` and all that they refer to.
Steps with_what_they_name(const Plan& plan, std::set<std::size_t> wanted) {
  for (auto at = wanted.rbegin(); at != wanted.rend(); ++at) {
    const Operation& operation = plan.operations[*at];
    if (operation.again) wanted.insert(*operation.again);
    if (operation.id_of) wanted.insert(*operation.id_of);
  }
  return {wanted.begin(), wanted.end()};
}

}  // namespace

Steps all_steps(const Plan& plan) {
  Steps steps(plan.operations.size());
  std::iota(steps.begin(), steps.end(), std::size_t{0});
  return steps;
}

Plan restricted(const Plan& plan, const Steps& kept) {
  constexpr std::size_t kGone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> now(plan.operations.size(), kGone);
  Plan out;
  for (std::size_t k : kept) {
    Operation operation = plan.operations[k];
    const auto follow = [&](std::optional<std::size_t>& step) {
      if (!step) return true;
      if (now[*step] == kGone) return false;
      step = now[*step];
      return true;
    };
    if (!follow(operation.again)) continue;
    if (!follow(operation.id_of)) {
      if (takes_id(operation.call.method)) continue;
      operation.id_of.reset();
    }
    now[k] = out.operations.size();
    out.operations.push_back(std::move(operation));
  }
  return out;
}

Plan without(const Plan& plan, std::size_t begin, std::size_t end) {
  Steps kept = all_steps(plan);
  kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(begin),
             kept.begin() + static_cast<std::ptrdiff_t>(end));
  return restricted(plan, kept);
}

std::vector<Steps> likely_causes(const Plan& plan) {
  std::vector<Steps> all;
  const std::size_t size = plan.operations.size();
  if (size == 0) return all;
  const std::size_t last = size - 1;
  Steps related;
  Steps others;
  for (std::size_t k = last; k-- > 0;) {
    others.push_back(k);
    if (share_a_text(plan.operations[k], plan.operations[last])) related.push_back(k);
  }
  const auto add = [&](const Steps& latest_first, std::size_t count) {
    std::set<std::size_t> wanted(latest_first.begin(),
                                 latest_first.begin() + static_cast<std::ptrdiff_t>(count));
    wanted.insert(last);
    Steps steps = with_what_they_name(plan, std::move(wanted));
    if (steps.size() < size && std::ranges::find(all, steps) == all.end())
      all.push_back(std::move(steps));
  };
  add({}, 0);
  for (const Steps* pool : {&related, &others})
    for (std::size_t count = 1; count < 2 * pool->size(); count *= 2)
      add(*pool, std::min(count, pool->size()));
  std::ranges::stable_sort(all, {}, &Steps::size);
  return all;
}

Plan with_saves_joined(const Plan& plan, std::size_t early, std::size_t late, std::size_t at) {
  Plan out = plan;
  const Operation& first = plan.operations[early];
  Operation joined = plan.operations[late];
  for (Field field : kFields)
    if (!joined.call.token[field]) joined.call.token[field] = first.call.token[field];
  if (!joined.id_of || *joined.id_of >= early) joined.id_of = first.id_of;
  if (joined.again && *joined.again >= early) joined.again = first.again;
  out.operations[at] = std::move(joined);
  const std::size_t other = at == early ? late : early;
  Steps kept;
  for (std::size_t k = 0; k < out.operations.size(); ++k) {
    Operation& operation = out.operations[k];
    if (operation.again == other) operation.again = at;
    if (operation.id_of == other) operation.id_of = at;
    const bool looks_ahead =
        (operation.again && *operation.again >= k) || (operation.id_of && *operation.id_of >= k);
    if (k != other && !looks_ahead) kept.push_back(k);
  }
  return restricted(out, kept);
}

std::map<std::string, Field> texts_of(const Plan& plan) {
  std::map<std::string, Field> texts;
  const auto note = [&](const std::string& text, Field field) {
    const auto [at, is_new] = texts.emplace(text, field);
    if (!is_new && field == Field::kExpiresIn) at->second = field;
  };
  for (const Operation& operation : plan.operations) {
    if (!operation.call.id.empty()) note(operation.call.id, Field::kId);
    for (Field field : kFields)
      if (operation.call.token.has(field)) note(*operation.call.token[field], field);
  }
  return texts;
}

Plan renamed(const Plan& plan, const std::map<std::string, std::string>& names) {
  const auto rename = [&](std::string& text) {
    const auto name = names.find(text);
    if (name != names.end()) text = name->second;
  };
  Plan out = plan;
  for (Operation& operation : out.operations) {
    if (!operation.call.id.empty()) rename(operation.call.id);
    for (Field field : kFields)
      if (operation.call.token.has(field)) rename(*operation.call.token[field]);
  }
  return out;
}

std::map<std::string, std::string> plain_names(const Plan& plan) {
  std::set<std::string> used;
  std::map<std::string, std::string> names;
  for (const auto& [text, field] : texts_of(plan))
    used.insert(names[text] = unused_text(used, field));
  return names;
}

std::map<std::string, std::string> names_for_odd_texts(const Plan& plan) {
  const auto texts = texts_of(plan);
  std::map<std::string, int> alike;
  for (const auto& [text, field] : texts) ++alike[folded(text)];
  const auto is_odd = [&](const std::string& text, Field field) {
    return text_class(text) != TextClass::kPlain || alike[folded(text)] > 1 ||
           (field == Field::kExpiresIn && !is_canonical_decimal(text));
  };
  std::set<std::string> used;
  for (const auto& [text, field] : texts)
    if (!is_odd(text, field)) used.insert({text, folded(text)});
  std::map<std::string, std::string> names;
  for (const auto& [text, field] : texts)
    if (is_odd(text, field)) used.insert(names[text] = unused_text(used, field));
  return names;
}

std::string unused_text(const std::set<std::string>& used, Field field) {
  const std::string letters =
      field == Field::kExpiresIn ? "123456789" : "abcdefghijklmnopqrstuvwxyz";
  for (char c : letters)
    if (!used.contains(std::string(1, c))) return std::string(1, c);
  const std::string stem = field == Field::kExpiresIn ? "1" : "x";
  for (std::size_t n = used.size();; ++n)
    if (!used.contains(stem + std::to_string(n))) return stem + std::to_string(n);
}

}  // namespace assay
