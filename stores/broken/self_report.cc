// What a store says of itself, and of how its calls ended.

#include <string>

#include "stores/broken/clay.h"
#include "stores/broken/families.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct UnknownForRefused : ClayStore {
  void save_token(Token& token) override {
    try {
      ClayStore::save_token(token);
    } catch (const StoreError& error) {
      throw unknown_outcome(error.what());
    }
  }
};

struct DeclaresPersistence : ClayStore {
  static Capabilities capabilities() {
    Capabilities capabilities;
    capabilities.persistent = true;
    return capabilities;
  }
};

struct DeclaresMoreThanFits : ClayStore {
  static Capabilities capabilities() {
    Capabilities capabilities;
    capabilities.capacity[index_of(Field::kRefreshToken)] = 2048;
    return capabilities;
  }
  void check(const Token& token) const override {
    if (token.text(Field::kRefreshToken).size() > 1024)
      throw refused("the refresh token is too long");
  }
};

struct UserRequired : ClayStore {
  void insert(const Token& token) override {
    if (!token.has(Field::kUserName)) throw refused("there is no user_name");
    ClayStore::insert(token);
  }
};

struct TokenInErrorText : ClayStore {
  void save_token(Token& token) override {
    try {
      ClayStore::save_token(token);
    } catch (const StoreError& error) {
      throw refused(std::string(error.what()) +
                    ": client_secret=" + std::string(token.text(Field::kClientSecret)) +
                    " access_token=" + std::string(token.text(Field::kAccessToken)));
    }
  }
};

struct UnknownWhenDone : ClayStore {
  void delete_tokens() override {
    const bool is_large = records_.size() > 1;
    ClayStore::delete_tokens();
    if (is_large) throw unknown_outcome("the number of rows is not known");
  }
};

struct DeclaresTooLittle : ClayStore {
  static constexpr std::size_t kMost = 200;
  static Capabilities capabilities() {
    Capabilities capabilities;
    capabilities.capacity[index_of(Field::kAccessToken)] = kMost;
    return capabilities;
  }
  void check(const Token& token) const override {
    if (token.text(Field::kAccessToken).size() > kMost)
      throw refused("the access token is too long");
  }
};

struct ThirteenDigits : ClayStore {
  void insert(const Token& token) override {
    if (token.has(Field::kExpiresIn) && token.text(Field::kExpiresIn).size() < 13)
      throw refused("expires_in is to be in milliseconds");
    ClayStore::insert(token);
  }
};

struct RefreshTokenRequired : ClayStore {
  void insert(const Token& token) override {
    if (!token.has(Field::kRefreshToken)) throw refused("there is no refresh_token");
    ClayStore::insert(token);
  }
};

constexpr BrokenStore kSelfReport[] = {
    row<"unknown-for-refused", UnknownForRefused>(
        "TS-OUT-01"_rule,
        "Says that the outcome is unknown where nothing was done: one kind of error for all."),
    row<"persistence-declared-not-had", DeclaresPersistence>(
        "TS-DUR-01"_rule, "Declares that records outlive a reopen, and keeps them in memory."),
    row<"capacity-declared-not-had", DeclaresMoreThanFits>(
        "TS-VAL-02"_rule, "Declares room for 2048 characters, and refuses from 1025 on."),
    row<"user-name-required", UserRequired>(
        "TS-SAVE-01"_rule,
        "Refuses a new token without a user name: made for applications with users alone."),
    row<"unknown-when-done", UnknownWhenDone>(
        "TS-OUT-01"_rule,
        "Says that the outcome of a delete is unknown, because the driver counted no rows."),
    row<"capacity-declared-too-small", DeclaresTooLittle>(
        "TS-VAL-02"_rule,
        "Declares room for 200 characters of an access token: 255 are the least."),
    row<"expiry-of-thirteen-digits", ThirteenDigits>(
        "TS-SAVE-01"_rule,
        "Refuses an expiry of fewer than 13 digits: it is taken for one in seconds."),
    row<"refresh-token-required", RefreshTokenRequired>(
        "TS-SAVE-01"_rule,
        "Refuses a new token without a refresh token: made for one kind of grant alone."),
    row<"token-in-the-error-text", TokenInErrorText>(
        "TS-SEC-02"_rule, "Puts the token into the error text, to make it easier to look into."),
};

}  // namespace

std::span<const BrokenStore> broken_self_report() { return kSelfReport; }

}  // namespace assay
