#include "harness/sighting.h"

#include <algorithm>

namespace assay {

using literals::operator""_rule;
using literals::operator""_situation;

namespace {

bool is_number(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Looks at a save. A member function for each branch of the law.
class SaveClassifier : private Sighting {
 public:
  SaveClassifier(const Sighting& sighting, bool reopened)
      : Sighting(sighting), reopened_(reopened) {}

  void run() {
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
    const bool refused = scene.event.outcome.ending == Ending::kRefused;
    mark("SAVE-11.choice"_situation, refused && !records().empty());
    mark("SEC-02.own"_situation, refused && holds_secret(token()));
    mark("SAVE-17.again"_situation,
         !scene.before.last_saved.empty() && selector == Selector::kWeak);
    mark("SAVE-15.empty"_situation,
         (is.lacked & bit_of(Field::kUserName)) != 0 && (is.present & kCredentialBits) != 0);
  }

  const SituationSet& marked() const { return set; }

 private:
  static bool holds_secret(const Token& token) {
    return std::ranges::any_of(
        kFields, [&](Field field) { return is_secret(field) && token.text(field).size() >= 8; });
  }

  void nothing() {
    mark("SAVE-10.nothing"_situation, is.present == 0 && is.empty == 0);
    mark("SAVE-10.empty"_situation, is.present == 0 && is.empty != 0);
    mark("SAVE-10.id"_situation, is.present != 0);
    mark("SAVE-11.nothing"_situation, !records().empty());
    mark("SEC-02.records"_situation, std::ranges::any_of(records(), holds_secret));
  }

  void repeat() {
    mark("SAVE-09.user"_situation, selector == Selector::kUser);
    mark("SAVE-09.access"_situation, selector == Selector::kAccess);
    mark("SAVE-09.client"_situation, selector == Selector::kClient);
    mark("SAVE-09.read"_situation, stored(Field::kId));
  }

  // The only thing allowed is a new record.
  void insert() {
    if (tagged("TS-SAVE-01"_rule)) first_of_its_kind();
    mark("SAVE-06.refresh"_situation,
         tagged("TS-SAVE-06"_rule) && (is.of_other_client & bit_of(Field::kRefreshToken)) != 0);
    mark("SAVE-06.grant"_situation,
         tagged("TS-SAVE-06"_rule) && (is.of_other_client & bit_of(Field::kGrantToken)) != 0);
    mark("SAVE-12.insert"_situation);
    mark("SAVE-14.insert"_situation);
    mark("VAL-05.insert"_situation, is.present != (1U << kFieldCount) - 1U);
    mark("DEL-04.anew"_situation, has(Field::kUserName) && scene.before.deleted_users.contains(
                                                               token().text(Field::kUserName)));
    const bool beside = !records().empty();
    mark("SAVE-16.insert"_situation, beside);
    if (scene.allowed.front().generates_id) return new_id(beside);
    const bool number = is_number(token().text(Field::kId));
    mark("SAVE-13.number"_situation, number);
    mark("SAVE-13.word"_situation, !number);
    mark("DUP-01.given"_situation, beside);
  }

  void first_of_its_kind() {
    mark("SAVE-01.user"_situation, selector == Selector::kUser);
    mark("SAVE-01.access"_situation, selector == Selector::kAccess);
    mark("SAVE-01.client"_situation, selector == Selector::kClient);
    mark("SAVE-01.weak"_situation, selector == Selector::kWeak);
    mark("SAVE-01.first"_situation, records().empty());
  }

  void new_id(bool beside) {
    mark("SAVE-19.told"_situation);
    mark("ID-02.deleted"_situation, !scene.before.deleted_ids.empty());
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
    mark("ID-01.deleted"_situation, !scene.before.deleted_ids.empty());
    mark("ID-01.reopened"_situation, reopened_);
  }

  // The only thing allowed is a change of a record.
  void update() {
    const Allowed& allowed = scene.allowed.front();
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
    switch (selector) {
      case Selector::kUser:
        mark("SAVE-02.alone"_situation);
        mark("SAVE-02.elsewhere"_situation,
             ((is.of_other_user | is.of_nobody) & kCredentialBits) != 0);
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
      const bool is_empty = (is.empty & bit_of(field)) != 0;
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
    mark("USER-03.save"_situation, (is.of_other_user & bit_of(Field::kId)) != 0);
    mark("USER-01.credential"_situation, (is.of_other_user & kCredentialBits) != 0);
    mark("USER-01.client"_situation, (is.of_other_user & bit_of(Field::kClientId)) != 0);
    if (!has(Field::kUserName)) return;
    mark("DUP-02.user"_situation, stored(Field::kUserName));
    mark("DUP-02.kin"_situation,
         !stored(Field::kUserName) && (is.of_nobody & kCredentialBits) != 0);
  }

  bool reopened_;
};

}  // namespace

void mark_save(Sighting& sighting, bool reopened) {
  SaveClassifier classifier(sighting, reopened);
  classifier.run();
  sighting.set = classifier.marked();
}

}  // namespace assay
