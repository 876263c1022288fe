#include "stores/sql_store.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "spec/text.h"
#include "stores/new_id.h"

namespace assay {
namespace {

// An id is 50 random bits: to meet a stored one even once is a sign of a broken random source.
constexpr int kMostIdsTried = 100;

class SqlStore final : public TokenStore {
 public:
  SqlStore(std::unique_ptr<SqlConnection> connection, Query query)
      : connection_(std::move(connection)), query_(std::move(query)) {}

  std::optional<Token> find_token(const Token& token) override {
    std::optional<Token> found;
    transact(false, [&] { found = find(token); });
    return found;
  }

  void save_token(Token& token) override {
    if (token.is_empty()) throw refused("the token is empty: give a credential");
    check_capacity(token);
    std::string id;
    transact(true, [&] { id = save(token); });
    token[Field::kId] = std::move(id);
  }

  void delete_token(std::string_view id) override {
    if (id.empty()) return;
    transact(true, [&] { connection_->execute(query_.delete_by_id(id)); });
  }

  std::vector<Token> get_tokens() override {
    std::vector<Token> tokens;
    transact(false, [&] { tokens = connection_->query(query_.select_all()); });
    return tokens;
  }

  void delete_tokens() override {
    transact(true, [&] { connection_->execute(query_.delete_all()); });
  }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    if (id.empty()) return std::nullopt;
    std::optional<Token> found;
    transact(false, [&] { found = first(query_.select_by_id(id, false)); });
    return found;
  }

 private:
  void transact(bool writes, const std::function<void()>& body) {
    const std::lock_guard lock(mutex_);
    connection_->transact(writes, body);
  }

  void check_capacity(const Token& token) const {
    const auto capacity = capacity_of(query_.dialect());
    for (Field field : kFields) {
      const auto most = capacity[index_of(field)];
      if (most && length_in_characters(token.text(field)) > *most)
        throw refused(std::string(name_of(field)) + " is longer than " + std::to_string(*most) +
                      " characters: shorten it");
    }
  }

  std::optional<Token> first(const std::optional<Statement>& statement) {
    if (!statement) return std::nullopt;
    std::vector<Token> rows = connection_->query(*statement);
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
  }

  std::optional<Token> find(const Token& token) {
    if (const auto named = query_.select_named(token, false)) return first(named);
    if (auto found = first(query_.select_kin(token, false))) return found;
    return only_id(token) ? first(query_.select_by_id(token.text(Field::kId), false))
                          : std::nullopt;
  }

  static bool only_id(const Token& token) {
    return token.has(Field::kId) && std::ranges::none_of(kFields, [&](Field field) {
             return field != Field::kId && token.has(field);
           });
  }

  // Gives the id of the record that now holds the token.
  std::string save(const Token& token) {
    const auto statement = query_.select_named(token, true);
    const auto named = statement ? connection_->query(*statement) : std::vector<Token>();
    const bool stored = token.has(Field::kId) &&
                        first(query_.select_by_id(token.text(Field::kId), true)).has_value();
    if (!named.empty()) {
      const bool own = std::ranges::any_of(
          named, [&](const Token& record) { return token.agrees(record, Field::kId); });
      if (stored && !own)
        throw refused("the id is another record's than the one the token names: leave the id out");
      return update(named.front(), token);
    }
    if (stored)
      throw refused(
          "the id is of a record that the token does not name: leave the id out, or "
          "give the user_name or the credentials of that record");
    if (!token.has_credential())
      throw refused(
          "the token names no record and has no access, refresh or grant token to make "
          "one of: give a credential");
    if (const auto kin = first(query_.select_kin(token, true))) return update(*kin, token);
    return insert(token);
  }

  std::string update(const Token& record, Token token) {
    if (token.agrees(record, Field::kUserName)) token[Field::kUserName].reset();
    std::string id(record.text(Field::kId));
    connection_->execute(query_.update(id, token));
    return id;
  }

  std::string insert(Token record) {
    if (!record.has(Field::kId)) record[Field::kId] = unused_id();
    connection_->execute(query_.insert(record));
    return std::string(record.text(Field::kId));
  }

  // Reads without a lock: to hold the gap around an id that is not there brings deadlocks among
  // those who insert, and the column is unique anyway.
  std::string unused_id() {
    for (int tried = 0; tried < kMostIdsTried; ++tried) {
      std::string id = new_id();
      if (!first(query_.select_by_id(id, false))) return id;
    }
    throw refused("no unused id was found: the system's random source repeats itself");
  }

  std::mutex mutex_;
  std::unique_ptr<SqlConnection> connection_;
  Query query_;
};

}  // namespace

std::unique_ptr<TokenStore> make_sql_store(std::unique_ptr<SqlConnection> connection, Query query) {
  return std::make_unique<SqlStore>(std::move(connection), std::move(query));
}

}  // namespace assay
