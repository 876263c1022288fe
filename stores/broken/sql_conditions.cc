// Stores on SQLite: conditions that hold of too many records, or of too few.

#include <string>

#include "stores/broken/families.h"
#include "stores/broken/row.h"
#include "stores/broken/slate.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct UserSavedRtrim : SlateStore {
  std::string named(const Token& token, Aim aim, Values& values) const override {
    std::string condition = SlateStore::named(token, aim, values);
    if (aim == Aim::kFind || way_of(token) != Way::kUser) return condition;
    return condition + " COLLATE RTRIM";
  }
};

// A user's token, to be found by a condition of its own.
struct UserFinds : SlateStore {
  std::string named(const Token& token, Aim aim, Values& values) const final {
    if (aim == Aim::kSave || way_of(token) != Way::kUser)
      return SlateStore::named(token, aim, values);
    values.emplace_back(token.text(Field::kUserName));
    return user_condition();
  }
  virtual std::string user_condition() const = 0;
};

struct UserTrimmed : UserFinds {
  std::string user_condition() const override { return "TRIM(\"user_name\") = TRIM(?)"; }
};

struct UserLike : UserFinds {
  std::string user_condition() const override { return "\"user_name\" LIKE ?"; }
};

struct ByIdWithoutCase : SlateStore {
  std::optional<Token> record_by_id(std::string_view id) override {
    return first("\"id\" = ? COLLATE NOCASE", {std::string(id)});
  }
};

struct ByIdOrRowNumber : SlateStore {
  std::optional<Token> record_by_id(std::string_view id) override {
    if (auto found = record_of_id(id)) return found;
    return first("CAST(place AS TEXT) = ?", {std::string(id)});
  }
};

struct SixLettersFind : SlateStore {
  std::optional<Token> find_token(const Token& token) override {
    auto found = SlateStore::find_token(token);
    if (found || way_of(token) != Way::kAccess) return found;
    return first("substr(\"access_token\", 1, 6) = substr(?, 1, 6)",
                 {std::string(token.text(Field::kAccessToken))});
  }
};

struct EveryFieldFinds : SlateStore {
  std::string named(const Token& token, Aim aim, Values& values) const override {
    if (aim == Aim::kSave || way_of(token) == Way::kNothing || way_of(token) == Way::kWeak)
      return SlateStore::named(token, aim, values);
    std::string condition = "1";
    for (Field field : kFields)
      if (field != Field::kId && token.has(field))
        condition += " AND " + equals(field, token.text(field), values);
    return condition;
  }
};

struct FindNeedsClient : SlateStore {
  std::string named(const Token& token, Aim aim, Values& values) const override {
    std::string condition = SlateStore::named(token, aim, values);
    if (aim == Aim::kSave || condition.empty()) return condition;
    return condition + " AND \"client_id\" IN (SELECT \"client_id\" FROM tokens)";
  }
};

struct ColumnsSwapped : SlateStore {
  std::string named(const Token& token, Aim aim, Values& values) const override {
    if (aim == Aim::kSave || way_of(token) != Way::kClient)
      return SlateStore::named(token, aim, values);
    Token swapped = token;
    std::swap(swapped[Field::kRefreshToken], swapped[Field::kGrantToken]);
    return SlateStore::named(swapped, aim, values);
  }
};

struct NullUserIsUser : SlateStore {
  std::optional<Token> unnamed(const Token& token) override {
    if (way_of(token) != Way::kAccess) return SlateStore::unnamed(token);
    return first("\"user_name\" IS NULL", {});
  }
};

struct ClientIdOrSecret : SlateStore {
  std::optional<Token> unnamed(const Token& token) override {
    if (way_of(token) != Way::kClient) return SlateStore::unnamed(token);
    Values values;
    const std::string id = equals(Field::kClientId, token.text(Field::kClientId), values);
    const std::string secret =
        equals(Field::kClientSecret, token.text(Field::kClientSecret), values);
    const std::string grant = same_grant(token, values);
    return first("(" + id + " OR " + secret + ") AND " + grant, values);
  }
};

// It takes two users who hold one access token.
struct SeveralAreAnError : SlateStore {
  std::optional<Token> find_token(const Token& token) override {
    Values values;
    if (way_of(token) == Way::kAccess &&
        select(named(token, Aim::kFind, values), values).size() > 1)
      throw refused("more than one row fits");
    return SlateStore::find_token(token);
  }
};

struct SeveralAreNotUpdated : SlateStore {
  void update(const Token& record, const Token& token) override {
    Values values;
    if (way_of(token) == Way::kAccess &&
        select(named(token, Aim::kSave, values), values).size() > 1)
      throw refused("more than one row fits");
    SlateStore::update(record, token);
  }
};

constexpr BrokenStore kSqlConditions[] = {
    row<"sql-user-saved-rtrim", UserSavedRtrim>(
        "TS-USER-01"_rule,
        "Saves by a user name without the blanks at its end, which CHAR columns never kept."),
    row<"sql-user-trimmed-in-a-find", UserTrimmed>(
        "TS-USER-02"_rule,
        "Finds the user by TRIM(user_name): a stray blank from a form once locked somebody out."),
    row<"sql-user-like-in-a-find", UserLike>(
        "TS-USER-02"_rule, "Finds the user with LIKE: the search of a page for people, copied."),
    row<"sql-by-id-without-case", ByIdWithoutCase>(
        "TS-ID-03"_rule, "Finds by id without case: hexadecimal ids come in either."),
    row<"sql-by-id-takes-row-numbers", ByIdOrRowNumber>(
        "TS-BYID-02"_rule,
        "Finds by id or else by the number of the row: both were called the id once."),
    row<"sql-access-token-found-by-prefix", SixLettersFind>(
        "TS-FIND-02"_rule,
        "Finds by the first six letters of an access token where the whole of it is not stored."),
    row<"sql-every-field-finds", EveryFieldFinds>(
        "TS-FIND-01"_rule,
        "Finds what agrees in every field of the query: an old access token hides the user."),
    row<"sql-find-needs-a-client", FindNeedsClient>(
        "TS-FIND-01"_rule,
        "Finds no record without a client_id: an inner join with the table of clients."),
    row<"sql-refresh-and-grant-swapped", ColumnsSwapped>(
        "TS-FIND-01"_rule,
        "Binds the refresh token where the grant token belongs, and the other way about, in a "
        "find."),
    row<"sql-null-user-is-a-user", NullUserIsUser>(
        "TS-SAVE-01"_rule,
        "Looks for the user with IS, to which NULL is NULL: tokens without a user are then one."),
    row<"sql-client-id-or-secret", ClientIdOrSecret>(
        "TS-SAVE-06"_rule,
        "Takes a client for the same when its id or its secret is: an OR that should be an AND."),
    row<"sql-find-raises-where-several-fit", SeveralAreAnError>(
        "TS-FIND-01"_rule,
        "Raises where a find fits several records: a mapper's one() where first() was meant."),
    row<"sql-save-raises-where-several-fit", SeveralAreNotUpdated>(
        "TS-SAVE-03"_rule,
        "Raises where a save fits several records: a mapper's one() where first() was meant."),
};

}  // namespace

std::span<const BrokenStore> broken_sql_conditions() { return kSqlConditions; }

}  // namespace assay
