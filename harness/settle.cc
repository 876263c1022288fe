#include "harness/settle.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "harness/plan_edits.h"
#include "spec/text.h"

namespace assay {

using literals::operator""_rule;

namespace {

template <std::size_t N>
bool is_one_of(Tag rule, const std::array<Tag, N>& rules) {
  return std::ranges::find(rules, rule) != rules.end();
}

constexpr std::size_t kMostUnfolded = 8;  // saves of a fill

// The rules that are blamed for what a text is. [TS-VAL-05 is blamed for one that is not there.]
bool blames_a_value(Tag rule) {
  constexpr std::array kRules = {"TS-VAL-01"_rule, "TS-VAL-02"_rule, "TS-VAL-03"_rule,
                                 "TS-VAL-04"_rule, "TS-VAL-06"_rule, "TS-VAL-07"_rule,
                                 "TS-ID-03"_rule,  "TS-USER-04"_rule};
  return is_one_of(rule, kRules);
}

class Settlement {
 public:
  Settlement(const Finding& finding, const Experiment& experiment)
      : best_(finding), experiment_(experiment) {}

  Finding run() {
    unfold_the_fill();
    make_texts_plain();
    give_new_texts();
    leave_the_id_out();
    leave_empty_fields_out();
    write_one_field_more();
    name_by_refresh_token();
    return std::move(best_);
  }

 private:
  Tag rule() const { return best_.bucket.rule; }
  const Operation& failing() const { return best_.plan.operations[best_.step]; }

  // Takes over the first of what is found in `plan` that is wanted.
  template <typename Wanted>
  bool take_if(const Plan& plan, const Wanted& wanted) {
    for (Finding& found : experiment_(plan)) {
      if (!wanted(found)) continue;
      found.count = best_.count;
      best_ = std::move(found);
      return true;
    }
    return false;
  }

  bool still_diverges(const Plan& plan) { return diverges(plan, best_.bucket.divergence); }

  // At the same step, and so.
  bool diverges(const Plan& plan, Divergence divergence) {
    return take_if(plan, [&](const Finding& found) {
      return found.step == best_.step && found.bucket.method == best_.bucket.method &&
             found.bucket.divergence == divergence;
    });
  }

  // The plan with the token of the failing step spelled out, where it is an earlier one again.
  Plan spelled_out() const {
    Plan plan = best_.plan;
    Operation& operation = plan.operations[best_.step];
    if (!operation.again) return plan;
    operation.id_of = operation.again;
    while (operation.again) {
      const Operation& earlier = plan.operations[*operation.again];
      operation.call.token = earlier.call.token;
      operation.again = earlier.again;
    }
    return plan;
  }

  // A refused save that is blamed on who the user is like, on records of the same credentials, or
  // on nothing in particular: is a token of new texts refused as well? Failing that, each by
  // itself.
  void give_new_texts() {
    constexpr std::array kRules = {"TS-USER-04"_rule, "TS-DEL-04"_rule, "TS-SAVE-06"_rule,
                                   "TS-OUT-01"_rule};
    if (best_.bucket.method != Method::kSaveToken ||
        best_.bucket.divergence != Divergence::kRefused || !is_one_of(rule(), kRules))
      return;
    std::vector<Field> present;
    for (Field field : kFields)
      if (field == Field::kId
              ? failing().id_of || failing().again || failing().call.token.has(field)
              : spelled_out().operations[best_.step].call.token.has(field))
        present.push_back(field);
    if (still_diverges(with_new_texts(present))) return;
    for (Field field : present) still_diverges(with_new_texts({field}));
  }

  // The failing step's token with texts in these fields that stand nowhere else, and without an id.
  Plan with_new_texts(const std::vector<Field>& fields) const {
    Plan plan = spelled_out();
    Operation& operation = plan.operations[best_.step];
    std::set<std::string> used;
    for (const auto& [text, field] : texts_of(plan)) used.insert(text);
    for (Field field : fields) {
      if (field == Field::kId) {
        operation.id_of.reset();
        operation.call.token[field].reset();
      } else {
        used.insert(operation.call.token[field].emplace(unused_text(used, field)));
      }
    }
    return plan;
  }

  // Another user's record is hit, and the token carries its id: is it hit without?
  void leave_the_id_out() {
    if (rule() != "TS-USER-03"_rule) return;
    Plan plan = spelled_out();
    Operation& operation = plan.operations[best_.step];
    operation.id_of.reset();
    operation.call.token[Field::kId].reset();
    still_diverges(plan);
  }

  // A fill is looked at only at its end. Is one of its first saves wrong already?
  void unfold_the_fill() {
    if (best_.bucket.method != Method::kFill) return;
    const std::size_t count = std::min(failing().call.count, kMostUnfolded);
    Plan plan = best_.plan;
    plan.operations.resize(best_.step);
    for (std::size_t k = 0; k < count; ++k)
      plan.operations.emplace_back().call = {Method::kSaveToken, fill_token(k), "", 0};
    take_if(plan, [&](const Finding& found) {
      return found.step >= best_.step && found.bucket.rule.rule().level == Level::kMust;
    });
  }

  // An empty field is blamed: is it as wrong where the field is absent?
  void leave_empty_fields_out() {
    constexpr std::array kRules = {"TS-FIND-07"_rule, "TS-SAVE-15"_rule};
    if (!is_one_of(rule(), kRules)) return;
    Plan plan = spelled_out();
    Token& token = plan.operations[best_.step].call.token;
    for (Field field : kFields)
      if (!token.has(field)) token[field].reset();
    still_diverges(plan);
  }

  // A save changed nothing: did it write nothing, or is the one new field not written?
  void write_one_field_more() {
    if (rule() != "TS-SAVE-14"_rule || best_.bucket.method != Method::kSaveToken) return;
    const Plan plan = spelled_out();
    for (Field field : {Field::kRedirectUrl, Field::kApiDomain})
      if (!plan.operations[best_.step].call.token.has(field)) {
        diverges(with_new_texts({field}), Divergence::kFieldKept);
        return;
      }
  }

  // The client selector names by refresh token before it names by grant token.
  void name_by_refresh_token() {
    if (rule() != "TS-SAVE-05"_rule) return;
    Plan plan = best_.plan;
    for (Operation& operation : plan.operations) {
      Token& token = operation.call.token;
      if (token[Field::kRefreshToken]) return;
      std::swap(token[Field::kRefreshToken], token[Field::kGrantToken]);
    }
    still_diverges(plan);
  }

  // All odd texts at once; failing that, those of other steps, then each of the failing step's.
  void make_texts_plain() {
    if (!blames_a_value(rule()) || still_diverges(plain(names_for_odd_texts(best_.plan)))) return;
    const auto own = texts_of(Plan{{failing()}});
    auto others = names_for_odd_texts(best_.plan);
    std::erase_if(others, [&](const auto& name) { return own.contains(name.first); });
    if (!others.empty()) still_diverges(plain(others));
    for (const auto& [text, field] : own) {
      const auto names = names_for_odd_texts(best_.plan);
      const auto name = names.find(text);
      if (name != names.end()) still_diverges(plain({*name}));
    }
    cut_long_texts();
  }

  Plan plain(const std::map<std::string, std::string>& names) const {
    return renamed(best_.plan, names);
  }

  // Too long, or wrong already in a short text of the same characters?
  void cut_long_texts() {
    if (rule() != "TS-VAL-02"_rule) return;
    std::map<std::string, std::string> names;
    std::set<std::string> used;
    const auto texts = texts_of(best_.plan);
    for (const auto& [text, field] : texts) used.insert(text);
    for (const auto& [text, field] : texts) {
      if (text_class(text) != TextClass::kLong) continue;
      std::string head = text.substr(0, 8);
      while (!head.empty() && !is_valid_utf8(head)) head.pop_back();
      if (!head.empty() && used.insert(head).second) names[text] = std::move(head);
    }
    if (!names.empty()) still_diverges(plain(names));
  }

  Finding best_;
  const Experiment& experiment_;
};

}  // namespace

Finding settle_blame(const Finding& finding, const Experiment& experiment) {
  if (finding.step >= finding.plan.operations.size()) return finding;
  return Settlement(finding, experiment).run();
}

}  // namespace assay
