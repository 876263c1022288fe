#include "harness/situations.h"

#include <algorithm>

#include "harness/sighting.h"

namespace assay {

using literals::operator""_rule;
using literals::operator""_situation;

namespace {

// Looks at one event from every side. A member function for each method but save_token.
class Classifier : private Sighting {
 public:
  Classifier(const Scene& seen, bool reopened) : Sighting(seen), reopened_(reopened) {}

  SituationSet classify() {
    mark("LIVE-01.few"_situation, records().size() < kHundredth);
    mark("LIVE-01.many"_situation, records().size() >= kHundredth);
    mark("OUT-01.list"_situation);
    list();
    switch (call.method) {
      case Method::kSaveToken: mark_save(*this, reopened_); break;
      case Method::kFindToken: find(); break;
      case Method::kFindTokenById: by_id(); break;
      case Method::kDeleteToken: deletion(); break;
      case Method::kDeleteTokens: delete_all(); break;
      case Method::kGetTokens: mark("FIND-04.list"_situation, !records().empty()); break;
      case Method::kReopen: reopen(); break;
      case Method::kFill: break;
    }
    return set;
  }

 private:
  void list() {
    const std::size_t size = scene.after.size();
    mark("LIST-01.empty-store"_situation, size == 0);
    mark("LIST-01.one"_situation, size == 1);
    mark("LIST-01.several"_situation, size > 1);
  }

  void find();
  void find_named();
  void find_unnamed();
  void by_id();
  void deletion();
  void delete_all();
  void reopen();
  bool holds_unsaveable(const Token& query) const;

  bool reopened_;
};

void Classifier::find() {
  mark("OUT-01.find"_situation);
  mark("FIND-04.find"_situation, !records().empty());
  mark("VAL-07.find"_situation, !records().empty() && holds_unsaveable(token()));
  mark("USER-03.find"_situation, (is.of_other_user & bit_of(Field::kId)) != 0);
  mark("USER-02.credential"_situation, (is.of_other_user & kCredentialBits) != 0);
  mark("USER-02.client"_situation, (is.of_other_user & bit_of(Field::kClientId)) != 0);
  if (tagged("TS-FIND-01"_rule)) return find_named();
  mark("FIND-03.nothing"_situation, is.present == 0 && is.empty == 0);
  mark("FIND-03.empty"_situation, is.present == 0 && is.empty != 0);
  const Fields vain = is.lacked;
  mark("FIND-07.user"_situation, (vain & bit_of(Field::kUserName)) != 0);
  mark("FIND-07.access"_situation, (vain & bit_of(Field::kAccessToken)) != 0);
  mark("FIND-07.refresh"_situation, (vain & bit_of(Field::kRefreshToken)) != 0);
  mark("FIND-07.grant"_situation, (vain & bit_of(Field::kGrantToken)) != 0);
  if (is.present != 0) find_unnamed();
}

void Classifier::find_named() {
  const Token& record = records()[scene.allowed.front().record];
  switch (selector) {
    case Selector::kUser: mark("FIND-01.user"_situation); break;
    case Selector::kAccess: mark("FIND-01.access"_situation); break;
    default:
      mark("FIND-01.refresh"_situation, token().agrees(record, Field::kRefreshToken));
      mark("FIND-01.grant"_situation, token().agrees(record, Field::kGrantToken));
  }
  std::size_t named = 0;
  for (const Allowed& allowed : scene.allowed) {
    const bool names = allowed.tags.test("TS-FIND-01"_rule.index);
    named += names ? 1 : 0;
    mark("FIND-01.access-too"_situation, !names && allowed.tags.test("LAT-d"_rule.index));
  }
  mark("FIND-01.several"_situation, named > 1);
  mark("LIST-02.find"_situation);
  for (Field field : kFields) {
    if (!has(field) || token().agrees(record, field)) continue;
    mark(field == Field::kId ? "FIND-06.id"_situation
         : record.has(field) ? "FIND-06.differs"_situation
                             : "FIND-06.lacks"_situation);
  }
}

// Something is present, and it names no record.
void Classifier::find_unnamed() {
  if (records().empty()) return mark("FIND-02.empty-store"_situation, selector != Selector::kWeak);
  mark("FIND-02.user"_situation, selector == Selector::kUser);
  mark("FIND-02.access"_situation, selector == Selector::kAccess);
  mark("FIND-02.client"_situation, selector == Selector::kClient);
  mark("USER-02.unknown"_situation, (is.of_other_user & kCredentialBits) != 0);
  if (const auto lone = lone_key(token())) {
    mark("FIND-08.id"_situation, lone == Field::kId && stored(*lone));
    mark("FIND-08.refresh"_situation, lone == Field::kRefreshToken && stored(*lone));
    mark("FIND-08.grant"_situation, lone == Field::kGrantToken && stored(*lone));
  }
  mark("FIND-09.credential"_situation, (is.of_other_client & kCredentialBits) != 0);
  mark("FIND-09.id"_situation, (is.of_other_client & bit_of(Field::kId)) != 0);
  mark("DEL-04.find"_situation, has(Field::kUserName) && scene.before.deleted_users.contains(
                                                             token().text(Field::kUserName)));
  mark("FIND-05.id"_situation, stored(Field::kId));
  for (const Allowed& allowed : scene.allowed) {
    if (allowed.effect != Effect::kFound) continue;
    const Token& record = records()[allowed.record];
    const bool by_access = token().agrees(record, Field::kAccessToken);
    const bool by_other =
        token().agrees(record, Field::kRefreshToken) || token().agrees(record, Field::kGrantToken);
    const bool strange = other_client(token(), record);
    mark("FIND-05.kin"_situation, by_access || (by_other && !strange));
    mark("FIND-05.other-client"_situation, by_other && strange);
  }
  constexpr Fields kNaming = kCredentialBits | bits_of(Field::kUserName);
  if ((is.present & kNaming) != 0 || stored(Field::kId)) return;
  mark("FIND-05.client"_situation, stored(Field::kClientId) || stored(Field::kClientSecret));
  mark("FIND-05.expiry"_situation, stored(Field::kExpiresIn));
  mark("FIND-05.place"_situation, stored(Field::kRedirectUrl) || stored(Field::kApiDomain));
}

bool Classifier::holds_unsaveable(const Token& query) const {
  return std::ranges::any_of(kFields, [&](Field field) {
    return query.has(field) && may_refuse_text(field, query.text(field), scene.capabilities);
  });
}

void Classifier::by_id() {
  const State& before = scene.before;
  const bool found = tagged("TS-BYID-01"_rule);
  mark("OUT-01.by-id"_situation);
  mark("FIND-04.by-id"_situation, !records().empty());
  mark("LIST-02.by-id"_situation, found);
  mark("VAL-07.by-id"_situation,
       !records().empty() && may_refuse_text(Field::kId, call.id, scene.capabilities));
  if (found)
    return mark(before.generated_ids.contains(call.id) ? "BYID-01.generated"_situation
                                                       : "BYID-01.given"_situation);
  const bool deleted = before.deleted_ids.contains(call.id);
  mark("BYID-03.empty"_situation, call.id.empty());
  mark("BYID-02.unknown"_situation, !call.id.empty() && !deleted);
  mark("BYID-02.deleted"_situation, deleted);
  mark("DEL-04.by-id"_situation, deleted);
}

void Classifier::deletion() {
  mark("OUT-01.delete"_situation);
  mark("VAL-07.delete"_situation,
       !records().empty() && may_refuse_text(Field::kId, call.id, scene.capabilities));
  if (tagged("TS-DEL-01"_rule)) {
    const std::size_t at = scene.allowed.front().record;
    const std::size_t last = records().size() - 1;
    return mark(last == 0    ? "DEL-01.only"_situation
                : at == 0    ? "DEL-01.first"_situation
                : at == last ? "DEL-01.last"_situation
                             : "DEL-01.between"_situation);
  }
  const bool deleted = scene.before.deleted_ids.contains(call.id);
  mark("DEL-02.empty"_situation, call.id.empty());
  mark("DEL-02.unknown"_situation, !call.id.empty() && !deleted);
  mark("DEL-02.deleted"_situation, deleted);
}

void Classifier::delete_all() {
  mark("OUT-01.delete-all"_situation);
  mark(records().empty() ? "DEL-03.empty-store"_situation : "DEL-03.records"_situation);
}

void Classifier::reopen() {
  mark(records().empty() ? "DUR-01.empty-store"_situation : "DUR-01.records"_situation);
  mark("DUR-01.deleted"_situation, !records().empty() && !scene.before.deleted_ids.empty());
}

}  // namespace

std::optional<Field> lone_key(const Token& token) {
  std::optional<Field> lone;
  for (Field field : kFields) {
    if (!token.has(field)) continue;
    if (lone) return std::nullopt;
    lone = field;
  }
  const bool is_key =
      lone == Field::kId || lone == Field::kRefreshToken || lone == Field::kGrantToken;
  return is_key ? lone : std::nullopt;
}

SituationSet situations_of(const Scene& scene, bool reopened) {
  return Classifier(scene, reopened).classify();
}

void count_fill(const Scene& scene, Tally& tally) {
  if (scene.event.outcome.ending != Ending::kReturned) return;
  const std::uint64_t first = scene.before.records.size();
  const std::uint64_t end = first + scene.event.call.count;
  // The saves before which there were so many records.
  const auto count = [&](Situation situation, std::uint64_t least) {
    const auto from = [&](std::uint64_t size) {
      return end - std::min(end, std::max(first, size));
    };
    Tries& tries = tally.situations[situation.index];
    tries.all += from(least);
    tries.with_two += from(std::max<std::uint64_t>(least, 2));
    if (from(least) != 0) ++tally.tags[situation.rule().index];
  };
  count("SAVE-01.user"_situation, 0);
  count("OUT-01.save"_situation, 0);
  count("DUP-01.generated"_situation, 1);
  count("ID-01.generated"_situation, 1);
  count("ID-01.tenth"_situation, 9);
  count("ID-01.hundredth"_situation, kHundredth);
  count("ID-01.thousandth"_situation, 999);
}

}  // namespace assay
