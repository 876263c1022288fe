// What a save writes, where, and how it reports.

#include <string>
#include <utility>

#include "stores/broken/clay.h"
#include "stores/broken/families.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct DropsRefreshToken : ClayStore {
  void update(Token& record, const Token& token) override {
    ClayStore::update(record, token);
    record[Field::kRefreshToken] = token[Field::kRefreshToken];
  }
};

struct ResetsExpiry : ClayStore {
  void update(Token& record, const Token& token) override {
    const bool is_new =
        token.has(Field::kAccessToken) && !token.agrees(record, Field::kAccessToken);
    if (is_new) record[Field::kExpiresIn].reset();
    ClayStore::update(record, token);
  }
};

// A first save and a find cannot see it: it takes two saves on one record.
struct KeepsAccessToken : ClayStore {
  void update(Token& record, const Token& token) override {
    const auto access = record[Field::kAccessToken];
    ClayStore::update(record, token);
    if (access) record[Field::kAccessToken] = access;
  }
};

struct EmptyUserClears : ClayStore {
  void update(Token& record, const Token& token) override {
    ClayStore::update(record, token);
    if (token[Field::kUserName]) record[Field::kUserName] = token[Field::kUserName];
  }
};

struct WritesTheId : ClayStore {
  void update(Token& record, const Token& token) override {
    ClayStore::update(record, token);
    if (token.has(Field::kId)) record[Field::kId] = token[Field::kId];
  }
};

struct RenewsTheId : ClayStore {
  void update(Token& record, const Token& token) override {
    ClayStore::update(record, token);
    record[Field::kId] = generated_id();
  }
};

// It takes two users who hold one access token.
struct WritesToAll : ClayStore {
  void save_token(Token& token) override {
    const Token given = token;
    const std::vector<Token> before = records_;
    ClayStore::save_token(token);
    if (way_of(given) != Way::kAccess || records_ == before) return;
    for (Token& record : records_)
      if (agree(given, record, Field::kAccessToken)) write(record, given);
  }
};

struct UnchangedIsAnError : ClayStore {
  void update(Token& record, const Token& token) override {
    const Token before = record;
    ClayStore::update(record, token);
    if (record == before && way_of(token) == Way::kUser) throw refused("no record was changed");
  }
};

// Of two calls in a row: any other one in between is forgiven.
struct RepeatIsRefused : ClayStore {
  void save_token(Token& token) override {
    if (way_of(token) != Way::kWeak && token == last_ && records_ == after_last_)
      throw refused("this has been saved just now");
    const Token given = token;
    ClayStore::save_token(token);
    last_ = given;
    after_last_ = records_;
  }
  std::optional<Token> find_token(const Token& token) override {
    last_.reset();
    return ClayStore::find_token(token);
  }
  std::optional<Token> find_token_by_id(std::string_view id) override {
    last_.reset();
    return ClayStore::find_token_by_id(id);
  }
  void delete_token(std::string_view id) override {
    last_.reset();
    ClayStore::delete_token(id);
  }

 private:
  std::optional<Token> last_;
  std::vector<Token> after_last_;
};

struct UnchangedIsInserted : ClayStore {
  Place place_to_save(const Token& token) const override {
    const Place place = ClayStore::place_to_save(token);
    if (!place || way_of(token) != Way::kUser || token.has(Field::kId)) return place;
    Token after = records_[*place];
    write(after, token);
    return after == records_[*place] ? std::nullopt : place;
  }
};

struct FailureSwallowed : ClayStore {
  void save_token(Token& token) override {
    try {
      ClayStore::save_token(token);
    } catch (const StoreError&) {
      // "A login must not fail for that."
    }
  }
};

struct WritesThenRefuses : ClayStore {
  void save_token(Token& token) override {
    try {
      ClayStore::save_token(token);
    } catch (const StoreError&) {
      if (const Place named = place_named(token, Aim::kSave)) write(records_[*named], token);
      throw;
    }
  }
};

struct EmptyTokenInserted : ClayStore {
  Place place_to_save(const Token& token) const override {
    if (way_of(token) == Way::kNothing) return std::nullopt;
    return ClayStore::place_to_save(token);
  }
};

template <Field kField>
struct InsertForgets : ClayStore {
  void insert(const Token& token) override {
    ClayStore::insert(token);
    records_.back()[kField].reset();
  }
};

struct OldRecordTold : ClayStore {
  void save_token(Token& token) override {
    const Place place = place_to_save(token);
    const auto old = place ? std::optional<Token>(records_[*place]) : std::nullopt;
    ClayStore::save_token(token);
    if (old) token = *old;
  }
};

struct StoredUserRefused : ClayStore {
  Place place_to_save(const Token& token) const override {
    const Place place = ClayStore::place_to_save(token);
    if (!place || way_of(token) != Way::kUser) return place;
    for (Field field : kFields)
      if (field != Field::kId && token.has(field) && !token.agrees(records_[*place], field))
        throw refused("this user is stored already");
    return place;
  }
};

struct InsertClearsLeftovers : ClayStore {
  void insert(const Token& token) override {
    std::erase_if(records_, [&](const Token& record) {
      return !record.has(Field::kUserName) && agree(token, record, Field::kClientId);
    });
    ClayStore::insert(token);
  }
};

// It takes two records, of which the second has another access token.
struct UpdatesTheLast : ClayStore {
  void update(Token& record, const Token& token) override {
    ClayStore::update(way_of(token) == Way::kAccess ? records_.back() : record, token);
  }
};

struct DoneAndRaised : ClayStore {
  void update(Token& record, const Token& token) override {
    const Token before = record;
    ClayStore::update(record, token);
    if (record != before) throw refused("-1 rows were changed");
  }
};

struct ExpiryInvented : ClayStore {
  void update(Token& record, const Token& token) override {
    const bool is_new = !token.agrees(record, Field::kAccessToken);
    ClayStore::update(record, token);
    if (is_new && token.has(Field::kAccessToken) && !record.has(Field::kExpiresIn))
      record[Field::kExpiresIn] = "3600000";
  }
};

struct SecretsWiped : ClayStore {
  void tell(Token& token, const Token& record) const override {
    ClayStore::tell(token, record);
    token[Field::kClientSecret].reset();
  }
};

struct InsertRetried : ClayStore {
  void insert(const Token& token) override {
    ClayStore::insert(token);
    if (!token.has(Field::kId) && !token.has(Field::kUserName)) ClayStore::insert(token);
  }
};

constexpr BrokenStore kUpdates[] = {
    row<"update-drops-refresh-token-when-absent", DropsRefreshToken>(
        "TS-SAVE-07"_rule,
        "Writes the refresh token also where the token has none, as a refresh response has not: "
        "the user is logged out."),
    row<"update-resets-expiry", ResetsExpiry>(
        "TS-SAVE-07"_rule,
        "Forgets the expiry when the access token changes: it is thought to belong to that."),
    row<"update-keeps-old-access-token", KeepsAccessToken>(
        "TS-SAVE-07"_rule,
        "Never writes a new access token: it stands among the keys that an update leaves out."),
    row<"update-clears-user-name-when-empty", EmptyUserClears>(
        "TS-SAVE-07"_rule,
        "Writes an empty user name over the record's: the field is tested for being set."),
    row<"update-writes-the-id", WritesTheId>(
        "TS-SAVE-08"_rule, "Writes the token's id over the record's: it copies every field."),
    row<"update-renews-the-id", RenewsTheId>(
        "TS-SAVE-08"_rule,
        "Gives the record a new id at every update: it is deleted and inserted again."),
    row<"update-writes-to-all-with-the-access-token", WritesToAll>(
        "TS-SAVE-16"_rule,
        "Writes to every record with the access token: an UPDATE by it, not by the id."),
    row<"save-refused-when-repeated", RepeatIsRefused>(
        "TS-SAVE-09"_rule,
        "Refuses the token that it has just saved: a guard against people who click twice."),
    row<"unchanged-update-is-an-error", UnchangedIsAnError>(
        "TS-SAVE-09"_rule,
        "Raises where a user's update changes nothing: MySQL counts no row for it, and zero was "
        "taken "
        "for a failure."),
    row<"unchanged-update-inserts", UnchangedIsInserted>(
        "TS-DUP-02"_rule,
        "Inserts where a user's update changes nothing: MySQL counts no row for it, and zero was "
        "taken "
        "for no match."),
    row<"failure-swallowed", FailureSwallowed>(
        "TS-SAVE-14"_rule, "Returns as if all were well when a save fails: a catch for comfort."),
    row<"writes-and-then-refuses", WritesThenRefuses>(
        "TS-SAVE-11"_rule,
        "Updates the record and then notices that the id is another's: no transaction around."),
    row<"empty-token-inserted", EmptyTokenInserted>(
        "TS-SAVE-10"_rule, "Inserts a token in which there is nothing: nobody looks."),
    row<"insert-forgets-redirect-url", InsertForgets<Field::kRedirectUrl>>(
        "TS-SAVE-01"_rule,
        "Does not store the redirect URL: the column came later, and the INSERT is the old one."),
    row<"old-record-told-to-the-caller", OldRecordTold>(
        "TS-SAVE-12"_rule,
        "Fills the caller's token from the record as it was read before the update."),
    row<"stored-user-refused", StoredUserRefused>(
        "TS-SAVE-02"_rule,
        "Refuses a user who is stored with other values: the error of a duplicate key, passed on."),
    row<"insert-clears-the-clients-leftovers", InsertClearsLeftovers>(
        "TS-SAVE-16"_rule,
        "Removes a client's records without a user before it inserts one: meant as tidying up."),
    row<"update-writes-to-the-last", UpdatesTheLast>(
        "TS-SAVE-03"_rule,
        "Writes what an access token names to the last record: the loop's variable, after it."),
    row<"update-done-and-raised", DoneAndRaised>(
        "TS-SAVE-11"_rule,
        "Updates the record and then raises: the driver does not count rows, and -1 is not 1."),
    row<"update-invents-an-expiry", ExpiryInvented>(
        "TS-VAL-05"_rule, "Gives a new access token an expiry of an hour where it has none."),
    row<"secret-wiped-from-the-callers-token", SecretsWiped>(
        "TS-SAVE-12"_rule,
        "Wipes the client_secret from the caller's token: it should not stay in memory."),
    row<"insert-retried", InsertRetried>(
        "TS-SAVE-16"_rule,
        "Inserts a second time what no key forbids: the answer was late, and it was retried."),
};

}  // namespace

std::span<const BrokenStore> broken_updates() { return kUpdates; }

}  // namespace assay
