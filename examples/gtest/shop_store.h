// A small store of a user's own: tokens in a vector.
#pragma once

#include <assay/spec/token_store.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shop {

using assay::Field;
using assay::Token;

class ShopStore : public assay::TokenStore {
 public:
  std::optional<Token> find_token(const Token& token) override {
    const Token* record = record_for(token);
    if (record == nullptr && has_nothing_but_an_id(token))
      return find_token_by_id(token.text(Field::kId));
    if (record == nullptr) return std::nullopt;
    return *record;
  }

  void save_token(Token& token) override {
    if (token.is_empty()) throw assay::refused("no field of the token is set");
    Token* record = record_for(token);
    const Token* owner = record_with_id(token.text(Field::kId));
    if (owner != nullptr && owner != record) throw assay::refused("the id is another record's");
    if (record != nullptr) {
      update(*record, token);
    } else {
      if (!token.has_credential()) throw assay::refused("a new record needs a credential");
      record = &insert(token);
    }
    token[Field::kId] = (*record)[Field::kId];
  }

  void delete_token(std::string_view id) override {
    std::erase_if(records_, [id](const Token& record) { return record.text(Field::kId) == id; });
  }

  std::vector<Token> get_tokens() override { return records_; }

  void delete_tokens() override { records_.clear(); }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    const Token* record = record_with_id(id);
    if (record == nullptr) return std::nullopt;
    return *record;
  }

 protected:
  // Writes what is present, and keeps what is not.
  virtual void update(Token& record, const Token& token) {
    for (const Field field : assay::kFields)
      if (field != Field::kId && token.has(field)) record[field] = token[field];
  }

 private:
  // True iff any of these fields is present and the same in both.
  static bool share(const Token& a, const Token& b, std::initializer_list<Field> fields) {
    return std::any_of(fields.begin(), fields.end(), [&](Field f) { return a.agrees(b, f); });
  }

  // Whether a record is meant by a token: by its user; without one by its access token alone; with
  // a client by that and what it was granted. Less than that is taken for the record that holds the
  // same credential, unless it is another client's.
  static bool means(const Token& token, const Token& record) {
    if (token.has(Field::kUserName)) return token.agrees(record, Field::kUserName);
    const bool client = token.has(Field::kClientId) && token.has(Field::kClientSecret);
    const bool granted = share(token, record, {Field::kRefreshToken, Field::kGrantToken});
    if (client && (token.has(Field::kRefreshToken) || token.has(Field::kGrantToken)))
      return granted && token.agrees(record, Field::kClientId) &&
             token.agrees(record, Field::kClientSecret);
    if (token.has(Field::kAccessToken) && !token.has(Field::kClientId) &&
        !token.has(Field::kClientSecret))
      return token.agrees(record, Field::kAccessToken);
    const bool other_client = token.has(Field::kClientId) && record.has(Field::kClientId) &&
                              !token.agrees(record, Field::kClientId);
    return !other_client && (granted || token.agrees(record, Field::kAccessToken));
  }

  static bool has_nothing_but_an_id(const Token& token) {
    return std::all_of(assay::kFields.begin(), assay::kFields.end(),
                       [&](Field field) { return token.has(field) == (field == Field::kId); });
  }

  // A record with the token's own id goes before others that it might mean.
  Token* record_for(const Token& token) {
    Token* found = nullptr;
    for (Token& record : records_)
      if (means(token, record) && (found == nullptr || record.agrees(token, Field::kId)))
        found = &record;
    return found;
  }

  Token* record_with_id(std::string_view id) {
    for (Token& record : records_)
      if (!id.empty() && record.text(Field::kId) == id) return &record;
    return nullptr;
  }

  Token& insert(const Token& token) {
    Token record = token;
    while (!record.has(Field::kId)) {
      std::string id = std::to_string(++last_id_);
      if (record_with_id(id) == nullptr) record[Field::kId] = id;
    }
    records_.push_back(record);
    return records_.back();
  }

  std::vector<Token> records_;
  int last_id_ = 0;
};

// The same with a mistake that is often made: what a save does not bring is lost.
class ForgetfulShopStore : public ShopStore {
 protected:
  void update(Token& record, const Token& token) override {
    const auto id = record[Field::kId];
    record = token;
    record[Field::kId] = id;
  }
};

}  // namespace shop
