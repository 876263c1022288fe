#include "stores/variants/refusing.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "spec/text.h"
#include "stores/variants/likeness.h"

namespace assay {

namespace {

constexpr std::array kIndexed = {Field::kUserName, Field::kAccessToken, Field::kRefreshToken,
                                 Field::kGrantToken};
constexpr std::size_t kIdCapacity = 36;

std::size_t capacity_of(Field field) {
  return field == Field::kId ? kIdCapacity : least_capacity(field);
}

// Throws for a text that cannot be saved. The message names the field, never the text.
void demand_saveable(Field field, std::string_view text) {
  const std::string name(name_of(field));
  if (length_in_characters(text) > capacity_of(field))
    throw refused(name + " is longer than " + std::to_string(capacity_of(field)) + " characters");
  if (text.find('\0') != std::string_view::npos) throw refused(name + " holds a NUL");
  if (field == Field::kExpiresIn && !text.empty() && !is_canonical_decimal(text))
    throw refused(name + " is no number of milliseconds");
}

void demand_saveable(const Token& token) {
  for (Field field : kFields) demand_saveable(field, token.text(field));
}

// 32 random hexadecimal digits in groups.
std::string random_uuid() {
  static constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
  std::random_device random;
  std::string id(kForm);
  for (char& c : id)
    if (c == 'x') c = "0123456789abcdef"[random() & 15U];
  return id;
}

class RefusingStore final : public TokenStore {
 public:
  std::optional<Token> find_token(const Token& token) override {
    demand_saveable(token);
    const Token* record = sought(token);
    if (record == nullptr) return std::nullopt;
    Token answer = *record;
    for (Field field : kFields)
      if (field != Field::kId && token.has(field)) answer[field] = token[field];
    return answer;
  }

  void save_token(Token& token) override {
    demand_saveable(token);
    if (const Token* record = target(token)) return update(*record, token);
    Token fresh;
    for (Field field : kFields)
      if (token.has(field)) fresh[field] = token[field];
    while (!fresh.has(Field::kId) || records_.contains(*fresh[Field::kId]))
      fresh[Field::kId] = random_uuid();
    token[Field::kId] = fresh[Field::kId];
    put(std::move(fresh));
  }

  void delete_token(std::string_view id) override {
    demand_saveable(Field::kId, id);
    const auto found = records_.find(id);
    if (found == records_.end()) throw refused("there is no record with this id");
    unlist(found->second);
    records_.erase(found);
  }

  std::vector<Token> get_tokens() override {
    std::vector<Token> listed;
    for (const auto& [id, record] : records_) listed.push_back(record);
    std::ranges::stable_sort(listed, {},
                             [](const Token& record) { return record.text(Field::kUserName); });
    return listed;
  }

  void delete_tokens() override {
    records_.clear();
    for (auto& index : indexes_) index.clear();
  }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    demand_saveable(Field::kId, id);
    const auto found = records_.find(id);
    if (found == records_.end()) return std::nullopt;
    return found->second;
  }

 private:
  using Ids = std::set<std::string, std::less<>>;
  using Index = std::map<std::string, Ids, std::less<>>;  // a text -> the ids of its records

  // Calls `body` for every record that shares one of the token's indexed texts, until it says true.
  template <typename Body>
  const Token* any_sharing(const Token& token, Body&& body) const {
    for (std::size_t i = 0; i < kIndexed.size(); ++i) {
      const auto found = indexes_[i].find(token.text(kIndexed[i]));
      if (found == indexes_[i].end()) continue;
      for (const std::string& id : found->second) {
        const Token& record = records_.find(id)->second;
        if (body(record)) return &record;
      }
    }
    return nullptr;
  }

  const Token* named(const Token& token) const {
    return any_sharing(token, [&](const Token& record) { return names(token, record); });
  }

  // A lone refresh token, grant token or id finds its record; else there is no kin.
  const Token* sought(const Token& token) const {
    if (const Token* record = named(token)) return record;
    if (!is_weak(token)) return nullptr;
    const auto own = records_.find(token.text(Field::kId));
    if (is_bare(token)) return own == records_.end() ? nullptr : &own->second;
    for (Field field : {Field::kRefreshToken, Field::kGrantToken})
      if (Token().with(field, std::string(token.text(field))) == token)
        return any_sharing(token, [](const Token&) { return true; });
    return nullptr;
  }

  // The record that a save updates, or none for an insert. Throws where it must, or may, be
  // refused.
  const Token* target(const Token& token) const {
    const auto own = records_.find(token.text(Field::kId));
    if (is_bare(token)) throw refused("the token holds nothing to save");
    if (own != records_.end() && !names(token, own->second))
      throw refused("the id is that of a record which the token does not name");
    if (const Token* record = named(token)) return record;
    if (!token.has_credential())
      throw refused("no record is named, and a new one must hold a credential");
    return any_sharing(token, [&](const Token& record) {
      return is_kin_to_save(token, record) && brings_nothing(token, record);
    });
  }

  static Token merged(Token record, const Token& token) {
    for (Field field : kFields)
      if (field != Field::kId && token.has(field)) record[field] = token[field];
    return record;
  }

  void update(const Token& record, const Token& token) {
    Token after = merged(record, token);
    unlist(record);
    put(std::move(after));
  }

  void put(Token record) {
    const std::string& id = *record[Field::kId];
    for (std::size_t i = 0; i < kIndexed.size(); ++i)
      if (record.has(kIndexed[i])) indexes_[i][*record[kIndexed[i]]].insert(id);
    records_[id] = std::move(record);
  }

  void unlist(const Token& record) {
    for (std::size_t i = 0; i < kIndexed.size(); ++i) {
      const auto found = indexes_[i].find(record.text(kIndexed[i]));
      if (found == indexes_[i].end()) continue;
      found->second.erase(*record[Field::kId]);
      if (found->second.empty()) indexes_[i].erase(found);
    }
  }

  std::map<std::string, Token, std::less<>> records_;  // by id
  std::array<Index, kIndexed.size()> indexes_;
};

class RefusingFactory final : public StoreFactory {
 public:
  std::string_view name() const override { return "refusing"; }

  Capabilities capabilities() const override {
    Capabilities capabilities;
    for (Field field : kFields) capabilities.capacity[index_of(field)] = capacity_of(field);
    return capabilities;
  }

  std::unique_ptr<TokenStore> open(const std::string&) override {
    return std::make_unique<RefusingStore>();
  }
  void drop(const std::string&) override {}
};

}  // namespace

std::unique_ptr<StoreFactory> make_refusing_factory() {
  return std::make_unique<RefusingFactory>();
}

}  // namespace assay
