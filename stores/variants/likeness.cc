#include "stores/variants/likeness.h"

#include <algorithm>

namespace assay {

namespace {

bool differ(const Token& token, const Token& record, Field field) {
  return token.has(field) && record.has(field) && !token.agrees(record, field);
}

bool has_client(const Token& token) {
  return token.has(Field::kClientId) && token.has(Field::kClientSecret);
}

bool has_grant(const Token& token) {
  return token.has(Field::kRefreshToken) || token.has(Field::kGrantToken);
}

bool has_access_alone(const Token& token) {
  return token.has(Field::kAccessToken) && !token.has(Field::kClientId) &&
         !token.has(Field::kClientSecret);
}

bool is_same_client(const Token& token, const Token& record) {
  return token.agrees(record, Field::kClientId) && token.agrees(record, Field::kClientSecret);
}

}  // namespace

bool names(const Token& token, const Token& record) {
  if (token.has(Field::kUserName)) return token.agrees(record, Field::kUserName);
  if (has_access_alone(token)) return token.agrees(record, Field::kAccessToken);
  return is_same_client(token, record) && shares_grant(token, record);
}

bool is_weak(const Token& token) {
  const bool selects = token.has(Field::kUserName) || has_access_alone(token) ||
                       (has_client(token) && has_grant(token));
  return !selects && !token.is_empty();
}

bool is_bare(const Token& token) {
  return std::ranges::none_of(kFields,
                              [&](Field field) { return field != Field::kId && token.has(field); });
}

bool is_kin_to_find(const Token& token, const Token& record) {
  if (token.has(Field::kUserName) && record.has(Field::kUserName)) return false;
  return token.agrees(record, Field::kAccessToken) ||
         (shares_grant(token, record) && !is_another_clients(token, record));
}

bool is_kin_to_save(const Token& token, const Token& record) {
  return is_kin_to_find(token, record) ||
         (is_weak(token) && token.has_credential() && is_same_client(token, record) &&
          !record.has(Field::kUserName));
}

bool brings_nothing(const Token& token, const Token& record) {
  return std::ranges::all_of(kFields, [&](Field field) {
    return field == Field::kId || !token.has(field) || token.agrees(record, field);
  });
}

bool is_another_users(const Token& token, const Token& record) {
  return differ(token, record, Field::kUserName);
}

bool is_another_clients(const Token& token, const Token& record) {
  return differ(token, record, Field::kClientId);
}

bool shares_grant(const Token& token, const Token& record) {
  return token.agrees(record, Field::kRefreshToken) || token.agrees(record, Field::kGrantToken);
}

}  // namespace assay
