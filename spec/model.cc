#include "spec/model.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "spec/text.h"

namespace assay {

using literals::operator""_rule;

namespace {

using Records = std::vector<Token>;
using Indices = std::vector<std::size_t>;

bool holds(const Indices& indices, std::size_t i) {
  return std::ranges::find(indices, i) != indices.end();
}

template <typename Predicate>
Indices where(const Records& records, Predicate&& predicate) {
  Indices found;
  for (std::size_t i = 0; i < records.size(); ++i)
    if (predicate(records[i])) found.push_back(i);
  return found;
}

bool agrees_in_refresh_or_grant(const Token& token, const Token& record) {
  return token.agrees(record, Field::kRefreshToken) || token.agrees(record, Field::kGrantToken);
}

Indices with_id(const Records& records, std::string_view id) {
  if (id.empty()) return {};
  return where(records, [&](const Token& record) { return record.text(Field::kId) == id; });
}

// Collects what is allowed. An outcome that several rules allow stands once, with all their tags.
class Outcomes {
 public:
  explicit Outcomes(std::vector<Allowed>& all) : all_(all) {
    all_.clear();
    all_.reserve(4);  // more are rare
  }

  void add(Effect effect, Tag tag, std::size_t record = 0) {
    auto same = std::ranges::find_if(
        all_, [&](const Allowed& a) { return a.effect == effect && a.record == record; });
    if (same == all_.end()) same = all_.insert(all_.end(), Allowed{effect, record, {}, {}, {}});
    same->tags.set(tag.index);
  }
  void add(Effect effect, Tag tag, const Indices& records) {
    for (std::size_t i : records) add(effect, tag, i);
  }
  std::vector<Allowed>& all() { return all_; }

 private:
  std::vector<Allowed>& all_;
};

// Fields that an update may clear: given as empty, and something there to clear.
FieldSet clearable(const Token& record, const Token& token) {
  FieldSet fields;
  for (Field field : kFields)
    if (field != Field::kId && field != Field::kUserName && token[field].has_value() &&
        token[field]->empty() && record.has(field))
      fields.add(field);
  return fields;
}

// Adds the tag of the rule by which a token may be refused for a text that need not fit.
void add_refusals_for_text(const Token& token, const Capabilities& capabilities, Outcomes& out) {
  for (Field field : kFields) {
    if (!token.has(field) || !may_refuse_text(field, token.text(field), capabilities)) continue;
    const bool is_long = length_in_characters(token.text(field)) > least_capacity(field);
    out.add(Effect::kRefused, is_long ? "TS-VAL-02"_rule : "TS-VAL-01"_rule);
  }
}

void save_where_named(const State& state, const Token& token, const Indices& names,
                      const Indices& own, Outcomes& out) {
  const Records& records = state.records;
  const Selector selector = selector_of(token);
  if (selector == Selector::kClient) {
    for (std::size_t i : names) {
      if (token.agrees(records[i], Field::kRefreshToken))
        out.add(Effect::kUpdated, "TS-SAVE-04"_rule, i);
      if (token.agrees(records[i], Field::kGrantToken))
        out.add(Effect::kUpdated, "TS-SAVE-05"_rule, i);
    }
    for (std::size_t i = 0; i < records.size(); ++i)
      if (token.agrees(records[i], Field::kAccessToken) && !holds(names, i))
        out.add(Effect::kUpdated, "LAT-d"_rule, i);
  } else {
    out.add(Effect::kUpdated, selector == Selector::kUser ? "TS-SAVE-02"_rule : "TS-SAVE-03"_rule,
            names);
  }
  for (std::size_t i : own) {
    if (holds(names, i)) continue;
    out.add(Effect::kRefused, "LAT-c"_rule);
    if (selector != Selector::kUser) out.add(Effect::kUpdated, "LAT-c"_rule, i);
  }
}

void save_where_none_is_named(const State& state, const Token& token, const Indices& own,
                              Outcomes& out) {
  const Records& records = state.records;
  const Indices relatives = kin(records, token, true);
  out.add(Effect::kUpdated, "LAT-a"_rule, relatives);
  if (!own.empty()) {
    out.add(Effect::kRefused, "LAT-b"_rule);
    if (token.has_credential()) out.add(Effect::kInserted, "LAT-b"_rule);
    for (std::size_t i : own)
      if (!another_users(token, records[i])) out.add(Effect::kUpdated, "LAT-b"_rule, i);
  } else if (token.has_credential()) {
    out.add(Effect::kInserted, relatives.empty() ? "TS-SAVE-01"_rule : "LAT-a"_rule);
    const bool held_by_another_client = std::ranges::any_of(records, [&](const Token& record) {
      return other_client(token, record) && agrees_in_refresh_or_grant(token, record);
    });
    if (selector_of(token) == Selector::kClient && held_by_another_client)
      out.add(Effect::kInserted, "TS-SAVE-06"_rule);
  } else {
    out.add(Effect::kRefused, "TS-SAVE-18"_rule);
    out.add(Effect::kInserted, "LAT-h"_rule);
  }
}

// Completes updates and inserts: what may be cleared, who chooses the id, several that match.
void complete(const Records& records, const Token& token, const Indices& names, const Indices& own,
              std::vector<Allowed>& all) {
  for (Allowed& allowed : all) {
    if (allowed.effect == Effect::kInserted)
      allowed.generates_id = !token.has(Field::kId) || !own.empty();
    if (allowed.effect != Effect::kUpdated) continue;
    allowed.may_clear = clearable(records[allowed.record], token);
    if (!allowed.may_clear.empty()) allowed.tags.set("LAT-f"_rule.index);
    if (names.size() > 1 && holds(names, allowed.record)) allowed.tags.set("LAT-g"_rule.index);
  }
}

// A repeated save leaves every record as it is: drops what would not. [TS-SAVE-09]
void keep_what_changes_nothing(const Records& records, const Token& token,
                               std::vector<Allowed>& all) {
  std::erase_if(all, [&](const Allowed& allowed) {
    if (allowed.effect == Effect::kUpdated)
      return updated(records[allowed.record], token, {}) != records[allowed.record];
    return allowed.effect != Effect::kRefused || !allowed.tags.test("LAT-c"_rule.index);
  });
  for (Allowed& allowed : all) {
    allowed.may_clear = {};
    allowed.tags.set("TS-SAVE-09"_rule.index);
  }
}

void save_token(const State& state, const Token& token, const Capabilities& capabilities,
                Outcomes& out) {
  const Indices names = named(state.records, token);
  const Indices own = with_id(state.records, token.text(Field::kId));
  const bool bare_id = std::ranges::none_of(
      kFields, [&](Field field) { return field != Field::kId && token.has(field); });
  if (bare_id && own.empty()) return out.add(Effect::kRefused, "TS-SAVE-10"_rule);
  if (names.empty())
    save_where_none_is_named(state, token, own, out);
  else
    save_where_named(state, token, names, own, out);
  complete(state.records, token, names, own, out.all());
  const bool repeated = std::ranges::find(state.last_saved, token) != state.last_saved.end();
  if (repeated && names.size() == 1)
    keep_what_changes_nothing(state.records, token, out.all());
  else
    add_refusals_for_text(token, capabilities, out);
}

// True iff the query holds a text that need not be accepted in its field, and that no record has.
bool holds_unsaveable_text(const Records& records, const Token& token,
                           const Capabilities& capabilities) {
  return std::ranges::any_of(kFields, [&](Field field) {
    return token.has(field) && may_refuse_text(field, token.text(field), capabilities) &&
           std::ranges::none_of(records,
                                [&](const Token& record) { return token.agrees(record, field); });
  });
}

void allow_no_answer(Outcomes& out) {
  out.add(Effect::kNone, "LAT-n"_rule);
  out.add(Effect::kRefused, "LAT-n"_rule);
}

void find_token(const State& state, const Token& token, const Capabilities& capabilities,
                Outcomes& out) {
  const Records& records = state.records;
  const Selector selector = selector_of(token);
  const Indices names = named(records, token);
  if (selector == Selector::kNothing) {
    out.add(Effect::kNone, "TS-FIND-03"_rule);
  } else if (!names.empty()) {
    out.add(Effect::kFound, "TS-FIND-01"_rule, names);
    if (selector == Selector::kClient)
      out.add(Effect::kFound, "LAT-d"_rule, where(records, [&](const Token& record) {
                return token.agrees(record, Field::kAccessToken);
              }));
  } else {
    out.add(Effect::kNone, "TS-FIND-02"_rule);
    out.add(Effect::kFound, "LAT-i"_rule, kin(records, token, false));
    out.add(Effect::kFound, "LAT-i"_rule, where(records, [&](const Token& record) {
              const bool by_id = token.agrees(record, Field::kId) && !another_users(token, record);
              return by_id ||
                     (selector != Selector::kUser && agrees_in_refresh_or_grant(token, record));
            }));
  }
  if (holds_unsaveable_text(records, token, capabilities)) allow_no_answer(out);
}

void by_id(const State& state, const Call& call, const Capabilities& capabilities, Outcomes& out) {
  const Indices hits = with_id(state.records, call.id);
  const bool finding = call.method == Method::kFindTokenById;
  if (!hits.empty())
    return out.add(finding ? Effect::kFound : Effect::kDeleted,
                   finding ? "TS-BYID-01"_rule : "TS-DEL-01"_rule, hits);
  if (finding) {
    out.add(Effect::kNone, call.id.empty() ? "TS-BYID-03"_rule : "TS-BYID-02"_rule);
    if (may_refuse_text(Field::kId, call.id, capabilities)) allow_no_answer(out);
  } else {
    for (Effect effect : {Effect::kDone, Effect::kRefused}) {
      out.add(effect, "TS-DEL-02"_rule);
      out.add(effect, "LAT-k"_rule);
    }
  }
}

}  // namespace

Selector selector_of(const Token& token) {
  const bool client_id = token.has(Field::kClientId);
  const bool client_secret = token.has(Field::kClientSecret);
  if (token.has(Field::kUserName)) return Selector::kUser;
  if (token.has(Field::kAccessToken) && !client_id && !client_secret) return Selector::kAccess;
  if (client_id && client_secret &&
      (token.has(Field::kRefreshToken) || token.has(Field::kGrantToken)))
    return Selector::kClient;
  return token.is_empty() ? Selector::kNothing : Selector::kWeak;
}

bool same_client(const Token& token, const Token& record) {
  return token.agrees(record, Field::kClientId) && token.agrees(record, Field::kClientSecret);
}

bool other_client(const Token& token, const Token& record) {
  return token.has(Field::kClientId) && record.has(Field::kClientId) &&
         !token.agrees(record, Field::kClientId);
}

bool another_users(const Token& token, const Token& record) {
  return token.has(Field::kUserName) && record.has(Field::kUserName) &&
         !token.agrees(record, Field::kUserName);
}

Indices named(const Records& records, const Token& token) {
  switch (selector_of(token)) {
    case Selector::kUser:
      return where(records, [&](const Token& r) { return token.agrees(r, Field::kUserName); });
    case Selector::kAccess:
      return where(records, [&](const Token& r) { return token.agrees(r, Field::kAccessToken); });
    case Selector::kClient:
      return where(records, [&](const Token& r) {
        return same_client(token, r) && agrees_in_refresh_or_grant(token, r);
      });
    case Selector::kWeak:
    case Selector::kNothing: break;
  }
  return {};
}

Indices kin(const Records& records, const Token& token, bool saving) {
  const bool weak_save = saving && selector_of(token) == Selector::kWeak && token.has_credential();
  return where(records, [&](const Token& record) {
    if (token.has(Field::kUserName) && record.has(Field::kUserName)) return false;
    if (token.agrees(record, Field::kAccessToken)) return true;
    if (agrees_in_refresh_or_grant(token, record) && !other_client(token, record)) return true;
    return weak_save && same_client(token, record) && !record.has(Field::kUserName);
  });
}

bool may_refuse_text(Field field, std::string_view text, const Capabilities& capabilities) {
  if (text.find('\0') != std::string_view::npos) return true;
  if (field == Field::kExpiresIn && !text.empty() && !is_canonical_decimal(text)) return true;
  const std::size_t capacity =
      std::max(capabilities.capacity[index_of(field)].value_or(0), least_capacity(field));
  return text.size() > capacity && length_in_characters(text) > capacity;
}

Token updated(const Token& record, const Token& token, FieldSet cleared) {
  Token after = record;
  for (Field field : kFields) {
    if (field == Field::kId) continue;
    if (token.has(field)) after[field] = token[field];
    if (cleared.contains(field)) after[field].reset();
  }
  return after;
}

void step(const State& state, const Call& call, const Capabilities& capabilities,
          std::vector<Allowed>& allowed) {
  Outcomes out(allowed);
  switch (call.method) {
    case Method::kSaveToken: return save_token(state, call.token, capabilities, out);
    case Method::kFindToken: return find_token(state, call.token, capabilities, out);
    case Method::kFindTokenById:
    case Method::kDeleteToken: return by_id(state, call, capabilities, out);
    case Method::kDeleteTokens: return out.add(Effect::kDone, "TS-DEL-03"_rule);
    case Method::kGetTokens: return out.add(Effect::kDone, "TS-LIST-01"_rule);
    case Method::kReopen: return out.add(Effect::kDone, "TS-DUR-01"_rule);
    case Method::kFill: return out.add(Effect::kDone, "TS-SAVE-01"_rule);
  }
}

std::vector<Allowed> step(const State& state, const Call& call, const Capabilities& capabilities) {
  std::vector<Allowed> allowed;
  step(state, call, capabilities, allowed);
  return allowed;
}

}  // namespace assay
