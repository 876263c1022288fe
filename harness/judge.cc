#include "harness/judge.h"

#include <algorithm>
#include <map>
#include <set>

#include "spec/text.h"

namespace assay {

using literals::operator""_rule;

namespace {

// The most telling rule for an answer or a removal that hit `record` by something in the query that
// is not its: a look-alike, a text that was more than data, a text that cannot be saved.
std::optional<Tag> confusion_rule(const Token& query, const Token& record,
                                  const Capabilities& capabilities) {
  for (Field field : kFields) {
    if (!query.has(field) || field == Field::kExpiresIn ||
        !look_alike(query.text(field), record.text(field)))
      continue;
    return field == Field::kId         ? "TS-ID-03"_rule
           : field == Field::kUserName ? "TS-USER-04"_rule
                                       : "TS-VAL-06"_rule;
  }
  const auto has_text = [&](auto&& which) {
    return std::ranges::any_of(
        kFields, [&](Field field) { return query.has(field) && which(field, query.text(field)); });
  };
  if (has_text(
          [](Field, std::string_view text) { return text_class(text) == TextClass::kSpecial; }))
    return "TS-VAL-03"_rule;
  if (has_text([&](Field field, std::string_view text) {
        return may_refuse_text(field, text, capabilities);
      }))
    return "TS-VAL-07"_rule;
  return value_rule(query);
}

Token query_of(const Call& call) {
  return takes_id(call.method) ? Token().with(Field::kId, call.id) : call.token;
}

// Notes an allowed outcome.
Judgment took(const Scene& scene, Effect effect, std::vector<std::size_t> records = {}) {
  Judgment judgment;
  judgment.taken.effect = effect;
  judgment.taken.records = std::move(records);
  for (const Allowed& allowed : scene.allowed) {
    const bool hit =
        judgment.taken.records.empty() ||
        std::ranges::find(judgment.taken.records, allowed.record) != judgment.taken.records.end();
    if (allowed.effect == effect && hit) judgment.taken.tags |= allowed.tags;
  }
  return judgment;
}

Judgment broke(Tag rule, Divergence divergence) { return {Fault{rule, divergence}, {}}; }

// The rule that requires an answer, or that there be none.
Tag answer_rule(const Scene& scene, Effect effect) {
  for (const Allowed& allowed : scene.allowed)
    if (allowed.effect == effect)
      for (std::size_t i = 0; i < kTagCount; ++i)
        if (allowed.tags.test(i) && !Tag{static_cast<std::uint8_t>(i)}.is_latitude())
          return Tag{static_cast<std::uint8_t>(i)};
  return effect == Effect::kFound ? "TS-FIND-01"_rule : "TS-FIND-02"_rule;
}

// Every record differs from the answer in some field: which rule is that?
Judgment wrong_fields(const Scene& scene, const Token& answer, const Token& record) {
  const bool by_id = scene.event.call.method == Method::kFindTokenById;
  for (Field field : kFields) {
    const std::string_view has = record.text(field);
    const std::string_view says = answer.text(field);
    if (says == has || (!by_id && scene.event.call.token.agrees(answer, field))) continue;
    if (has.empty()) return broke("TS-VAL-05"_rule, Divergence::kFieldAltered);
    if (says.empty())
      return broke(by_id ? "TS-BYID-01"_rule : "TS-FIND-01"_rule, Divergence::kFieldLost);
    return broke(by_id ? "TS-LIST-02"_rule : "TS-FIND-06"_rule, Divergence::kFieldAltered);
  }
  return broke("TS-FIND-06"_rule, Divergence::kFieldAltered);
}

// True iff each field of the answer but the id is the record's, or an echo of the query.
bool fields_fit(const Scene& scene, const Token& answer, const Token& record) {
  const bool by_id = scene.event.call.method == Method::kFindTokenById;
  return std::ranges::all_of(kFields, [&](Field field) {
    return field == Field::kId || answer.text(field) == record.text(field) ||
           (!by_id && scene.event.call.token.agrees(answer, field));
  });
}

// A right answer but for the id, which is the query's.
bool echoes_the_id(const Scene& scene, const Token& answer) {
  if (!scene.event.call.token.agrees(answer, Field::kId)) return false;
  return std::ranges::any_of(scene.allowed, [&](const Allowed& allowed) {
    return allowed.effect == Effect::kFound &&
           fields_fit(scene, answer, scene.before.records[allowed.record]);
  });
}

// The answer is of a record that is not allowed, or of none at all.
Judgment wrong_answer(const Scene& scene, const Token& answer) {
  const auto& records = scene.before.records;
  const Token query = query_of(scene.event.call);
  const std::string_view id = answer.text(Field::kId);
  const auto record = std::ranges::find_if(
      records, [&](const Token& r) { return r.has(Field::kId) && r.text(Field::kId) == id; });
  if (record == records.end()) {
    if (scene.before.deleted_ids.contains(id)) return broke("TS-DEL-04"_rule, Divergence::kFound);
    const bool required = allows(scene.allowed, Effect::kFound);
    return broke(required ? "TS-FIND-06"_rule : "TS-LIST-02"_rule, Divergence::kWrongId);
  }
  if (another_users(query, *record))
    return broke(query.agrees(*record, Field::kId) ? "TS-USER-03"_rule : "TS-USER-02"_rule,
                 Divergence::kWrongRecord);
  const bool none_allowed = allows(scene.allowed, Effect::kNone);
  const Divergence divergence = none_allowed ? Divergence::kFound : Divergence::kWrongRecord;
  if (query.is_empty()) return broke(answer_rule(scene, Effect::kNone), divergence);
  if (const auto rule = confusion_rule(query, *record, scene.capabilities))
    return broke(*rule, divergence);
  if (!none_allowed) return broke(answer_rule(scene, Effect::kFound), divergence);
  if (scene.event.call.method == Method::kFindTokenById)
    return broke("TS-BYID-02"_rule, divergence);
  constexpr std::array kSelecting = {Field::kUserName, Field::kAccessToken, Field::kRefreshToken,
                                     Field::kGrantToken};
  for (Field field : kSelecting)
    if (query[field].has_value() && !query.has(field) && !record->has(field))
      return broke("TS-FIND-07"_rule, divergence);
  const bool names_a_record =
      std::ranges::any_of(kSelecting, [&](Field field) { return query.has(field); });
  return broke(names_a_record ? "TS-FIND-02"_rule : "TS-FIND-05"_rule, divergence);
}

Judgment judge_answer(const Scene& scene, const Token& answer) {
  std::vector<std::size_t> fitting;
  const Token* near = nullptr;  // the allowed record that the answer means, though fields differ
  for (const Allowed& allowed : scene.allowed) {
    if (allowed.effect != Effect::kFound) continue;
    const Token& record = scene.before.records[allowed.record];
    if (record.text(Field::kId) != answer.text(Field::kId)) continue;
    if (fields_fit(scene, answer, record)) fitting.push_back(allowed.record);
    near = &record;
  }
  if (!fitting.empty()) return took(scene, Effect::kFound, std::move(fitting));
  if (echoes_the_id(scene, answer)) return broke("TS-FIND-06"_rule, Divergence::kWrongId);
  if (near != nullptr) return wrong_fields(scene, answer, *near);
  return wrong_answer(scene, answer);
}

}  // namespace

bool allows(const std::vector<Allowed>& allowed, Effect effect) {
  return std::ranges::find(allowed, effect, &Allowed::effect) != allowed.end();
}

std::optional<Tag> value_rule(Field field, std::string_view text) {
  if (field == Field::kExpiresIn && !text.empty() && !is_canonical_decimal(text))
    return "TS-VAL-01"_rule;
  switch (text_class(text)) {
    case TextClass::kPlain: return std::nullopt;
    case TextClass::kLong: return "TS-VAL-02"_rule;
    case TextClass::kUnicode: return "TS-VAL-04"_rule;
    case TextClass::kSpecial: return "TS-VAL-03"_rule;
    case TextClass::kNul:
    case TextClass::kOther: return "TS-VAL-01"_rule;
  }
  return std::nullopt;
}

std::optional<Tag> value_rule(const Token& token) {
  for (Field field : kFields)
    if (token.has(field))
      if (const auto rule = value_rule(field, token.text(field))) return rule;
  return std::nullopt;
}

Judgment judge_find(const Scene& scene) {
  const Outcome& outcome = scene.event.outcome;
  if (!scene.difference.none()) return broke("TS-FIND-04"_rule, Divergence::kRecordsChanged);
  const bool none_allowed = allows(scene.allowed, Effect::kNone);
  const Tag rule = answer_rule(scene, none_allowed ? Effect::kNone : Effect::kFound);
  if (outcome.ending == Ending::kRefused) {
    if (allows(scene.allowed, Effect::kRefused)) return took(scene, Effect::kRefused);
    return broke(value_rule(query_of(scene.event.call)).value_or(rule), Divergence::kRefused);
  }
  if (outcome.token) return judge_answer(scene, *outcome.token);
  if (none_allowed) return took(scene, Effect::kNone);
  return broke(value_rule(query_of(scene.event.call)).value_or(rule), Divergence::kNotFound);
}

Judgment judge_delete(const Scene& scene) {
  const Difference& diff = scene.difference;
  const Outcome& outcome = scene.event.outcome;
  const bool refused = outcome.ending == Ending::kRefused;
  const bool all = scene.event.call.method == Method::kDeleteTokens;
  const Tag rule = answer_rule(scene, all                                       ? Effect::kDone
                                      : allows(scene.allowed, Effect::kDeleted) ? Effect::kDeleted
                                                                                : Effect::kDone);
  if (!diff.added.empty() || !diff.changed.empty()) return broke(rule, Divergence::kRecordsChanged);
  if (refused) {
    if (!diff.none()) return broke("TS-OUT-01"_rule, Divergence::kRecordsChanged);
    if (allows(scene.allowed, Effect::kRefused)) return took(scene, Effect::kRefused);
    return broke(value_rule(query_of(scene.event.call)).value_or(rule), Divergence::kRefused);
  }
  if (all) {
    if (scene.after.empty()) return took(scene, Effect::kDone);
    return broke(rule, diff.none() ? Divergence::kNoEffect : Divergence::kRecordsChanged);
  }
  if (allows(scene.allowed, Effect::kDeleted)) {
    if (diff.removed.size() == 1)
      for (const Allowed& allowed : scene.allowed)
        if (allowed.record == diff.removed.front())
          return took(scene, Effect::kDeleted, {allowed.record});
    if (diff.none())
      return broke(value_rule(query_of(scene.event.call)).value_or(rule), Divergence::kNoEffect);
    return broke(rule, Divergence::kRecordLost);
  }
  if (diff.none()) return took(scene, Effect::kDone);
  const Token& lost = scene.before.records[diff.removed.front()];
  const auto confused = scene.event.call.id.empty()
                            ? std::nullopt
                            : confusion_rule(query_of(scene.event.call), lost, scene.capabilities);
  return broke(confused.value_or(rule), Divergence::kRecordLost);
}

Judgment judge_quiet(const Scene& scene) {
  const Outcome& outcome = scene.event.outcome;
  const Difference& diff = scene.difference;
  const bool reopening = scene.event.call.method == Method::kReopen;
  const Tag rule = reopening ? "TS-DUR-01"_rule : "TS-LIST-01"_rule;
  if (outcome.ending == Ending::kRefused) return broke(rule, Divergence::kRefused);
  if (!diff.none()) {
    const Divergence divergence = !diff.removed.empty() ? Divergence::kRecordLost
                                  : !diff.added.empty() ? Divergence::kInserted
                                                        : Divergence::kFieldAltered;
    return broke(reopening ? rule : "TS-FIND-04"_rule, divergence);
  }
  // Two lists in a row, and nothing between them: they must be the same records.
  if (!reopening && !difference(outcome.tokens, scene.after).none())
    return broke(rule, Divergence::kRecordsChanged);
  return took(scene, Effect::kDone);
}

Judgment judge_fill(const Scene& scene) {
  const Outcome& outcome = scene.event.outcome;
  if (outcome.ending == Ending::kRefused) return broke("TS-SAVE-01"_rule, Divergence::kRefused);
  for (Field field : {Field::kId, Field::kUserName}) {
    const auto now = repeated_texts(scene.after, field);
    const auto then = repeated_texts(scene.before.records, field);
    if (!std::ranges::includes(then, now))
      return broke(field == Field::kId ? "TS-DUP-01"_rule : "TS-DUP-02"_rule,
                   Divergence::kDuplicate);
  }
  if (!scene.difference.removed.empty()) return broke("TS-SAVE-16"_rule, Divergence::kRecordLost);
  std::map<std::string_view, const Token*> by_user;
  for (const Token& record : scene.after) by_user[record.text(Field::kUserName)] = &record;
  for (std::size_t k = 0; k < scene.event.call.count; ++k) {
    const Token token = fill_token(k);
    const auto found = by_user.find(token.text(Field::kUserName));
    if (found == by_user.end()) return broke("TS-SAVE-14"_rule, Divergence::kNoEffect);
    if (!found->second->has(Field::kId)) return broke("TS-ID-01"_rule, Divergence::kWrongId);
    for (Field field : kFields)
      if (token.has(field) && token.text(field) != found->second->text(field))
        return broke("TS-SAVE-01"_rule, Divergence::kFieldAltered);
  }
  if (scene.difference.added.size() > scene.event.call.count)
    return broke("TS-SAVE-16"_rule, Divergence::kInserted);
  return took(scene, Effect::kDone);
}

}  // namespace assay
