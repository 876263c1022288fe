#include "harness/minimise.h"

#include <rapidcheck/Seq.h>
#include <rapidcheck/seq/Transform.h>
#include <rapidcheck/shrink/Shrink.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "harness/plan_edits.h"
#include "harness/shorter.h"
#include "spec/text.h"

namespace assay {

namespace {

// Plans so short that every run of steps, and every pair of them, can be tried.
constexpr std::size_t kShort = 8;

// The most experiments on one search for a shorter plan.
constexpr std::size_t kMostShorter = 300;

// A present field of a step: what can be left out of its token.
struct Item {
  std::size_t step = 0;
  Field field = Field::kId;
};

std::vector<Item> items_of(const Plan& plan) {
  std::vector<Item> items;
  for (std::size_t k = 0; k < plan.operations.size(); ++k) {
    const Operation& operation = plan.operations[k];
    if (!takes_token(operation.call.method)) continue;
    for (Field field : kFields)
      if (operation.call.token[field] || (field == Field::kId && operation.id_of))
        items.push_back({k, field});
  }
  return items;
}

class Minimiser {
 public:
  Minimiser(const Finding& finding, const Experiment& experiment, const MinimiseLimits& limits)
      : best_(finding),
        experiment_([&experiment, this](const Plan& plan) {
          ++spent_;
          return experiment(plan);
        }),
        limits_(limits) {}

  Minimised run() {
    best_ = settle_blame(best_, experiment_);
    keep_likely_causes();
    remove_chunks();
    do {
      shrink();
    } while (may_go_on() && find_shorter());
    return {settle_blame(best_, experiment_), spent_};
  }

 private:
  // Until no single thing can go.
  void shrink() {
    do {
      changed_ = false;
      shorten_fills();
      remove_runs();
      remove_pairs();
      join_saves();
      make_all_plain();
      remove_fields();
      simplify_references();
      simplify_texts();
    } while (changed_ && may_go_on());
  }

  // Where no part of the plan shows the finding, one with a step less may, put otherwise.
  bool find_shorter() {
    const std::size_t spent = spent_;
    for (const Plan& plan : filled_plans(best_.plan))
      if (try_plan(plan)) return true;
    for (const Plan& plan : shorter_plans(best_.plan)) {
      if (spent_ - spent >= kMostShorter) return false;
      if (try_plan(plan)) return true;
    }
    return false;
  }

  std::size_t size() const { return best_.plan.operations.size(); }

  // Some experiments are kept for the blame.
  bool may_go_on() const {
    return spent_ + limits_.experiments / 20 < limits_.experiments && !limits_.out_of_time();
  }

  // Takes the plan over if it still shows the bucket, up to the step that does.
  bool try_plan(const Plan& plan) {
    if (!may_go_on() || plan.operations.empty()) return false;
    for (Finding& found : experiment_(plan)) {
      if (found.bucket != best_.bucket) continue;
      const std::size_t count = best_.count;
      best_ = std::move(found);
      best_.count = count;
      cut_after_finding();
      changed_ = true;
      return true;
    }
    return false;
  }

  void cut_after_finding() {
    if (best_.step < size()) best_.plan.operations.resize(best_.step + 1);
  }

  // Most findings need the last step and one or two before it.
  void keep_likely_causes() {
    cut_after_finding();
    const Plan whole = best_.plan;
    for (const Steps& steps : likely_causes(whole))
      if (try_plan(restricted(whole, steps))) return;
  }

  // Tries to cut the things from `begin` to `end`, in chunks of a half, a quarter, down to one;
  // each size once, so that their number stays linear. `count` tells how many there are now.
  template <typename Count, typename Cut>
  void sweep(const Count& count, const Cut& cut) {
    for (std::size_t chunk = (count() + 1) / 2; chunk > 0; chunk /= 2)
      for (std::size_t end = count(); end > 0 && may_go_on();) {
        const std::size_t begin = end > chunk ? end - chunk : 0;
        cut(begin, end);
        end = std::min(begin, count());
      }
  }

  // The last step shows the finding: it stays.
  void remove_chunks() {
    sweep([this] { return size() - 1; },
          [this](std::size_t begin, std::size_t end) {
            return try_plan(without(best_.plan, begin, end));
          });
  }

  // RapidCheck's way with a sequence: every run of steps, the longest first. It slides by one and
  // takes a square of the length, so only where little is left.
  void remove_runs() {
    if (size() > kShort) return remove_chunks();
    for (bool progress = true; progress && may_go_on();) {
      progress = false;
      const Plan plan = best_.plan;
      auto shorter = rc::shrink::removeChunks(all_steps(plan));
      while (const auto kept = shorter.next()) {
        if (!kept->empty() && kept->back() + 1 != plan.operations.size()) continue;
        progress = try_plan(restricted(plan, *kept));
        if (progress) break;
      }
    }
  }

  // A save and the delete of what it made may be apart.
  void remove_pairs() {
    for (std::size_t a = 0; a + 2 < size() && size() <= kShort; ++a)
      for (std::size_t b = a + 2; b + 1 < size(); ++b) {
        Steps kept = all_steps(best_.plan);
        std::erase_if(kept, [&](std::size_t k) { return k == a || k == b; });
        if (try_plan(restricted(best_.plan, kept))) b = a + 1;
      }
  }

  // Two saves may do what one does.
  void join_saves() {
    const auto is_save = [this](std::size_t k) {
      return best_.plan.operations[k].call.method == Method::kSaveToken;
    };
    for (std::size_t early = 0; early < size() && size() <= kShort; ++early)
      for (std::size_t late = early + 1; late < size(); ++late)
        for (std::size_t at : {early, late}) {
          if (late >= size() || !is_save(early) || !is_save(late)) break;
          if (!try_plan(with_saves_joined(best_.plan, early, late, at))) continue;
          late = early;
          break;
        }
  }

  void shorten_fills() {
    for (std::size_t k = 0; k < size(); ++k)
      if (best_.plan.operations[k].call.method == Method::kFill) shorten_fill(k);
  }

  void shorten_fill(std::size_t k) {
    const auto try_count = [&](std::size_t count) {
      Plan plan = best_.plan;
      plan.operations[k].call.count = count;
      return try_plan(plan);
    };
    const std::size_t most = best_.plan.operations[k].call.count;
    // Between what is too few and what is enough.
    std::size_t too_few = 0;
    for (std::size_t enough = most; enough - too_few > 1 && may_go_on();) {
      const std::size_t middle = too_few + (enough - too_few) / 2;
      if (try_count(middle)) {
        if (k >= size()) return;
        enough = middle;
      } else {
        too_few = middle;
      }
    }
    if (best_.plan.operations[k].call.count != 1) return;
    Plan plan = best_.plan;
    plan.operations[k].call = {Method::kSaveToken, fill_token(0), "", 0};
    try_plan(plan);
  }

  void remove_fields() {
    sweep([this] { return items_of(best_.plan).size(); },
          [this](std::size_t begin, std::size_t end) {
            const std::vector<Item> items = items_of(best_.plan);
            Plan plan = best_.plan;
            for (std::size_t i = begin; i < end; ++i) {
              Operation& operation = plan.operations[items[i].step];
              operation.call.token[items[i].field].reset();
              if (items[i].field == Field::kId) operation.id_of.reset();
            }
            return try_plan(plan);
          });
  }

  // A step that names another by its answer: would its own argument, any text, or a later step do?
  // And one that names a record by its number: would the step do that made it?
  void simplify_references() {
    for (std::size_t k = 0; k < size(); ++k) {
      if (best_.plan.operations[k].again) inline_token(k);
      if (k >= size()) return;
      if (best_.plan.operations[k].id_of) {
        if (!use_any_id(k)) name_later_step(k);
      } else {
        name_maker(k);
      }
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

  static void set_id(Operation& operation, std::string id) {
    operation.id_of.reset();
    if (takes_id(operation.call.method))
      operation.call.id = std::move(id);
    else
      operation.call.token[Field::kId] = std::move(id);
  }

  bool use_any_id(std::size_t k) {
    Plan plan = best_.plan;
    set_id(plan.operations[k], "x");
    return try_plan(plan);
  }

  bool name_step(std::size_t k, std::size_t step) {
    if (best_.plan.operations[step].call.method != Method::kSaveToken) return false;
    Plan plan = best_.plan;
    set_id(plan.operations[k], "");
    plan.operations[k].id_of = step;
    return try_plan(plan);
  }

  void name_later_step(std::size_t k) {
    for (std::size_t step = *best_.plan.operations[k].id_of + 1; step < k; ++step)
      if (name_step(k, step)) return;
  }

  void name_maker(std::size_t k) {
    const Call& call = best_.plan.operations[k].call;
    const std::string_view id = takes_id(call.method) ? call.id : call.token.text(Field::kId);
    if (id.empty() || !std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; })) return;
    for (std::size_t step = 0; step < k && step < size(); ++step)
      if (name_step(k, step)) return;
  }

  void make_all_plain() {
    const auto names = plain_names(best_.plan);
    if (std::ranges::any_of(names, [](const auto& name) { return name.first != name.second; }))
      try_plan(renamed(best_.plan, names));
  }

  // Each text becomes one letter; failing that, the half of it, or one character of its own.
  void simplify_texts() {
    for (const auto& [text, field] : texts_of(best_.plan)) {
      std::set<std::string> used;
      for (const auto& [other, ignored] : texts_of(best_.plan)) used.insert(other);
      const bool is_simple = !used.contains(text) || (text.size() == 1 && std::isalnum(text[0]));
      if (is_simple || try_plan(renamed(best_.plan, {{text, unused_text(used, field)}}))) continue;
      shorten_text(text, used);
    }
  }

  void shorten_text(std::string text, const std::set<std::string>& used) {
    for (std::size_t size = text.size() / 2; size > 0; size /= 2) {
      const std::string shorter = text.substr(0, size);
      if (used.contains(shorter) || !is_valid_utf8(shorter)) continue;
      if (!try_plan(renamed(best_.plan, {{text, shorter}}))) break;
      text = shorter;
    }
    constexpr std::size_t kMost = 40;
    if (text.size() > kMost || text.size() == 1) return;
    std::set<std::string> tried = used;
    for (char c : text) {
      const std::string one(1, c);
      if (!is_valid_utf8(one) || !tried.insert(one).second) continue;
      if (try_plan(renamed(best_.plan, {{text, one}}))) return;
    }
  }

  Finding best_;
  Experiment experiment_;
  const MinimiseLimits& limits_;
  std::size_t spent_ = 0;
  bool changed_ = false;
};

}  // namespace

Minimised minimise(const Finding& finding, const Experiment& experiment,
                   const MinimiseLimits& limits) {
  return Minimiser(finding, experiment, limits).run();
}

}  // namespace assay
