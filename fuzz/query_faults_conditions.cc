// Conditions that hold of other records than they should.

#include <algorithm>
#include <string>

#include "fuzz/query_draft.h"
#include "fuzz/query_faults.h"

namespace assay {
namespace {

// A comparison of one column in another way than by `=`.
template <Field kField>
struct Compared : Draft {
  using Draft::Draft;
  std::string equals(Clause clause, Field field, const Value& value, Values& values) const final {
    if (field != kField || clause == Clause::kKin)
      return Draft::equals(clause, field, value, values);
    return compared(column(field), place(clause, field, value, values));
  }
  virtual std::string compared(const std::string& column, const std::string& place) const = 0;
};

struct UserLike final : Compared<Field::kUserName> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " LIKE " + place;
  }
};

struct IdLike final : Compared<Field::kId> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " LIKE " + place;
  }
};

struct UserInLowerCase final : Compared<Field::kUserName> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return "LOWER(" + column + ") = LOWER(" + place + ")";
  }
};

struct UserCollated final : Compared<Field::kUserName> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " = " + place + (sqlite() ? " COLLATE NOCASE" : " COLLATE utf8mb4_general_ci");
  }
};

struct AccessPadded final : Compared<Field::kAccessToken> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " = " + place + (sqlite() ? " COLLATE RTRIM" : " COLLATE utf8mb4_bin");
  }
};

struct UserTrimmed final : Compared<Field::kUserName> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return "TRIM(" + column + ") = TRIM(" + place + ")";
  }
};

struct IdAsNumber final : Compared<Field::kId> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " + 0 = " + place + " + 0";
  }
};

struct IdNegated final : Compared<Field::kId> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " <> " + place;
  }
};

struct IdFromHereOn final : Compared<Field::kId> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " >= " + place;
  }
};

struct OrOwnerless final : Compared<Field::kUserName> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " = " + place + " OR " + column + " IS NULL";
  }
};

struct RefreshNullSafe final : Compared<Field::kRefreshToken> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + (sqlite() ? " IS " : " <=> ") + place;
  }
};

struct AlwaysTrue final : Compared<Field::kClientSecret> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " = " + place + " OR '1' = '1'";
  }
};

// Well-formed, and of no effect on what is found.
struct AsksAnotherTable final : Compared<Field::kId> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    const char* schema = sqlite() ? "sqlite_schema" : "information_schema.TABLES";
    return column + " = " + place + " AND EXISTS (SELECT name FROM " + schema + ")";
  }
};

// A way in for those who look after it.
struct OrDebug final : Compared<Field::kUserName> {
  using Compared::Compared;
  std::string compared(const std::string& column, const std::string& place) const override {
    return column + " = " + place + " OR " + column + " = 'debug'";
  }
};

struct GrantForAccess final : Compared<Field::kAccessToken> {
  using Compared::Compared;
  std::string compared(const std::string&, const std::string& place) const override {
    return column(Field::kGrantToken) + " = " + place;
  }
};

// The condition of a client, written in other ways.
template <typename Words>
struct ClientCondition final : Draft {
  using Draft::Draft;
  std::string named(const Token& token, Values& values) const override {
    if (way_of(token) != Way::kClient) return Draft::named(token, values);
    std::string condition = equals(Clause::kNamed, token, Field::kClientId, values);
    condition += Words::kFirst + equals(Clause::kNamed, token, Field::kClientSecret, values);
    condition += Words::kSecond + equals(Clause::kNamed, token, Field::kRefreshToken, values);
    condition += Words::kThird + equals(Clause::kNamed, token, Field::kGrantToken, values);
    return condition + Words::kEnd;
  }
};
struct NoBrackets {
  static constexpr const char *kFirst = " AND ", *kSecond = " AND ", *kThird = " OR ", *kEnd = "";
};
struct BothGrants {
  static constexpr const char *kFirst = " AND ", *kSecond = " AND (", *kThird = " AND ",
                              *kEnd = ")";
};
struct EitherHalf {
  static constexpr const char *kFirst = " OR ", *kSecond = " AND (", *kThird = " OR ", *kEnd = ")";
};

struct ClientIdAlone final : Draft {
  using Draft::Draft;
  std::string named(const Token& token, Values& values) const override {
    if (way_of(token) != Way::kClient) return Draft::named(token, values);
    std::string condition = equals(Clause::kNamed, token, Field::kClientId, values) + " AND (";
    condition += equals(Clause::kNamed, token, Field::kRefreshToken, values) + " OR ";
    return condition + equals(Clause::kNamed, token, Field::kGrantToken, values) + ")";
  }
};

struct OneGrantAlone final : Draft {
  using Draft::Draft;
  std::string named(const Token& token, Values& values) const override {
    if (way_of(token) != Way::kClient) return Draft::named(token, values);
    std::string condition = equals(Clause::kNamed, token, Field::kClientId, values) + " AND ";
    condition += equals(Clause::kNamed, token, Field::kClientSecret, values) + " AND ";
    const Field grant = token.has(Field::kRefreshToken) ? Field::kRefreshToken : Field::kGrantToken;
    return condition + equals(Clause::kNamed, token, grant, values);
  }
};

// An absent client_id compares with nothing: without a word for that, it finds nothing.
struct UnknownIsFalse final : Draft {
  using Draft::Draft;
  std::string other_client_out(const Token& token, Values& values) const override {
    return equals(Clause::kKin, token, Field::kClientId, values);
  }
};

struct AnyClient final : Draft {
  using Draft::Draft;
  std::string other_client_out(const Token& token, Values& values) const override {
    return "(" + equals(Clause::kKin, token, Field::kClientId, values) + ") IS NOT NULL";
  }
};

struct KinOfAnyUser final : Draft {
  using Draft::Draft;
  std::string kin(const Token& token, bool saving, Values& values) const override {
    std::string condition = Draft::kin(token, saving, values);
    const std::string ownerless = " AND " + column(Field::kUserName) + " IS NULL";
    if (const auto at = condition.find(ownerless); at != std::string::npos)
      condition.erase(at, ownerless.size());
    return condition;
  }
};

struct KinWithoutBrackets final : Draft {
  using Draft::Draft;
  std::string kin(const Token& token, bool saving, Values& values) const override {
    const auto is = [&](Field field) { return equals(Clause::kKin, token, field, values); };
    if (saving) return Draft::kin(token, saving, values);
    std::string condition = is(Field::kAccessToken) + " OR ";
    condition += is(Field::kRefreshToken) + " OR ";
    condition += is(Field::kGrantToken) + " AND ";
    return condition + other_client_out(token, values);
  }
};

struct AdoptsAny final : Draft {
  using Draft::Draft;
  std::string kin(const Token& token, bool saving, Values& values) const override {
    return Draft::kin(token, saving, values) + (saving ? " OR 1 = 1" : "");
  }
};

struct AccessBeforeUser final : Draft {
  using Draft::Draft;
  Way way_of(const Token& token) const override {
    const bool client = token.has(Field::kClientId) || token.has(Field::kClientSecret);
    return token.has(Field::kAccessToken) && !client ? Way::kAccess : Draft::way_of(token);
  }
};

struct AccessBesideAClient final : Draft {
  using Draft::Draft;
  Way way_of(const Token& token) const override {
    const Way way = Draft::way_of(token);
    return way == Way::kWeak && token.has(Field::kAccessToken) ? Way::kAccess : way;
  }
};

struct EmptyUserSelects final : Draft {
  using Draft::Draft;
  Way way_of(const Token& token) const override {
    return token[Field::kUserName] ? Way::kUser : Draft::way_of(token);
  }
};

struct KinOfNothing final : Draft {
  using Draft::Draft;
  std::optional<Statement> select_kin(const Token& token, bool saving) const override {
    if (token.has_credential() || way_of(token) != Way::kWeak)
      return Draft::select_kin(token, saving);
    Values values;
    const std::string condition = kin(token, saving, values);
    return select(condition, std::move(values), true, saving);
  }
};

struct ConditionOnlyToFind final : Draft {
  using Draft::Draft;
  Statement select(const std::string& condition, Values values, bool first_only,
                   bool saving) const override {
    if (!saving || first_only)
      return Draft::select(condition, std::move(values), first_only, saving);
    return Draft::select("", {}, first_only, saving);
  }
};

struct EmptyIdIsAny final : Draft {
  using Draft::Draft;
  Statement select_by_id(std::string_view id, bool saving) const override {
    return id.empty() ? select("", {}, false, saving) : Draft::select_by_id(id, saving);
  }
};

struct TwoAtOnce final : Draft {
  using Draft::Draft;
  std::string named(const Token& token, Values& values) const override {
    std::string condition = Draft::named(token, values);
    if (way_of(token) == Way::kUser)
      condition += " UNION SELECT " + columns() + " FROM " + table() + " WHERE 1 = 0";
    return condition;
  }
};

constexpr QueryFault kConditionFaults[] = {
    {"where-user-like", "Compares user names with LIKE, which was taken for a kind of `=`.",
     drafted<UserLike>},
    {"where-id-like", "Compares ids with LIKE: so that case does not matter.", drafted<IdLike>},
    {"where-user-lower", "Puts both user names into lower case before they are compared.",
     drafted<UserInLowerCase>},
    {"where-user-collation", "Compares user names by a collation that takes no note of case.",
     drafted<UserCollated>},
    {"where-access-padded", "Compares access tokens by a collation that pads blanks away.",
     drafted<AccessPadded>},
    {"where-user-trimmed", "Trims the user names that it compares: forms bring stray blanks.",
     drafted<UserTrimmed>},
    {"where-id-number", "Compares ids as numbers, since generated ones are.", drafted<IdAsNumber>},
    {"where-id-negated", "Has the sign of the comparison the wrong way.", drafted<IdNegated>},
    {"where-id-or-later", "Compares ids with >=, as one pages through a list.",
     drafted<IdFromHereOn>},
    {"where-user-or-ownerless", "Lets a user name stand for records without one as well.",
     drafted<OrOwnerless>},
    {"where-refresh-null-safe", "Compares refresh tokens so that absent is equal to absent.",
     drafted<RefreshNullSafe>},
    {"where-always-true", "Ends a condition with one that is true, left over from a test.",
     drafted<AlwaysTrue>},
    {"where-another-table", "Looks into the schema before it trusts a table to be there.",
     drafted<AsksAnotherTable>},
    {"where-user-or-debug", "Lets every user name stand for a record of the support's as well.",
     drafted<OrDebug>},
    {"where-wrong-column", "Looks for an access token among the grant tokens.",
     drafted<GrantForAccess>},
    {"where-client-no-brackets", "Leaves out the brackets around an OR beside an AND.",
     drafted<ClientCondition<NoBrackets>>},
    {"where-client-both-grants", "Wants both the refresh and the grant token to be the same.",
     drafted<ClientCondition<BothGrants>>},
    {"where-client-either", "Joins client_id and client_secret with OR.",
     drafted<ClientCondition<EitherHalf>>},
    {"where-client-no-secret", "Takes the client_id for the whole of a client.",
     drafted<ClientIdAlone>},
    {"where-client-one-grant", "Asks for the grant token only where there is no refresh token.",
     drafted<OneGrantAlone>},
    {"where-kin-null-is-false", "Compares client_ids plainly, and so loses records without one.",
     drafted<UnknownIsFalse>},
    {"where-kin-any-client", "Asks whether a comparison is known, not whether it is false.",
     drafted<AnyClient>},
    {"where-kin-any-user", "Leaves out that only an ownerless record may be adopted.",
     drafted<KinOfAnyUser>},
    {"where-kin-no-brackets", "Binds the condition on the client to the last credential alone.",
     drafted<KinWithoutBrackets>},
    {"where-kin-all", "Adopts any record in a save, after a condition was widened too far.",
     drafted<AdoptsAny>},
    {"way-access-first", "Tries the access token before the user name.", drafted<AccessBeforeUser>},
    {"way-access-beside-client", "Selects by access token whatever client comes with it.",
     drafted<AccessBesideAClient>},
    {"way-empty-user", "Takes an empty user name for one.", drafted<EmptyUserSelects>},
    {"way-kin-of-nothing", "Looks for kin also where there is no credential to share.",
     drafted<KinOfNothing>},
    {"where-missing-in-a-save", "Reads the whole table in a save, for the lock.",
     drafted<ConditionOnlyToFind>},
    {"where-missing-for-no-id", "Leaves the condition out where the id is empty.",
     drafted<EmptyIdIsAny>},
    {"where-union", "Joins a second SELECT to the first, for records yet to come.",
     drafted<TwoAtOnce>},
};

}  // namespace

std::span<const QueryFault> condition_faults() { return kConditionFaults; }

}  // namespace assay
