// A token store in a list, the worked example: assay run --exec ./list_store
// Built by: g++ -std=c++20 -O2 -o list_store list_store.cc
#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/cpp/assay_adapter.h"

using assay_adapter::Token;

namespace {

std::string text(const Token& token, const std::string& field) {
  const auto found = token.find(field);
  return found == token.end() ? "" : found->second;
}

bool has(const Token& token, const std::string& field) { return !text(token, field).empty(); }

bool same(const Token& token, const Token& record, const std::string& field) {
  return has(token, field) && text(token, field) == text(record, field);
}

bool shares_grant(const Token& token, const Token& record) {
  return same(token, record, "refresh_token") || same(token, record, "grant_token");
}

using Selector = std::function<bool(const Token&)>;

// How a token picks records; none where it cannot tell them apart.
Selector selector(const Token& token) {
  if (has(token, "user_name"))
    return [&token](const Token& record) { return same(token, record, "user_name"); };
  if (has(token, "access_token") && !has(token, "client_id") && !has(token, "client_secret"))
    return [&token](const Token& record) { return same(token, record, "access_token"); };
  if (has(token, "client_id") && has(token, "client_secret") &&
      (has(token, "refresh_token") || has(token, "grant_token")))
    return [&token](const Token& record) {
      return same(token, record, "client_id") && same(token, record, "client_secret") &&
             shares_grant(token, record);
    };
  return {};
}

// For a token without a selector: one that shares a credential, unless of another client.
bool related(const Token& token, const Token& record) {
  if (!same(token, record, "access_token") && !shares_grant(token, record)) return false;
  return !has(token, "client_id") || !has(record, "client_id") || same(token, record, "client_id");
}

class ListStore {
 public:
  std::optional<Token> find_token_by_id(const std::string& id) {
    return copy_of(first([&](const Token& record) { return record.at("id") == id; }));
  }

  std::optional<Token> find_token(const Token& token) {
    if (const Selector matches = selector(token)) return copy_of(first(matches));
    const bool id_alone = std::ranges::all_of(
        token, [](const auto& field) { return field.first == "id" || field.second.empty(); });
    if (id_alone) return find_token_by_id(text(token, "id"));
    return copy_of(first([&](const Token& record) { return related(token, record); }));
  }

  void save_token(Token& token) {
    Token* record = target(token);
    if (record == nullptr) record = &records_.emplace_back(Token{{"id", free_id(token)}});
    for (const auto& [field, value] : token)
      if (field != "id" && !value.empty()) (*record)[field] = value;
    token["id"] = record->at("id");
  }

  void delete_token(const std::string& id) {
    std::erase_if(records_, [&](const Token& record) { return record.at("id") == id; });
  }

  std::vector<Token> get_tokens() { return records_; }
  void delete_tokens() { records_.clear(); }

 private:
  // The record that a save updates, or null for a new one.
  Token* target(const Token& token) {
    if (std::ranges::all_of(token, [](const auto& field) { return field.second.empty(); }))
      throw std::invalid_argument("nothing to save: no field of the token is set");
    const Selector matches = selector(token);
    const auto own = find_token_by_id(text(token, "id"));
    if (own && !(matches && matches(*own)))
      throw std::invalid_argument("the id is that of another record; leave the id out");
    Token* const record = matches ? first(matches) : nullptr;
    if (record == nullptr && !has(token, "access_token") && !has(token, "refresh_token") &&
        !has(token, "grant_token"))
      throw std::invalid_argument("a new record needs an access, refresh or grant token");
    if (matches) return record;
    return first([&](const Token& r) {
      return related(token, r) || (same(token, r, "client_id") && same(token, r, "client_secret") &&
                                   !has(r, "user_name"));
    });
  }

  Token* first(const Selector& matches) {
    const auto found = std::ranges::find_if(records_, matches);
    return found == records_.end() ? nullptr : &*found;
  }

  static std::optional<Token> copy_of(const Token* record) {
    return record == nullptr ? std::nullopt : std::optional(*record);
  }

  // The one that the caller gives, or a new one.
  static std::string free_id(const Token& token) {
    if (has(token, "id")) return text(token, "id");
    static std::random_device device;
    std::array<char, 33> id{};
    std::snprintf(id.data(), id.size(), "%08x%08x", device(), device());
    return id.data();
  }

  std::vector<Token> records_;
};

}  // namespace

int main() {
  const assay_adapter::Json who = {
      {"name", "list"}, {"language", "C++"}, {"capabilities", {{"storage", "memory"}}}};
  return assay_adapter::serve(who,
                              [](const std::string&) { return std::make_unique<ListStore>(); });
}
