#include "harness/minimise.h"

#include <rapidcheck/Seq.h>
#include <rapidcheck/Shrinkable.h>
#include <rapidcheck/seq/Transform.h>
#include <rapidcheck/shrink/Shrink.h>
#include <rapidcheck/shrinkable/Create.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>

#include "spec/text.h"

namespace assay {

namespace {

using Steps = std::vector<std::size_t>;

Steps all_steps(const Plan& plan) {
  Steps steps(plan.operations.size());
  std::iota(steps.begin(), steps.end(), std::size_t{0});
  return steps;
}

// Texts are renamed through the whole plan, so that what was equal stays equal.
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

// The texts of a plan, each with one field in which it stands.
std::map<std::string, Field> texts_of(const Plan& plan) {
  std::map<std::string, Field> texts;
  for (const Operation& operation : plan.operations) {
    if (!operation.call.id.empty()) texts.emplace(operation.call.id, Field::kId);
    for (Field field : kFields)
      if (operation.call.token.has(field)) texts.emplace(*operation.call.token[field], field);
  }
  return texts;
}

// A plain text that the plan does not hold yet: one letter, or one digit for an expiry.
std::string unused_text(const std::set<std::string>& used, Field field) {
  const std::string letters =
      field == Field::kExpiresIn ? "123456789" : "abcdefghijklmnopqrstuvwxyz";
  for (char c : letters)
    if (!used.contains(std::string(1, c))) return std::string(1, c);
  return "x" + std::to_string(used.size());
}

class Minimiser {
 public:
  Minimiser(const Finding& finding, const Experiment& experiment, const MinimiseLimits& limits)
      : best_(finding), experiment_(experiment), limits_(limits) {}

  Finding run() {
    cut_after_finding();
    remove_chunks();
    do {
      changed_ = false;
      shorten_fill();
      remove_operations();
      remove_fields();
      simplify_references();
      simplify_texts();
    } while (changed_ && may_go_on());
    return blame_situation();
  }

 private:
  bool may_go_on() const { return spent_ < limits_.experiments && !limits_.out_of_time(); }

  // Takes the plan over if it still shows the bucket.
  bool try_plan(const Plan& plan) {
    if (!may_go_on() || plan.operations.empty()) return false;
    ++spent_;
    for (Finding& found : experiment_(plan)) {
      if (found.bucket != best_.bucket) continue;
      const std::size_t count = best_.count;
      best_ = std::move(found);
      best_.count = count;
      changed_ = true;
      return true;
    }
    return false;
  }

  void cut_after_finding() {
    Plan plan = best_.plan;
    if (best_.step + 1 >= plan.operations.size()) return;
    plan.operations.resize(best_.step + 1);
    try_plan(plan);
  }

  // RapidCheck's way with a sequence: chunks of half, a quarter, ... down to one.
  void remove_chunks() {
    const Plan whole = best_.plan;
    auto shrinkable = rc::shrinkable::shrinkRecur(
        all_steps(whole), [](const Steps& steps) { return rc::shrink::removeChunks(steps); });
    for (bool progress = true; progress;) {
      progress = false;
      auto shrinks = shrinkable.shrinks();
      while (auto next = shrinks.next()) {
        if (!may_go_on()) return;
        if (!try_plan(restricted(whole, next->value()))) continue;
        shrinkable = std::move(*next);
        progress = true;
        break;
      }
    }
  }

  void shorten_fill() {
    for (std::size_t k = 0; k < best_.plan.operations.size(); ++k) {
      for (;;) {
        Plan plan = best_.plan;
        std::size_t& count = plan.operations[k].call.count;
        if (count < 2) break;
        count /= 2;
        if (try_plan(plan)) continue;
        plan.operations[k].call.count = best_.plan.operations[k].call.count - 1;
        if (!try_plan(plan)) break;
      }
    }
  }

  void remove_operations() {
    for (std::size_t k = best_.plan.operations.size(); k-- > 0;) {
      if (k >= best_.plan.operations.size()) continue;
      Steps kept = all_steps(best_.plan);
      kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(k));
      try_plan(restricted(best_.plan, kept));
    }
  }

  void remove_fields() {
    for (std::size_t k = 0; k < best_.plan.operations.size(); ++k) {
      for (Field field : kFields) {
        if (k >= best_.plan.operations.size()) return;
        Plan plan = best_.plan;
        Operation& operation = plan.operations[k];
        const bool symbolic_id =
            field == Field::kId && operation.id_of && takes_token(operation.call.method);
        if (!operation.call.token[field].has_value() && !symbolic_id) continue;
        operation.call.token[field].reset();
        if (symbolic_id) operation.id_of.reset();
        try_plan(plan);
      }
    }
  }

  // A step that names another by its answer: would its own argument, any text, or a later step do?
  void simplify_references() {
    for (std::size_t k = 0; k < best_.plan.operations.size(); ++k) {
      if (best_.plan.operations[k].again) inline_token(k);
      if (k >= best_.plan.operations.size() || !best_.plan.operations[k].id_of) continue;
      if (takes_id(best_.plan.operations[k].call.method) && use_any_id(k)) continue;
      name_later_step(k);
    }
  }

  void inline_token(std::size_t k) {
    Plan plan = best_.plan;
    Operation& operation = plan.operations[k];
    const Operation& earlier = plan.operations[*operation.again];
    operation.call.token = earlier.call.token;
    operation.id_of = earlier.id_of;
    operation.again = earlier.again;
    try_plan(plan);
  }

  bool use_any_id(std::size_t k) {
    Plan plan = best_.plan;
    plan.operations[k].call.id = "x";
    plan.operations[k].id_of.reset();
    return try_plan(plan);
  }

  void name_later_step(std::size_t k) {
    for (std::size_t step = *best_.plan.operations[k].id_of + 1; step < k; ++step) {
      if (best_.plan.operations[step].call.method != Method::kSaveToken) continue;
      Plan plan = best_.plan;
      plan.operations[k].id_of = step;
      if (try_plan(plan)) return;
    }
  }

  // Each text becomes one letter; failing that, one character of its own, or the half of it.
  void simplify_texts() {
    for (const auto& [text, field] : texts_of(best_.plan)) {
      std::set<std::string> used;
      for (const auto& [other, ignored] : texts_of(best_.plan)) used.insert(other);
      const bool is_simple = text.size() == 1 || !used.contains(text);
      if (is_simple || try_plan(renamed(best_.plan, {{text, unused_text(used, field)}}))) continue;
      std::string rest = text;
      for (std::size_t size = rest.size() / 2; size > 0; size /= 2) {
        const std::string shorter = rest.substr(0, size);
        if (used.contains(shorter) || !is_valid_utf8(shorter)) continue;
        if (!try_plan(renamed(best_.plan, {{rest, shorter}}))) break;
        rest = shorter;
      }
      if (rest.size() > 40) continue;
      for (char c : rest) {
        const std::string one(1, c);
        if (rest.size() == 1 || used.contains(one) || !is_valid_utf8(one)) continue;
        if (try_plan(renamed(best_.plan, {{rest, one}}))) break;
      }
    }
  }

  // Blamed on a value: does it show with plain texts alike? Then it is not the value's.
  Finding blame_situation() {
    const std::string_view rule = best_.bucket.rule.id();
    if (!rule.starts_with("TS-VAL-")) return best_;
    std::set<std::string> used;
    std::map<std::string, std::string> names;
    for (const auto& [text, field] : texts_of(best_.plan)) {
      names[text] = unused_text(used, field);
      used.insert(names[text]);
    }
    for (Finding& found : experiment_(renamed(best_.plan, names))) {
      const bool same_event = found.bucket.method == best_.bucket.method &&
                              found.bucket.divergence == best_.bucket.divergence;
      if (!same_event) continue;
      found.count = best_.count;
      return std::move(found);
    }
    return best_;
  }

  Finding best_;
  const Experiment& experiment_;
  const MinimiseLimits& limits_;
  std::size_t spent_ = 0;
  bool changed_ = false;
};

}  // namespace

Plan restricted(const Plan& plan, const std::vector<std::size_t>& kept) {
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

Finding minimise(const Finding& finding, const Experiment& experiment,
                 const MinimiseLimits& limits) {
  return Minimiser(finding, experiment, limits).run();
}

}  // namespace assay
