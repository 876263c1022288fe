#include "stores/variants/adopting.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "stores/variants/likeness.h"

namespace assay {

namespace {

class AdoptingStore final : public TokenStore {
 public:
  std::optional<Token> find_token(const Token& token) override {
    if (const Token* named = first([&](const Token& r) { return names(token, r); })) return *named;
    if (const Token* kin = first([&](const Token& r) { return is_kin_to_find(token, r); }))
      return *kin;
    const Token* own = with_id(token.text(Field::kId));
    if (own != nullptr && !is_another_users(token, *own)) return *own;
    if (token.has(Field::kUserName)) return std::nullopt;
    if (const Token* other = first([&](const Token& r) { return shares_grant(token, r); }))
      return *other;
    return std::nullopt;
  }

  void save_token(Token& token) override {
    Token* record = record_for(token);
    if (record == nullptr) record = &insert(token);
    overwrite(*record, token);
    for (Field field : kFields)
      if (field == Field::kId || !token.has(field)) token[field] = (*record)[field];
  }

  void delete_token(std::string_view id) override {
    const auto found = records_.find(id);
    if (found != records_.end()) records_.erase(found);
  }

  std::vector<Token> get_tokens() override {
    std::vector<Token> listed;
    for (const auto& [id, record] : records_) listed.push_back(record);
    std::ranges::reverse(listed);
    return listed;
  }

  void delete_tokens() override { records_.clear(); }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    const Token* record = with_id(id);
    return record != nullptr ? std::optional<Token>(*record) : std::nullopt;
  }

 private:
  template <typename Predicate>
  Token* first(Predicate&& fits) {
    for (auto& [id, record] : records_)
      if (fits(record)) return &record;
    return nullptr;
  }

  Token* with_id(std::string_view id) {
    const auto found = records_.find(id);
    return found == records_.end() ? nullptr : &found->second;
  }

  // The record that a save updates, or none for an insert. Throws where it must be refused.
  Token* record_for(const Token& token) {
    Token* own = with_id(token.text(Field::kId));
    if (is_bare(token) && own == nullptr) throw refused("the token is empty; nothing can be saved");
    const bool has_user = token.has(Field::kUserName);
    const auto is_named = [&](const Token& record) { return names(token, record); };
    if (Token* named = first(is_named)) {
      const bool by_id = own != nullptr && (is_named(*own) || !has_user);
      return by_id ? own : named;
    }
    if (own != nullptr && !is_another_users(token, *own)) return own;
    if (Token* kin = first([&](const Token& r) { return is_kin_to_save(token, r); })) return kin;
    if (!token.has_credential())
      throw refused("nothing matches, and a new record needs a credential");
    return nullptr;
  }

  Token& insert(const Token& token) {
    std::string id(token.text(Field::kId));
    while (id.empty() || records_.contains(id)) id = std::to_string(++last_id_);
    Token& record = records_[id];
    record[Field::kId] = id;
    return record;
  }

  static void overwrite(Token& record, const Token& token) {
    for (Field field : kFields) {
      if (field == Field::kId || !token[field]) continue;
      if (token.has(field))
        record[field] = token[field];
      else if (field != Field::kUserName)
        record[field].reset();
    }
  }

  std::map<std::string, Token, std::less<>> records_;  // by id
  std::uint64_t last_id_ = 0;
};

class AdoptingFactory final : public StoreFactory {
 public:
  std::string_view name() const override { return "adopting"; }
  Capabilities capabilities() const override { return {}; }
  std::unique_ptr<TokenStore> open(const std::string&) override {
    return std::make_unique<AdoptingStore>();
  }
  void drop(const std::string&) override {}
};

}  // namespace

std::unique_ptr<StoreFactory> make_adopting_factory() {
  return std::make_unique<AdoptingFactory>();
}

}  // namespace assay
