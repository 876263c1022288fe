#include "stores/record_list.h"

#include <algorithm>
#include <string>
#include <utility>

#include "spec/token_store.h"
#include "stores/new_id.h"

namespace assay {
namespace {

// Two ids of fifty random bits that collide are a broken random source, not bad luck.
constexpr int kIdTries = 8;

// How a token picks records. Written here and not taken from the model: a store does not look up
// the answer.
enum class Way { kUser, kAccess, kClient, kWeak, kNothing };

Way way_of(const Token& token) {
  if (token.has(Field::kUserName)) return Way::kUser;
  const bool id = token.has(Field::kClientId);
  const bool secret = token.has(Field::kClientSecret);
  if (!id && !secret && token.has(Field::kAccessToken)) return Way::kAccess;
  if (id && secret && (token.has(Field::kRefreshToken) || token.has(Field::kGrantToken)))
    return Way::kClient;
  return token.is_empty() ? Way::kNothing : Way::kWeak;
}

bool same_client(const Token& token, const Token& record) {
  return token.agrees(record, Field::kClientId) && token.agrees(record, Field::kClientSecret);
}

bool has_same_grant(const Token& token, const Token& record) {
  return token.agrees(record, Field::kRefreshToken) || token.agrees(record, Field::kGrantToken);
}

bool names(Way way, const Token& token, const Token& record) {
  switch (way) {
    case Way::kUser: return token.agrees(record, Field::kUserName);
    case Way::kAccess: return token.agrees(record, Field::kAccessToken);
    case Way::kClient: return has_same_grant(token, record) && same_client(token, record);
    case Way::kWeak:
    case Way::kNothing: break;
  }
  return false;
}

// True iff a weak token may be taken for `record`. A weak token has no user_name, so the record may
// have any. REQUIRES: way_of(token) is kWeak.
bool related(const Token& token, const Token& record) {
  if (!token.agrees(record, Field::kAccessToken) && !has_same_grant(token, record)) return false;
  // What another client holds is not this one's. [TS-FIND-09]
  return !token.has(Field::kClientId) || !record.has(Field::kClientId) ||
         token.agrees(record, Field::kClientId);
}

// To save, the same client's record without a user is kin as well: the refreshed token of a client
// that has one login shares nothing else with it.
bool related_in_save(const Token& token, const Token& record) {
  return related(token, record) ||
         (same_client(token, record) && !record.has(Field::kUserName) && token.has_credential());
}

bool has_id_alone(const Token& token) {
  return token.has(Field::kId) && std::ranges::none_of(kFields, [&](Field field) {
           return field != Field::kId && token.has(field);
         });
}

Token without_empty_fields(Token token) {
  for (Field field : kFields)
    if (!token.has(field) && std::as_const(token)[field]) token[field].reset();
  token.seal();
  return token;
}

template <typename Predicate>
std::optional<std::size_t> first(const std::vector<Token>& records, Predicate predicate) {
  const auto found = std::ranges::find_if(records, predicate);
  if (found == records.end()) return std::nullopt;
  return static_cast<std::size_t>(found - records.begin());
}

}  // namespace

const Token* RecordList::find(const Token& token) const {
  const Way way = way_of(token);
  std::optional<std::size_t> found;
  if (way == Way::kWeak) {
    found = first(records_, [&](const Token& record) { return related(token, record); });
    if (!found && has_id_alone(token)) return find_by_id(token.text(Field::kId));
  } else if (way != Way::kNothing) {
    found = first(records_, [&](const Token& record) { return names(way, token, record); });
  }
  return found ? &records_[*found] : nullptr;
}

const Token* RecordList::find_by_id(std::string_view id) const {
  const auto found = position_of(id);
  return found ? &records_[*found] : nullptr;
}

const char* RecordList::save(Token& token) {
  const Way way = way_of(token);
  if (way == Way::kNothing) return "nothing to save: no field of the token is set";
  const auto own = position_of(token.text(Field::kId));
  auto target = first(records_, [&](const Token& record) { return names(way, token, record); });
  if (own && !(target && names(way, token, records_[*own])))
    return "the id is that of another record; leave the id out, or delete that record";
  if (!target && !token.has_credential())
    return "no record matches, and a new one needs an access, refresh or grant token";
  if (!target && way == Way::kWeak)
    target = first(records_, [&](const Token& record) { return related_in_save(token, record); });
  if (target)
    update(*target, token);
  else
    insert(token);
  return nullptr;
}

bool RecordList::remove(std::string_view id) {
  const auto found = position_of(id);
  if (!found) return false;
  records_.erase(records_.begin() + static_cast<std::ptrdiff_t>(*found));
  return true;
}

std::optional<std::size_t> RecordList::position_of(std::string_view id) const {
  if (id.empty()) return std::nullopt;
  return first(records_, [&](const Token& record) { return record.text(Field::kId) == id; });
}

void RecordList::insert(Token& token) {
  std::string id(token.text(Field::kId));
  for (int tries = 0; id.empty(); ++tries) {
    if (tries == kIdTries) throw refused("no fresh id to be had; look after the random source");
    id = new_id();
    if (position_of(id)) id.clear();
  }
  Token told = token;
  told[Field::kId] = std::move(id);
  told.seal();
  records_.push_back(without_empty_fields(told));
  token = std::move(told);
}

// What can throw comes first, so that a record is never half updated. [TS-SAVE-11]
void RecordList::update(std::size_t position, Token& token) {
  const Token& record = records_[position];
  Token fresh = record;
  for (Field field : kFields)
    if (field != Field::kId && token.has(field)) fresh[field] = std::as_const(token)[field];
  fresh.seal();
  Token told = token;
  if (!record.agrees(told, Field::kId)) told[Field::kId] = record[Field::kId];
  records_[position] = std::move(fresh);
  token = std::move(told);
}

}  // namespace assay
