#include "stores/broken/clay.h"

#include <utility>

namespace assay {

std::optional<Token> ClayStore::find_token(const Token& token) {
  const Place place = place_to_find(token);
  if (!place) return std::nullopt;
  return answer(records_[*place], token);
}

void ClayStore::save_token(Token& token) {
  check(token);
  const Place place = place_to_save(token);
  if (place)
    update(records_[*place], token);
  else
    insert(token);
  tell(token, place ? records_[*place] : records_.back());
}

void ClayStore::delete_token(std::string_view id) {
  if (const Place place = place_of_id(id)) erase(*place);
}

std::vector<Token> ClayStore::get_tokens() { return records_; }

void ClayStore::delete_tokens() { records_.clear(); }

std::optional<Token> ClayStore::find_token_by_id(std::string_view id) {
  const Place place = place_of_id(id);
  if (!place) return std::nullopt;
  return records_[*place];
}

bool ClayStore::agree(const Token& token, const Token& record, Field field) const {
  return token.agrees(record, field);
}

ClayStore::Way ClayStore::way_of(const Token& token) const {
  const bool id = token.has(Field::kClientId);
  const bool secret = token.has(Field::kClientSecret);
  const bool grant = token.has(Field::kRefreshToken) || token.has(Field::kGrantToken);
  if (token.has(Field::kUserName)) return Way::kUser;
  if (token.has(Field::kAccessToken) && !id && !secret) return Way::kAccess;
  if (id && secret && grant) return Way::kClient;
  return token.is_empty() ? Way::kNothing : Way::kWeak;
}

bool ClayStore::same_client(const Token& token, const Token& record) const {
  return agree(token, record, Field::kClientId) && agree(token, record, Field::kClientSecret);
}

bool ClayStore::names(const Token& token, const Token& record, Aim) const {
  switch (way_of(token)) {
    case Way::kUser: return agree(token, record, Field::kUserName);
    case Way::kAccess: return agree(token, record, Field::kAccessToken);
    case Way::kClient:
      return same_client(token, record) && (agree(token, record, Field::kRefreshToken) ||
                                            agree(token, record, Field::kGrantToken));
    case Way::kWeak:
    case Way::kNothing: break;
  }
  return false;
}

bool ClayStore::akin(const Token& token, const Token& record, Aim aim) const {
  const bool shares = agree(token, record, Field::kAccessToken) ||
                      agree(token, record, Field::kRefreshToken) ||
                      agree(token, record, Field::kGrantToken);
  const bool two_clients = token.has(Field::kClientId) && record.has(Field::kClientId) &&
                           !agree(token, record, Field::kClientId);
  if (shares && !two_clients) return true;
  return aim == Aim::kSave && same_client(token, record) && !record.has(Field::kUserName);
}

ClayStore::Place ClayStore::place_of_id(std::string_view id) const {
  if (id.empty()) return std::nullopt;
  return first([&](const Token& record) { return record.text(Field::kId) == id; });
}

ClayStore::Place ClayStore::place_named(const Token& token, Aim aim) const {
  return first([&](const Token& record) { return names(token, record, aim); });
}

ClayStore::Place ClayStore::place_to_find(const Token& token) const {
  if (way_of(token) != Way::kWeak) return place_named(token, Aim::kFind);
  if (const Place kin = first([&](const Token& r) { return akin(token, r, Aim::kFind); }))
    return kin;
  for (Field field : kFields)
    if (field != Field::kId && token.has(field)) return std::nullopt;
  return place_of_id(token.text(Field::kId));
}

ClayStore::Place ClayStore::place_to_save(const Token& token) const {
  const Way way = way_of(token);
  if (way == Way::kNothing) throw refused("there is nothing in this token");
  const Place own = place_of_id(token.text(Field::kId));
  const Place named = place_named(token, Aim::kSave);
  if (own && !(named && names(token, records_[*own], Aim::kSave)))
    throw refused("another record has this id");
  if (named) return named;
  if (!token.has_credential()) throw refused("no record fits, and a new one takes a credential");
  if (way != Way::kWeak) return std::nullopt;
  return first([&](const Token& record) { return akin(token, record, Aim::kSave); });
}

void ClayStore::check(const Token&) const {}

std::string ClayStore::kept(Field, const std::string& text) const { return text; }

void ClayStore::update(Token& record, const Token& token) { write(record, token); }

void ClayStore::insert(const Token& token) {
  Token record;
  write(record, token);
  record[Field::kId] =
      token.has(Field::kId) ? kept(Field::kId, *token[Field::kId]) : generated_id();
  records_.push_back(std::move(record));
}

std::string ClayStore::generated_id() {
  std::string id;
  do id = std::to_string(++last_id_);
  while (place_of_id(id));
  return id;
}

void ClayStore::tell(Token& token, const Token& record) const {
  token[Field::kId] = record[Field::kId];
}

Token ClayStore::answer(const Token& record, const Token&) const { return record; }

void ClayStore::write(Token& record, const Token& token) const {
  for (Field field : kFields)
    if (field != Field::kId && token.has(field)) record[field] = kept(field, *token[field]);
}

void ClayStore::erase(std::size_t place) {
  records_.erase(records_.begin() + static_cast<std::ptrdiff_t>(place));
}

}  // namespace assay
