#include "harness/situations.h"

#include <algorithm>

#include "spec/text.h"

namespace assay {

using literals::operator""_rule;

namespace {

// True of a text that folds to itself at a glance: small letters, digits but for leading zeros, and
// marks that no one takes for another. Two different ones are no look-alikes.
bool is_plainly_itself(std::string_view text) {
  if (text.size() > 1 && text.front() == '0') return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '/' ||
           c == '.';
  });
}

class Evidence {
 public:
  Evidence(const Scene& scene, const Judgment& judgment, Oddities& oddities)
      : scene_(scene), call_(scene.event.call), judgment_(judgment), oddities_(oddities) {}

  TagSet collect() {
    mark("TS-LIVE-01"_rule);
    mark("TS-OUT-01"_rule);
    for (const Allowed& allowed : scene_.allowed) tags_ |= allowed.tags;
    tags_ &= ~latitudes();
    switch (call_.method) {
      case Method::kSaveToken: save(); break;
      case Method::kFindToken: find(); break;
      case Method::kFindTokenById: by_id(); break;
      case Method::kDeleteToken: deletion(); break;
      case Method::kDeleteTokens: break;
      case Method::kGetTokens: mark("TS-FIND-04"_rule); break;
      case Method::kReopen: break;
      case Method::kFill: fill(); break;
    }
    mark("TS-LIST-01"_rule);
    if (scene_.event.outcome.ending == Ending::kRefused) refusal();
    return tags_;
  }

 private:
  const std::vector<Token>& records() const { return scene_.before.records; }
  bool returned() const { return scene_.event.outcome.ending == Ending::kReturned; }
  void mark(Tag tag, bool really = true) {
    if (really) tags_.set(tag.index);
  }
  template <typename Predicate>
  bool any(Predicate&& predicate) const {
    return std::ranges::any_of(records(), predicate);
  }

  void save() {
    const Token& token = call_.token;
    const auto effect = judgment_.taken.effect;
    const bool inserted = effect == Effect::kInserted || !scene_.difference.added.empty();
    const bool updated = effect == Effect::kUpdated;
    mark("TS-DUP-01"_rule, !records().empty());
    mark("TS-DUP-02"_rule, token.has(Field::kUserName) && !records().empty());
    users(token, "TS-USER-01"_rule);
    mark("TS-SAVE-07"_rule, updated && loses_if_cleared(token));
    mark("TS-SAVE-08"_rule, updated);
    mark("TS-SAVE-11"_rule, !returned() && !records().empty());
    mark("TS-SAVE-12"_rule, returned());
    mark("TS-SAVE-13"_rule, inserted && token.has(Field::kId));
    mark("TS-SAVE-14"_rule, returned());
    mark("TS-SAVE-15"_rule, token[Field::kUserName].has_value() && !token.has(Field::kUserName) &&
                                token.has_credential() &&
                                any([](const Token& r) { return !r.has(Field::kUserName); }));
    mark("TS-SAVE-16"_rule, returned() && records().size() > 1);
    mark("TS-SAVE-17"_rule, is_repeated(token) && selector_of(token) == Selector::kWeak);
    mark("TS-SAVE-19"_rule, inserted && returned());
    mark("TS-ID-01"_rule, inserted && !token.has(Field::kId));
    mark("TS-ID-02"_rule, inserted && !token.has(Field::kId) && !scene_.before.deleted_ids.empty());
    mark("TS-DEL-04"_rule, !scene_.before.deleted_ids.empty() && inserted);
    if (returned()) mark("TS-VAL-05"_rule);
    values(token, returned());
    look_alikes(token);
  }

  bool is_repeated(const Token& token) const {
    return std::ranges::find(scene_.before.last_saved, token) != scene_.before.last_saved.end();
  }

  // True iff the record that was updated has a field that the token has not.
  bool loses_if_cleared(const Token& token) const {
    return std::ranges::any_of(judgment_.taken.records, [&](std::size_t a) {
      return std::ranges::any_of(kFields, [&](Field field) {
        return field != Field::kId && !token.has(field) && scene_.after[a].has(field);
      });
    });
  }

  void users(const Token& token, Tag rule) {
    if (!token.has(Field::kUserName)) return;
    for (const Token& record : records()) {
      if (!another_users(token, record)) continue;
      mark(rule);
      mark("TS-USER-03"_rule, token.agrees(record, Field::kId));
    }
  }

  // Marks the rules of the values that the texts of a token put to the test.
  void values(const Token& token, bool stored) {
    for (Field field : kFields) {
      if (!token.has(field)) continue;
      if (stored) mark("TS-VAL-01"_rule);
      constexpr std::size_t kShort = 32;
      const std::string_view text = token.text(field);
      if (text.size() < kShort && is_plainly_itself(text) && field != Field::kExpiresIn) continue;
      note_oddity(text);
      if (const auto rule = value_rule(field, text)) mark(*rule);
    }
  }

  // REQUIRES: values(query).
  void look_alikes(const Token& query) {
    if (oddities_.folded_texts.empty()) return;
    for (Field field : kFields) {
      if (field == Field::kExpiresIn || !query.has(field)) continue;
      const Tag rule = field == Field::kId         ? "TS-ID-03"_rule
                       : field == Field::kUserName ? "TS-USER-04"_rule
                                                   : "TS-VAL-06"_rule;
      if (!tags_.test(rule.index)) mark(rule, look_alike_stored(field, query.text(field)));
    }
    if (tags_.test("TS-ID-03"_rule.index)) mark("TS-VAL-06"_rule);
  }

  static constexpr std::size_t kMostBytes = 64;  // longer texts are about length

  void note_oddity(std::string_view text) {
    if (text.size() > kMostBytes) return;
    std::string key = folded(text);
    auto& all = oddities_.folded_texts;
    if (std::ranges::find(all, key) == all.end()) all.push_back(std::move(key));
  }

  bool look_alike_stored(Field field, std::string_view text) const {
    if (text.size() > kMostBytes) return false;
    const bool plain = is_plainly_itself(text);
    const auto& odd = oddities_.folded_texts;
    if (plain && std::ranges::find(odd, text) == odd.end()) return false;
    const std::string key = plain ? std::string(text) : folded(text);
    return any([&](const Token& record) {
      const std::string_view other = record.text(field);
      if (other.empty() || other.size() > kMostBytes || other == text) return false;
      if (is_plainly_itself(other)) return !plain && other == key;
      return folded(other) == key;
    });
  }

  void find() {
    const Token& token = call_.token;
    mark("TS-FIND-04"_rule, !records().empty());
    users(token, "TS-USER-02"_rule);
    const bool found = judgment_.taken.effect == Effect::kFound;
    const bool names_none = allows(scene_.allowed, Effect::kNone);
    mark("TS-FIND-05"_rule, names_none && !token.is_empty() && !records().empty());
    mark("TS-FIND-06"_rule, found);
    mark("TS-LIST-02"_rule, found);
    constexpr std::array kSelecting = {Field::kUserName, Field::kAccessToken, Field::kRefreshToken,
                                       Field::kGrantToken};
    for (Field field : kSelecting)
      mark("TS-FIND-07"_rule, token[field].has_value() && !token.has(field) &&
                                  any([&](const Token& r) { return !r.has(field); }));
    if (const auto lone = lone_key(token))
      mark("TS-FIND-08"_rule, any([&](const Token& r) { return token.agrees(r, *lone); }));
    mark("TS-FIND-09"_rule, any([&](const Token& r) { return other_client(token, r); }));
    mark("TS-VAL-07"_rule, holds_unsaveable(token));
    values(token, found);
    look_alikes(token);
    deleted(token.text(Field::kId));
  }

  bool holds_unsaveable(const Token& query) const {
    return !records().empty() && std::ranges::any_of(kFields, [&](Field field) {
      return query.has(field) && may_refuse_text(field, query.text(field), scene_.capabilities);
    });
  }

  void by_id() {
    const Token query = Token().with(Field::kId, call_.id);
    mark("TS-FIND-04"_rule, !records().empty());
    mark("TS-LIST-02"_rule, judgment_.taken.effect == Effect::kFound);
    mark("TS-VAL-07"_rule, holds_unsaveable(query));
    values(query, false);
    look_alikes(query);
    deleted(call_.id);
  }

  void deletion() {
    const Token query = Token().with(Field::kId, call_.id);
    mark("TS-VAL-07"_rule, holds_unsaveable(query));
    values(query, false);
    look_alikes(query);
    deleted(call_.id);
  }

  void deleted(std::string_view id) {
    mark("TS-DEL-04"_rule, !id.empty() && scene_.before.deleted_ids.contains(id));
  }

  void fill() {
    mark("TS-ID-01"_rule);
    mark("TS-DUP-01"_rule);
    mark("TS-DUP-02"_rule);
  }

  // An error text was shown: it may have held a secret of the call or of a record.
  void refusal() {
    const auto has_secret = [](const Token& token) {
      return std::ranges::any_of(
          kFields, [&](Field field) { return is_secret(field) && token.text(field).size() >= 8; });
    };
    mark("TS-SEC-02"_rule, has_secret(call_.token) || any(has_secret));
  }

  const Scene& scene_;
  const Call& call_;
  const Judgment& judgment_;
  Oddities& oddities_;
  TagSet tags_;
};

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

TagSet put_to_test(const Scene& scene, const Judgment& judgment, Oddities& oddities) {
  return Evidence(scene, judgment, oddities).collect();
}

}  // namespace assay
