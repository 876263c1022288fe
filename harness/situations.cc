#include "harness/situations.h"

#include <algorithm>

#include "harness/relations.h"

namespace assay {

using literals::operator""_rule;
using literals::operator""_situation;

namespace {

constexpr std::size_t kHundredth = 99;

bool is_number(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Looks at one event from every side. A member function for each method, or for a part of one.
class Classifier {
 public:
  Classifier(const Scene& scene, bool reopened)
      : scene_(scene), call_(scene.event.call), reopened_(reopened) {
    for (const Allowed& allowed : scene.allowed) tags_ |= allowed.tags;
  }

  SituationSet classify() {
    mark("LIVE-01.few"_situation, records().size() < kHundredth);
    mark("LIVE-01.many"_situation, records().size() >= kHundredth);
    mark("OUT-01.list"_situation);
    list();
    switch (call_.method) {
      case Method::kSaveToken: save(); break;
      case Method::kFindToken: find(); break;
      case Method::kFindTokenById: by_id(); break;
      case Method::kDeleteToken: deletion(); break;
      case Method::kDeleteTokens: delete_all(); break;
      case Method::kGetTokens: mark("FIND-04.list"_situation, !records().empty()); break;
      case Method::kReopen: reopen(); break;
      case Method::kFill: break;
    }
    return set_;
  }

 private:
  const std::vector<Token>& records() const { return scene_.before.records; }
  const Token& token() const { return call_.token; }
  void mark(Situation situation, bool really = true) {
    if (really) set_.add(situation);
  }
  bool tagged(Tag tag) const { return tags_.test(tag.index); }
  bool all_are(Effect effect) const {
    return std::ranges::all_of(scene_.allowed,
                               [effect](const Allowed& a) { return a.effect == effect; });
  }
  bool has(Field field) const { return (is_.present & bit_of(field)) != 0; }
  bool stored(Field field) const { return (is_.agrees & bit_of(field)) != 0; }

  void relate() {
    is_ = relations(token(), records());
    selector_ = selector_of(token());
  }

  void list() {
    const std::size_t size = scene_.after.size();
    mark("LIST-01.empty-store"_situation, size == 0);
    mark("LIST-01.one"_situation, size == 1);
    mark("LIST-01.several"_situation, size > 1);
  }

  void save() {
    relate();
    mark("OUT-01.save"_situation);
    if (tagged("TS-SAVE-10"_rule)) return nothing();
    if (tagged("TS-SAVE-09"_rule))
      repeat();
    else if (all_are(Effect::kInserted))
      insert();
    else if (all_are(Effect::kUpdated))
      update();
    latitude();
    others();
    const bool refused = scene_.event.outcome.ending == Ending::kRefused;
    mark("SAVE-11.choice"_situation, refused && !records().empty());
    mark("SEC-02.own"_situation, refused && holds_secret(token()));
    mark("SAVE-17.again"_situation,
         !scene_.before.last_saved.empty() && selector_ == Selector::kWeak);
    mark("SAVE-15.empty"_situation,
         (is_.lacked & bit_of(Field::kUserName)) != 0 && (is_.present & kCredentialBits) != 0);
  }

  static bool holds_secret(const Token& token) {
    return std::ranges::any_of(
        kFields, [&](Field field) { return is_secret(field) && token.text(field).size() >= 8; });
  }

  void nothing() {
    mark("SAVE-10.nothing"_situation, is_.present == 0 && is_.empty == 0);
    mark("SAVE-10.empty"_situation, is_.present == 0 && is_.empty != 0);
    mark("SAVE-10.id"_situation, is_.present != 0);
    mark("SAVE-11.nothing"_situation, !records().empty());
    mark("SEC-02.records"_situation, std::ranges::any_of(records(), holds_secret));
  }

  void repeat() {
    mark("SAVE-09.user"_situation, selector_ == Selector::kUser);
    mark("SAVE-09.access"_situation, selector_ == Selector::kAccess);
    mark("SAVE-09.client"_situation, selector_ == Selector::kClient);
    mark("SAVE-09.read"_situation, stored(Field::kId));
  }

  // The only thing allowed is a new record.
  void insert() {
    if (tagged("TS-SAVE-01"_rule)) first_of_its_kind();
    mark("SAVE-06.refresh"_situation,
         tagged("TS-SAVE-06"_rule) && (is_.of_other_client & bit_of(Field::kRefreshToken)) != 0);
    mark("SAVE-06.grant"_situation,
         tagged("TS-SAVE-06"_rule) && (is_.of_other_client & bit_of(Field::kGrantToken)) != 0);
    mark("SAVE-12.insert"_situation);
    mark("SAVE-14.insert"_situation);
    mark("VAL-05.insert"_situation, is_.present != (1U << kFieldCount) - 1U);
    mark("DEL-04.anew"_situation, has(Field::kUserName) && scene_.before.deleted_users.contains(
                                                               token().text(Field::kUserName)));
    const bool beside = !records().empty();
    mark("SAVE-16.insert"_situation, beside);
    if (scene_.allowed.front().generates_id) return new_id(beside);
    const bool number = is_number(token().text(Field::kId));
    mark("SAVE-13.number"_situation, number);
    mark("SAVE-13.word"_situation, !number);
    mark("DUP-01.given"_situation, beside);
  }

  void first_of_its_kind() {
    mark("SAVE-01.user"_situation, selector_ == Selector::kUser);
    mark("SAVE-01.access"_situation, selector_ == Selector::kAccess);
    mark("SAVE-01.client"_situation, selector_ == Selector::kClient);
    mark("SAVE-01.weak"_situation, selector_ == Selector::kWeak);
    mark("SAVE-01.first"_situation, records().empty());
  }

  void new_id(bool beside) {
    mark("SAVE-19.told"_situation);
    mark("ID-02.deleted"_situation, !scene_.before.deleted_ids.empty());
    if (!beside) return;
    mark("DUP-01.generated"_situation);
    mark("ID-01.generated"_situation);
    constexpr std::size_t kLooked = 16;  // kinds of ids show early
    for (std::size_t i = 0; i < std::min(records().size(), kLooked); ++i)
      mark(is_number(records()[i].text(Field::kId)) ? "ID-01.number"_situation
                                                    : "ID-01.word"_situation);
    mark("ID-01.tenth"_situation, records().size() >= 9);
    mark("ID-01.hundredth"_situation, records().size() >= kHundredth);
    mark("ID-01.thousandth"_situation, records().size() >= 999);
    mark("ID-01.deleted"_situation, !scene_.before.deleted_ids.empty());
    mark("ID-01.reopened"_situation, reopened_);
  }

  // The only thing allowed is a change of a record.
  void update() {
    const Allowed& allowed = scene_.allowed.front();
    const Token& record = records()[allowed.record];
    selected(allowed, record);
    written(record);
    kept(record);
    const bool foreign_id = has(Field::kId) && !stored(Field::kId);
    mark("SAVE-07.unstored-id"_situation, foreign_id);
    mark("SAVE-08.unstored-id"_situation, foreign_id);
    mark("SAVE-12.update"_situation);
    mark("SAVE-16.update"_situation, records().size() > 1);
  }

  // By what the selector named the record.
  void selected(const Allowed& allowed, const Token& record) {
    const auto is_new = [&](Field field) { return has(field) && !token().agrees(record, field); };
    switch (selector_) {
      case Selector::kUser:
        mark("SAVE-02.alone"_situation);
        mark("SAVE-02.elsewhere"_situation,
             ((is_.of_other_user | is_.of_nobody) & kCredentialBits) != 0);
        mark("SAVE-02.new"_situation, is_new(Field::kAccessToken));
        mark("SAVE-08.user"_situation);
        break;
      case Selector::kAccess:
        mark(record.has(Field::kUserName) ? "SAVE-03.owned"_situation
                                          : "SAVE-03.ownerless"_situation);
        mark("SAVE-08.access"_situation);
        break;
      default: mark("SAVE-08.client"_situation);
    }
    if (allowed.tags.test("TS-SAVE-04"_rule.index)) {
      mark("SAVE-04.alone"_situation, !has(Field::kGrantToken));
      mark("SAVE-04.new-grant"_situation, is_new(Field::kGrantToken));
      mark("SAVE-04.new-access"_situation, is_new(Field::kAccessToken));
    }
    if (allowed.tags.test("TS-SAVE-05"_rule.index)) {
      mark("SAVE-05.alone"_situation, !has(Field::kRefreshToken));
      mark("SAVE-05.new-refresh"_situation, is_new(Field::kRefreshToken));
    }
  }

  void written(const Token& record) {
    bool changes = false;
    for (Field field : kFields) {
      if (field == Field::kId || !has(field) || token().agrees(record, field)) continue;
      changes = true;
      mark(record.has(field) ? "SAVE-07.writes"_situation : "SAVE-07.fills"_situation);
    }
    mark("SAVE-14.update"_situation, changes);
  }

  void kept(const Token& record) {
    for (Field field : kFields) {
      if (field == Field::kId || has(field)) continue;
      const bool is_empty = (is_.empty & bit_of(field)) != 0;
      mark("VAL-05.update"_situation, !record.has(field));
      if (!record.has(field)) continue;
      mark("SAVE-12.lacking"_situation);
      mark("SAVE-07.empty"_situation, is_empty && field != Field::kUserName);
      if (!is_empty || field == Field::kUserName) mark(keeping(field));
    }
  }

  static constexpr Situation keeping(Field field) {
    switch (field) {
      case Field::kUserName: return "SAVE-07.keeps-user"_situation;
      case Field::kClientId:
      case Field::kClientSecret: return "SAVE-07.keeps-client"_situation;
      case Field::kRefreshToken: return "SAVE-07.keeps-refresh"_situation;
      case Field::kAccessToken: return "SAVE-07.keeps-access"_situation;
      case Field::kGrantToken: return "SAVE-07.keeps-grant"_situation;
      default: return "SAVE-07.keeps-rest"_situation;
    }
  }

  // Where the law leaves a choice, the store may still touch one record alone.
  void latitude() {
    mark("SAVE-16.kin"_situation, tagged("LAT-a"_rule));
    mark("SAVE-16.stored-id"_situation, tagged("LAT-b"_rule));
    mark("SAVE-16.id-elsewhere"_situation, tagged("LAT-c"_rule));
    mark("SAVE-16.access-too"_situation, tagged("LAT-d"_rule));
    mark("SAVE-16.several"_situation, tagged("LAT-g"_rule));
    if (!tagged("LAT-h"_rule)) return;
    mark(has(Field::kUserName) ? "SAVE-18.user"_situation : "SAVE-18.other"_situation);
  }

  // Records of the same id, of other users and of nobody.
  void others() {
    mark("DUP-01.stored"_situation, stored(Field::kId));
    mark("USER-03.save"_situation, (is_.of_other_user & bit_of(Field::kId)) != 0);
    mark("USER-01.credential"_situation, (is_.of_other_user & kCredentialBits) != 0);
    mark("USER-01.client"_situation, (is_.of_other_user & bit_of(Field::kClientId)) != 0);
    if (!has(Field::kUserName)) return;
    mark("DUP-02.user"_situation, stored(Field::kUserName));
    mark("DUP-02.kin"_situation,
         !stored(Field::kUserName) && (is_.of_nobody & kCredentialBits) != 0);
  }

  void find();
  void find_named();
  void find_unnamed();
  void by_id();
  void deletion();
  void delete_all();
  void reopen();
  bool holds_unsaveable(const Token& query) const;

  const Scene& scene_;
  const Call& call_;
  bool reopened_;
  TagSet tags_;
  Relations is_;
  Selector selector_ = Selector::kNothing;
  SituationSet set_;
};

void Classifier::find() {
  relate();
  mark("OUT-01.find"_situation);
  mark("FIND-04.find"_situation, !records().empty());
  mark("VAL-07.find"_situation, !records().empty() && holds_unsaveable(token()));
  mark("USER-03.find"_situation, (is_.of_other_user & bit_of(Field::kId)) != 0);
  mark("USER-02.credential"_situation, (is_.of_other_user & kCredentialBits) != 0);
  mark("USER-02.client"_situation, (is_.of_other_user & bit_of(Field::kClientId)) != 0);
  if (tagged("TS-FIND-01"_rule)) return find_named();
  mark("FIND-03.nothing"_situation, is_.present == 0 && is_.empty == 0);
  mark("FIND-03.empty"_situation, is_.present == 0 && is_.empty != 0);
  const Fields vain = is_.lacked;
  mark("FIND-07.user"_situation, (vain & bit_of(Field::kUserName)) != 0);
  mark("FIND-07.access"_situation, (vain & bit_of(Field::kAccessToken)) != 0);
  mark("FIND-07.refresh"_situation, (vain & bit_of(Field::kRefreshToken)) != 0);
  mark("FIND-07.grant"_situation, (vain & bit_of(Field::kGrantToken)) != 0);
  if (is_.present != 0) find_unnamed();
}

void Classifier::find_named() {
  const Token& record = records()[scene_.allowed.front().record];
  switch (selector_) {
    case Selector::kUser: mark("FIND-01.user"_situation); break;
    case Selector::kAccess: mark("FIND-01.access"_situation); break;
    default:
      mark("FIND-01.refresh"_situation, token().agrees(record, Field::kRefreshToken));
      mark("FIND-01.grant"_situation, token().agrees(record, Field::kGrantToken));
  }
  std::size_t named = 0;
  for (const Allowed& allowed : scene_.allowed) {
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
  if (records().empty()) return mark("FIND-02.empty-store"_situation, selector_ != Selector::kWeak);
  mark("FIND-02.user"_situation, selector_ == Selector::kUser);
  mark("FIND-02.access"_situation, selector_ == Selector::kAccess);
  mark("FIND-02.client"_situation, selector_ == Selector::kClient);
  mark("USER-02.unknown"_situation, (is_.of_other_user & kCredentialBits) != 0);
  if (const auto lone = lone_key(token())) {
    mark("FIND-08.id"_situation, lone == Field::kId && stored(*lone));
    mark("FIND-08.refresh"_situation, lone == Field::kRefreshToken && stored(*lone));
    mark("FIND-08.grant"_situation, lone == Field::kGrantToken && stored(*lone));
  }
  mark("FIND-09.credential"_situation, (is_.of_other_client & kCredentialBits) != 0);
  mark("FIND-09.id"_situation, (is_.of_other_client & bit_of(Field::kId)) != 0);
  mark("DEL-04.find"_situation, has(Field::kUserName) && scene_.before.deleted_users.contains(
                                                             token().text(Field::kUserName)));
  mark("FIND-05.id"_situation, stored(Field::kId));
  for (const Allowed& allowed : scene_.allowed) {
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
  if ((is_.present & kNaming) != 0 || stored(Field::kId)) return;
  mark("FIND-05.client"_situation, stored(Field::kClientId) || stored(Field::kClientSecret));
  mark("FIND-05.expiry"_situation, stored(Field::kExpiresIn));
  mark("FIND-05.place"_situation, stored(Field::kRedirectUrl) || stored(Field::kApiDomain));
}

bool Classifier::holds_unsaveable(const Token& query) const {
  return std::ranges::any_of(kFields, [&](Field field) {
    return query.has(field) && may_refuse_text(field, query.text(field), scene_.capabilities);
  });
}

void Classifier::by_id() {
  const State& before = scene_.before;
  const bool found = tagged("TS-BYID-01"_rule);
  mark("OUT-01.by-id"_situation);
  mark("FIND-04.by-id"_situation, !records().empty());
  mark("LIST-02.by-id"_situation, found);
  mark("VAL-07.by-id"_situation,
       !records().empty() && may_refuse_text(Field::kId, call_.id, scene_.capabilities));
  if (found)
    return mark(before.generated_ids.contains(call_.id) ? "BYID-01.generated"_situation
                                                        : "BYID-01.given"_situation);
  const bool deleted = before.deleted_ids.contains(call_.id);
  mark("BYID-03.empty"_situation, call_.id.empty());
  mark("BYID-02.unknown"_situation, !call_.id.empty() && !deleted);
  mark("BYID-02.deleted"_situation, deleted);
  mark("DEL-04.by-id"_situation, deleted);
}

void Classifier::deletion() {
  mark("OUT-01.delete"_situation);
  mark("VAL-07.delete"_situation,
       !records().empty() && may_refuse_text(Field::kId, call_.id, scene_.capabilities));
  if (tagged("TS-DEL-01"_rule)) {
    const std::size_t at = scene_.allowed.front().record;
    const std::size_t last = records().size() - 1;
    return mark(last == 0    ? "DEL-01.only"_situation
                : at == 0    ? "DEL-01.first"_situation
                : at == last ? "DEL-01.last"_situation
                             : "DEL-01.between"_situation);
  }
  const bool deleted = scene_.before.deleted_ids.contains(call_.id);
  mark("DEL-02.empty"_situation, call_.id.empty());
  mark("DEL-02.unknown"_situation, !call_.id.empty() && !deleted);
  mark("DEL-02.deleted"_situation, deleted);
}

void Classifier::delete_all() {
  mark("OUT-01.delete-all"_situation);
  mark(records().empty() ? "DEL-03.empty-store"_situation : "DEL-03.records"_situation);
}

void Classifier::reopen() {
  mark(records().empty() ? "DUR-01.empty-store"_situation : "DUR-01.records"_situation);
  mark("DUR-01.deleted"_situation, !records().empty() && !scene_.before.deleted_ids.empty());
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
