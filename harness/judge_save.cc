#include <algorithm>
#include <array>
#include <utility>

#include "harness/judge.h"
#include "spec/text.h"

namespace assay {

using literals::operator""_rule;

namespace {

bool tagged(const std::vector<Allowed>& allowed, Tag tag) {
  return std::ranges::any_of(allowed, [&](const Allowed& a) { return a.tags.test(tag.index); });
}

// The rule of the situation that a save is in, by what is allowed there.
Tag situation_rule(const std::vector<Allowed>& allowed) {
  constexpr std::array kOrder = {"TS-SAVE-10"_rule, "TS-SAVE-06"_rule, "TS-SAVE-02"_rule,
                                 "TS-SAVE-03"_rule, "TS-SAVE-04"_rule, "TS-SAVE-05"_rule,
                                 "TS-SAVE-01"_rule};
  for (Tag tag : kOrder)
    if (tagged(allowed, tag)) return tag;
  return "TS-SAVE-16"_rule;  // only latitude: whatever else it did, it touched what it must not
}

// A save judged by its difference. Each member function looks at one thing.
class SaveJudge {
 public:
  explicit SaveJudge(const Scene& scene)
      : scene_(scene),
        token_(scene.event.call.token),
        before_(scene.before.records),
        after_(scene.after),
        diff_(scene.difference) {}

  Judgment judge() {
    Judgment judgment;
    judgment.fault = first_broken(judgment.taken);
    return judgment;
  }

 private:
  using Verdict = std::optional<Fault>;

  Verdict first_broken(Taken& taken) {
    if (!diff_.none()) {
      if (Verdict fault = new_duplicates()) return fault;
      if (Verdict fault = another_users_record()) return fault;
    }
    if (scene_.event.outcome.ending == Ending::kRefused) return judge_refusal(taken);
    if (diff_.none()) return judge_no_change(taken);
    if (Verdict fault = changed_id()) return fault;
    if (tagged(scene_.allowed, "TS-SAVE-09"_rule)) return Fault{"TS-SAVE-09"_rule, shape()};
    if (!diff_.removed.empty()) return Fault{"TS-SAVE-16"_rule, Divergence::kRecordLost};
    if (diff_.added.size() + diff_.changed.size() > 1) return Fault{"TS-SAVE-16"_rule, shape()};
    return diff_.added.empty() ? judge_change(taken) : judge_insert(taken);
  }

  // The kind of a difference that is wrong as a whole.
  Divergence shape() const {
    if (!diff_.removed.empty()) return Divergence::kRecordLost;
    return diff_.added.empty() ? Divergence::kWrongRecord : Divergence::kInserted;
  }

  Verdict new_duplicates() const {
    if (diff_.added.empty() && diff_.changed.empty()) return {};
    constexpr std::array<std::pair<Field, Tag>, 2> kUnique = {
        {{Field::kId, "TS-DUP-01"_rule}, {Field::kUserName, "TS-DUP-02"_rule}}};
    for (const auto& [field, rule] : kUnique) {
      if (!touched_share(field)) continue;
      const auto now = repeated_texts(after_, field);
      const auto then = repeated_texts(before_, field);
      if (!std::ranges::includes(then, now)) return Fault{rule, Divergence::kDuplicate};
    }
    return {};
  }

  // True iff a record that the save touched has its text in common with another one.
  bool touched_share(Field field) const {
    const auto shares = [&](std::size_t a) {
      return after_[a].has(field) && std::ranges::count_if(after_, [&](const Token& record) {
                                       return after_[a].agrees(record, field);
                                     }) > 1;
    };
    return std::ranges::any_of(diff_.added, shares) ||
           std::ranges::any_of(diff_.changed, [&](auto pair) { return shares(pair.second); });
  }

  Verdict another_users_record() const {
    const auto blame = [&](const Token& record) {
      return token_.agrees(record, Field::kId) ? "TS-USER-03"_rule : "TS-USER-01"_rule;
    };
    for (std::size_t b : diff_.removed)
      if (another_users(token_, before_[b]))
        return Fault{blame(before_[b]), Divergence::kRecordLost};
    for (const auto& [b, a] : diff_.changed)
      if (another_users(token_, before_[b]))
        return Fault{blame(before_[b]), Divergence::kWrongRecord};
    return {};
  }

  Verdict judge_refusal(Taken& taken) const {
    if (!diff_.none()) return Fault{"TS-SAVE-11"_rule, Divergence::kRecordsChanged};
    if (allows(scene_.allowed, Effect::kRefused)) return take(taken, Effect::kRefused, 0, {});
    if (look_alike_user_stored()) return Fault{"TS-USER-04"_rule, Divergence::kRefused};
    if (const auto rule = value_rule(token_)) return Fault{*rule, Divergence::kRefused};
    if (tagged(scene_.allowed, "TS-SAVE-09"_rule))
      return Fault{"TS-SAVE-09"_rule, Divergence::kRefused};
    if (scene_.before.deleted_users.contains(token_.text(Field::kUserName)))
      return Fault{"TS-DEL-04"_rule, Divergence::kRefused};
    const Tag rule = situation_rule(scene_.allowed);
    return Fault{rule == "TS-SAVE-16"_rule ? "TS-OUT-01"_rule : rule, Divergence::kRefused};
  }

  bool look_alike_user_stored() const {
    return token_.has(Field::kUserName) && std::ranges::any_of(before_, [&](const Token& record) {
             return look_alike(token_.text(Field::kUserName), record.text(Field::kUserName));
           });
  }

  // Returned, and no record differs: right where an update wrote what was there.
  Verdict judge_no_change(Taken& taken) const {
    for (const Allowed& allowed : scene_.allowed) {
      if (allowed.effect != Effect::kUpdated) continue;
      const Token& record = before_[allowed.record];
      if (field_fault(record, record, allowed)) continue;
      for (std::size_t a = 0; a < after_.size(); ++a)
        if (after_[a] == record) take(taken, Effect::kUpdated, allowed.record, {a});
    }
    if (taken.effect) return {};
    if (const auto rule = value_rule(token_)) return Fault{*rule, Divergence::kNoEffect};
    return Fault{"TS-SAVE-14"_rule, Divergence::kNoEffect};
  }

  // One record gone and one come: the record that was to be updated has a new id. Where an insert
  // is allowed too, the new record may as well be one, and the old one lost.
  Verdict changed_id() const {
    if (diff_.removed.size() != 1 || diff_.added.size() != 1) return {};
    const Token& gone = before_[diff_.removed.front()];
    const Token& come = after_[diff_.added.front()];
    const bool was_to_be_updated = std::ranges::any_of(scene_.allowed, [&](const Allowed& allowed) {
      return allowed.effect == Effect::kUpdated && allowed.record == diff_.removed.front();
    });
    const bool is_given_id = token_.agrees(come, Field::kId);
    const bool carries_on = std::ranges::any_of(kFields, [&](Field field) {
      return field != Field::kId && !token_.has(field) && gone.agrees(come, field);
    });
    if (!was_to_be_updated) return {};
    if (allows(scene_.allowed, Effect::kInserted) && !is_given_id && !carries_on) return {};
    return Fault{"TS-SAVE-08"_rule, Divergence::kWrongId};
  }

  // Exactly one record changed, and nothing else.
  Verdict judge_change(Taken& taken) const {
    const auto [b, a] = diff_.changed.front();
    Verdict fault;
    for (const Allowed& allowed : scene_.allowed) {
      if (allowed.effect != Effect::kUpdated || allowed.record != b) continue;
      fault = field_fault(before_[b], after_[a], allowed);
      if (!fault) return take(taken, Effect::kUpdated, b, {a});
    }
    if (!fault) return Fault{wrong_record_rule(before_[b]), Divergence::kWrongRecord};
    return fault;
  }

  // The most telling rule for a save that changed a record that it must not.
  Tag wrong_record_rule(const Token& record) const {
    const bool empty_user = token_[Field::kUserName].has_value() && !token_.has(Field::kUserName) &&
                            !record.has(Field::kUserName);
    const bool shares_a_credential = std::ranges::any_of(
        kCredentials, [&](Field field) { return token_.agrees(record, field); });
    const auto alike = std::ranges::find_if(kFields, [&](Field field) {
      return token_.has(field) && field != Field::kExpiresIn &&
             look_alike(token_.text(field), record.text(field));
    });
    const bool any_alike = alike != kFields.end();
    if (empty_user && !shares_a_credential && !any_alike) return "TS-SAVE-15"_rule;
    if (tagged(scene_.allowed, "TS-SAVE-06"_rule) && other_client(token_, record))
      return "TS-SAVE-06"_rule;
    if (any_alike) return *alike == Field::kId ? "TS-ID-03"_rule : "TS-VAL-06"_rule;
    return value_rule(token_).value_or(situation_rule(scene_.allowed));
  }

  // What is wrong with a record after an update, field by field.
  Verdict field_fault(const Token& was, const Token& is, const Allowed& allowed) const {
    for (Field field : kFields) {
      if (field == Field::kId) continue;
      const std::string_view old_text = was.text(field);
      const std::string_view new_text = is.text(field);
      if (token_.has(field)) {
        if (new_text != token_.text(field)) return given_text_fault(field, old_text, new_text);
      } else if (new_text != old_text && !(new_text.empty() && allowed.may_clear.contains(field))) {
        if (old_text.empty()) return Fault{"TS-VAL-05"_rule, Divergence::kFieldAltered};
        return Fault{"TS-SAVE-07"_rule,
                     new_text.empty() ? Divergence::kFieldLost : Divergence::kFieldAltered};
      }
    }
    return {};
  }

  // A present field reads otherwise than it was given.
  Fault given_text_fault(Field field, std::string_view old_text, std::string_view new_text) const {
    const std::string_view given = token_.text(field);
    const bool cut = !new_text.empty() && given.starts_with(new_text) && given.size() > 100;
    if (cut) return {"TS-VAL-02"_rule, Divergence::kFieldAltered};
    const auto by_value = value_rule(field, given);
    if (new_text.empty()) return {by_value.value_or(written_rule()), Divergence::kFieldLost};
    if (new_text == old_text) return {by_value.value_or(written_rule()), Divergence::kFieldKept};
    return {by_value.value_or("TS-VAL-01"_rule), Divergence::kFieldAltered};
  }

  Tag written_rule() const { return diff_.added.empty() ? "TS-SAVE-07"_rule : "TS-SAVE-01"_rule; }

  // Exactly one record is new, and nothing else.
  Verdict judge_insert(Taken& taken) const {
    const std::size_t a = diff_.added.front();
    const Token& record = after_[a];
    const auto insert = std::ranges::find(scene_.allowed, Effect::kInserted, &Allowed::effect);
    if (insert == scene_.allowed.end()) {
      if (!allows(scene_.allowed, Effect::kUpdated))
        return Fault{situation_rule(scene_.allowed), Divergence::kNotRefused};
      return Fault{value_rule(token_).value_or(situation_rule(scene_.allowed)),
                   Divergence::kInserted};
    }
    if (Verdict fault = id_fault(record, *insert)) return fault;
    for (Field field : kFields) {
      if (field == Field::kId || record.text(field) == token_.text(field)) continue;
      if (token_.has(field)) return given_text_fault(field, "", record.text(field));
      return Fault{"TS-VAL-05"_rule, Divergence::kFieldAltered};
    }
    return take(taken, Effect::kInserted, 0, {a});
  }

  Verdict id_fault(const Token& record, const Allowed& insert) const {
    const std::string_view id = record.text(Field::kId);
    if (!insert.generates_id) {
      if (id == token_.text(Field::kId)) return {};
      if (look_alike(id, token_.text(Field::kId)))
        return Fault{"TS-ID-03"_rule, Divergence::kWrongId};
      const auto by_value = value_rule(Field::kId, token_.text(Field::kId));
      return Fault{by_value.value_or("TS-SAVE-13"_rule), Divergence::kWrongId};
    }
    const auto capacity = scene_.capabilities.capacity[index_of(Field::kId)];
    if (id.empty() || (capacity && length_in_characters(id) > *capacity))
      return Fault{"TS-ID-01"_rule, Divergence::kWrongId};
    return {};
  }

  // Notes what an allowed save has done.
  Verdict take(Taken& taken, Effect effect, std::size_t record,
               std::vector<std::size_t> saved) const {
    taken.effect = effect;
    for (const Allowed& allowed : scene_.allowed)
      if (allowed.effect == effect && (effect != Effect::kUpdated || allowed.record == record))
        taken.tags |= allowed.tags;
    if (taken.records.empty())
      taken.records = std::move(saved);
    else
      taken.records.insert(taken.records.end(), saved.begin(), saved.end());
    return {};
  }

  const Scene& scene_;
  const Token& token_;
  const std::vector<Token>& before_;
  const std::vector<Token>& after_;
  const Difference& diff_;
};

}  // namespace

Judgment judge_save(const Scene& scene) { return SaveJudge(scene).judge(); }

}  // namespace assay
