// Which record a token stands for: selectors ignored, weakened, put in the wrong order.

#include <cctype>
#include <cstdlib>
#include <cstring>
#include <string>

#include "stores/broken/clay.h"
#include "stores/broken/families.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

bool equal_but_for_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

// A token that comes with an id is updated by that.
struct UserIgnored : ClayStore {
  Place place_to_save(const Token& token) const override {
    const bool is_new = way_of(token) == Way::kUser && !token.has(Field::kId);
    return is_new && token.has_credential() ? std::nullopt : ClayStore::place_to_save(token);
  }
};

struct FindIgnoresAccessToken : ClayStore {
  bool names(const Token& token, const Token& record, Aim aim) const override {
    const bool is_looked_for = aim == Aim::kSave || way_of(token) != Way::kAccess;
    return is_looked_for && ClayStore::names(token, record, aim);
  }
};

struct SaveIgnoresAccessToken : ClayStore {
  Place place_to_save(const Token& token) const override {
    const bool is_new = way_of(token) == Way::kAccess && !token.has(Field::kId);
    return is_new ? std::nullopt : ClayStore::place_to_save(token);
  }
};

// A client's token, to be saved. What is wrong with it is wrong in a save alone: saves and finds
// have conditions of their own in most stores, and grow apart.
struct ClientSaves : ClayStore {
  bool names(const Token& token, const Token& record, Aim aim) const final {
    if (aim == Aim::kFind || way_of(token) != Way::kClient)
      return ClayStore::names(token, record, aim);
    return client_names(token, record);
  }
  virtual bool client_names(const Token& token, const Token& record) const = 0;
};

// Looks at one credential where it should look at either.
template <Field kLookedAt, Field kHidden>
struct OneHidesTheOther : ClientSaves {
  bool client_names(const Token& token, const Token& record) const override {
    const Field decisive = token.has(kLookedAt) ? kLookedAt : kHidden;
    return same_client(token, record) && agree(token, record, decisive);
  }
};

struct ClientNotCompared : ClayStore {
  Place place_to_save(const Token& token) const override {
    const Place place = ClayStore::place_to_save(token);
    if (place || way_of(token) != Way::kClient) return place;
    return first([&](const Token& record) {
      return agree(token, record, Field::kRefreshToken) || agree(token, record, Field::kGrantToken);
    });
  }
};

// A record with another secret is kin, which may be adopted. It takes a second record, with the
// right secret and later in the list, for the first to be wrong; and two users, for there to be
// two.
struct ClientSecretNotCompared : ClientSaves {
  bool client_names(const Token& token, const Token& record) const override {
    const bool refresh = agree(token, record, Field::kRefreshToken);
    return (refresh && agree(token, record, Field::kClientId)) ||
           (same_client(token, record) && agree(token, record, Field::kGrantToken));
  }
};

struct SaveFallsBackToAccessToken : ClayStore {
  Place place_to_save(const Token& token) const override {
    const Place place = ClayStore::place_to_save(token);
    if (place || way_of(token) != Way::kUser) return place;
    return first([&](const Token& record) { return agree(token, record, Field::kAccessToken); });
  }
};

struct FindFallsBackToAccessToken : ClayStore {
  Place place_to_find(const Token& token) const override {
    const Place place = ClayStore::place_to_find(token);
    if (place || way_of(token) != Way::kUser) return place;
    return first([&](const Token& record) {
      return record.has(Field::kUserName) && agree(token, record, Field::kAccessToken);
    });
  }
};

struct SaveFallsBackToId : ClayStore {
  Place place_to_save(const Token& token) const override {
    const Place own = place_of_id(token.text(Field::kId));
    return own && !place_named(token, Aim::kSave) ? own : ClayStore::place_to_save(token);
  }
};

struct UsersSavedWithoutCase : ClayStore {
  bool names(const Token& token, const Token& record, Aim aim) const override {
    if (aim == Aim::kFind || way_of(token) != Way::kUser)
      return ClayStore::names(token, record, aim);
    return equal_but_for_case(token.text(Field::kUserName), record.text(Field::kUserName));
  }
};

struct UsersFoundWithoutCase : ClayStore {
  bool names(const Token& token, const Token& record, Aim aim) const override {
    if (aim == Aim::kSave || way_of(token) != Way::kUser)
      return ClayStore::names(token, record, aim);
    return equal_but_for_case(token.text(Field::kUserName), record.text(Field::kUserName));
  }
};

struct AccessTokensWithoutCase : ClayStore {
  bool agree(const Token& token, const Token& record, Field field) const override {
    if (field != Field::kAccessToken) return ClayStore::agree(token, record, field);
    return token.has(field) && equal_but_for_case(token.text(field), record.text(field));
  }
};

struct EmptyUserSaves : ClayStore {
  Place place_to_save(const Token& token) const override {
    const Place place = ClayStore::place_to_save(token);
    if (place || !token[Field::kUserName] || token.has(Field::kUserName)) return place;
    return first([](const Token& record) { return !record.has(Field::kUserName); });
  }
};

struct EmptyUserFinds : ClayStore {
  Place place_to_find(const Token& token) const override {
    const Place place = ClayStore::place_to_find(token);
    if (place || way_of(token) != Way::kWeak || !token[Field::kUserName]) return place;
    return first([](const Token& record) { return !record.has(Field::kUserName); });
  }
};

struct ClientAloneFinds : ClayStore {
  Place place_to_find(const Token& token) const override {
    const Place place = ClayStore::place_to_find(token);
    if (place || way_of(token) != Way::kWeak || token.has_credential()) return place;
    return first([&](const Token& record) { return agree(token, record, Field::kClientId); });
  }
};

struct EmptyQueryFinds : ClayStore {
  Place place_to_find(const Token& token) const override {
    if (way_of(token) == Way::kNothing && !records_.empty()) return 0;
    return ClayStore::place_to_find(token);
  }
};

struct FindRaisesWhereNoneFits : ClayStore {
  std::optional<Token> find_token(const Token& token) override {
    auto found = ClayStore::find_token(token);
    if (!found && !token.is_empty()) throw refused("there is no such token");
    return found;
  }
};

struct FirstIsFalse : ClayStore {
  std::optional<Token> find_token(const Token& token) override {
    const Place place = place_to_find(token);
    if (!place || (*place == 0 && way_of(token) != Way::kWeak)) return std::nullopt;
    return answer(records_[*place], token);
  }
};

struct IdsAsNumbers : ClayStore {
  void delete_token(std::string_view id) override {
    if (const Place place = place_of_number(id)) erase(*place);
  }
  std::optional<Token> find_token_by_id(std::string_view id) override {
    const Place place = place_of_number(id);
    if (!place) return std::nullopt;
    return records_[*place];
  }

 private:
  Place place_of_number(std::string_view id) const {
    const auto number = [](std::string_view text) {
      return std::strtod(std::string(text).c_str(), nullptr);
    };
    if (const Place exact = place_of_id(id)) return exact;
    if (!is_number(id)) return std::nullopt;
    return first([&](const Token& record) {
      const std::string_view stored = record.text(Field::kId);
      return is_number(stored) && number(stored) == number(id);
    });
  }

  static bool is_number(std::string_view text) {
    const std::string whole(text);
    char* end = nullptr;
    std::strtod(whole.c_str(), &end);
    return !whole.empty() && *end == '\0';
  }
};

// Refuses to save a NUL, as it may. A query's NUL ends the text where it stands: "\0" is then the
// empty text that an absent field is kept as.
struct QueryEndsAtNul : ClayStore {
  void check(const Token& token) const override {
    for (Field field : kFields)
      if (token.text(field).find('\0') != std::string_view::npos)
        throw refused("a text holds a NUL");
  }
  bool agree(const Token& token, const Token& record, Field field) const override {
    return token.has(field) &&
           std::strcmp(token[field]->c_str(), record[field].value_or(std::string()).c_str()) == 0;
  }
};

constexpr BrokenStore kMatching[] = {
    row<"user-name-is-no-selector", UserIgnored>(
        "TS-DUP-02"_rule,
        "Never looks for the user: written before several users shared one store."),
    row<"access-token-is-no-selector", FindIgnoresAccessToken>(
        "TS-FIND-01"_rule,
        "Never finds by the access token: it changes by the hour, and so was taken for no key."),
    row<"access-token-saves-anew", SaveIgnoresAccessToken>(
        "TS-SAVE-03"_rule,
        "Never looks for the access token in a save: a login is thought to bring a new one."),
    row<"grant-token-hides-refresh-token",
        OneHidesTheOther<Field::kGrantToken, Field::kRefreshToken>>(
        "TS-SAVE-04"_rule,
        "Looks for the grant token alone where both are there: an else-if that should be an or."),
    row<"refresh-token-hides-grant-token",
        OneHidesTheOther<Field::kRefreshToken, Field::kGrantToken>>(
        "TS-SAVE-05"_rule,
        "Looks for the refresh token alone where both are there: an else-if that should be an or."),
    row<"client-not-compared", ClientNotCompared>(
        "TS-SAVE-06"_rule,
        "Takes a refresh or grant token for the same whoever its client is: it looks unique."),
    row<"client-secret-not-compared", ClientSecretNotCompared>(
        "TS-SAVE-04"_rule,
        "Compares the client_id and not the client_secret where a refresh token fits: the id looks "
        "like identity enough."),
    row<"save-falls-back-to-access-token", SaveFallsBackToAccessToken>(
        "TS-USER-01"_rule,
        "Where the user has no record, updates anyone's with the access token: a login passed on "
        "takes the record along."),
    row<"find-falls-back-to-access-token", FindFallsBackToAccessToken>(
        "TS-USER-02"_rule,
        "Where the user has no record, finds anyone's with the access token: meant as a help."),
    row<"save-falls-back-to-id", SaveFallsBackToId>(
        "TS-USER-03"_rule,
        "Where no record is named, updates the token's id's, whoever its user is: an update by "
        "primary key."),
    row<"users-saved-without-case", UsersSavedWithoutCase>(
        "TS-USER-01"_rule,
        "Compares user names without case in a save, as the default collations of databases do."),
    row<"users-found-without-case", UsersFoundWithoutCase>(
        "TS-USER-02"_rule,
        "Compares user names without case in a find: people type them as they like."),
    row<"access-tokens-without-case", AccessTokensWithoutCase>(
        "TS-VAL-06"_rule,
        "Compares access tokens without case, as the default collations of databases do."),
    row<"empty-user-name-saves", EmptyUserSaves>(
        "TS-SAVE-15"_rule,
        "Takes an empty user name for a user: the field is tested for being set."),
    row<"empty-user-name-finds", EmptyUserFinds>(
        "TS-FIND-07"_rule,
        "Finds the records without a user by an empty user name: the field is tested for being "
        "set."),
    row<"client-alone-finds", ClientAloneFinds>(
        "TS-FIND-05"_rule,
        "Finds the first record of a client: any field of the query is taken for a condition."),
    row<"empty-query-finds-the-first", EmptyQueryFinds>(
        "TS-FIND-03"_rule,
        "Finds the first record by an empty token: no condition became no WHERE."),
    row<"find-raises-where-none-fits", FindRaisesWhereNoneFits>(
        "TS-FIND-02"_rule, "Raises where no record fits: absence was taken for an error."),
    row<"first-record-is-false", FirstIsFalse>(
        "TS-FIND-01"_rule,
        "Never finds the first record: its position, zero, was tested for truth."),
    row<"ids-compared-as-numbers", IdsAsNumbers>(
        "TS-ID-03"_rule,
        "Takes \"07\" for \"7\": ids are compared as the numbers that they mostly are."),
    row<"query-ends-at-nul", QueryEndsAtNul>(
        "TS-VAL-07"_rule,
        "Compares as C strings do, up to a NUL: nobody checks a query as a save is checked."),
};

}  // namespace

std::span<const BrokenStore> broken_matching() { return kMatching; }

}  // namespace assay
