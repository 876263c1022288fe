// Inserts, updates and deletes that write something else, or somewhere else.

#include <string>
#include <utility>

#include "fuzz/query_draft.h"
#include "fuzz/query_faults.h"

namespace assay {
namespace {

struct UpdateAll final : Draft {
  using Draft::Draft;
  Statement update(std::string_view id, const Token& token) const override {
    Statement statement = Draft::update(id, token);
    statement.text.resize(statement.text.rfind(" WHERE "));
    statement.values.pop_back();
    return statement;
  }
};

struct DeleteAllById final : Draft {
  using Draft::Draft;
  Statement delete_by_id(std::string_view) const override { return delete_all(); }
};

struct DeleteOfUsersAlone final : Draft {
  using Draft::Draft;
  Statement delete_all() const override {
    Statement statement = Draft::delete_all();
    return {statement.text + where(column(Field::kUserName) + " IS NOT NULL"), {}};
  }
};

struct DeleteByDropping final : Draft {
  using Draft::Draft;
  Statement delete_all() const override { return drop_table(); }
};

struct DeleteOfTheUser final : Draft {
  using Draft::Draft;
  Statement delete_by_id(std::string_view id) const override {
    Statement statement = Draft::delete_by_id(id);
    statement.text += " OR " + column(Field::kUserName) + " = ?";
    statement.values.emplace_back(id);
    return statement;
  }
};

struct DeleteWithALimit final : Draft {
  using Draft::Draft;
  Statement delete_by_id(std::string_view id) const override {
    Statement statement = Draft::delete_by_id(id);
    return {statement.text + " LIMIT 1", statement.values};
  }
};

struct DeleteMarked final : Draft {
  using Draft::Draft;
  Statement delete_by_id(std::string_view id) const override {
    Values values;
    const std::string condition = has_id(Clause::kDeleteId, id, values);
    return {
        "UPDATE " + table() + " SET " + column(Field::kAccessToken) + " = NULL" + where(condition),
        std::move(values)};
  }
};

// Another assignment for one field.
template <Field kField>
struct Assigned : Draft {
  using Draft::Draft;
  std::string assignment(Field field, const Value& value, Values& values) const final {
    return field == kField ? assigned(place(Clause::kSet, field, value, values))
                           : Draft::assignment(field, value, values);
  }
  virtual std::string assigned(const std::string& place) const = 0;
};

struct RefreshOverwritten final : Assigned<Field::kRefreshToken> {
  using Assigned::Assigned;
  std::string assigned(const std::string& place) const override {
    return column(Field::kRefreshToken) + " = " + place;
  }
};

struct AccessKept final : Assigned<Field::kAccessToken> {
  using Assigned::Assigned;
  std::string assigned(const std::string& place) const override {
    const std::string name = column(Field::kAccessToken);
    return name + " = COALESCE(" + name + ", " + place + ")";
  }
};

struct GrantFromAccess final : Assigned<Field::kGrantToken> {
  using Assigned::Assigned;
  std::string assigned(const std::string& place) const override {
    return column(Field::kGrantToken) + " = COALESCE(" + place + ", " +
           column(Field::kAccessToken) + ")";
  }
};

struct WrongColumnSet final : Assigned<Field::kRedirectUrl> {
  using Assigned::Assigned;
  std::string assigned(const std::string& place) const override {
    return column(Field::kApiDomain) + " = COALESCE(" + place + ", " + column(Field::kRedirectUrl) +
           ")";
  }
};

struct OnlyGrows final : Assigned<Field::kExpiresIn> {
  using Assigned::Assigned;
  std::string assigned(const std::string& place) const override {
    const std::string name = column(Field::kExpiresIn);
    return name + " = MAX(COALESCE(" + place + ", " + name + "), " + name + ")";
  }
};

struct SetsTheId final : Draft {
  using Draft::Draft;
  bool writes(Field field, const Token& token) const override {
    return field == Field::kId ? token.has(field) : Draft::writes(field, token);
  }
};

struct ForgetsAField final : Draft {
  using Draft::Draft;
  bool writes(Field field, const Token& token) const override {
    return field != Field::kGrantToken && Draft::writes(field, token);
  }
};

struct NamesTheUserAlways final : Draft {
  using Draft::Draft;
  bool writes(Field field, const Token& token) const override {
    return field == Field::kUserName || Draft::writes(field, token);
  }
};

struct KeepsTheOwner final : Draft {
  using Draft::Draft;
  bool writes(Field field, const Token& token) const override {
    return field != Field::kUserName && Draft::writes(field, token);
  }
};

struct LongLeftOut final : Draft {
  using Draft::Draft;
  bool writes(Field field, const Token& token) const override {
    return Draft::writes(field, token) &&
           (field != Field::kApiDomain || token.text(field).size() < 256);
  }
};

struct UpdateOfTheUser final : Draft {
  using Draft::Draft;
  Statement update(std::string_view id, const Token& token) const override {
    if (!token.has(Field::kUserName)) return Draft::update(id, token);
    Statement statement = Draft::update(id, token);
    statement.text.resize(statement.text.rfind(" WHERE "));
    statement.values.pop_back();
    statement.text += where(equals(Clause::kUpdateId, token, Field::kUserName, statement.values));
    return statement;
  }
};

struct UpdateFirstOnly final : Draft {
  using Draft::Draft;
  Statement update(std::string_view id, const Token& token) const override {
    Statement statement = Draft::update(id, token);
    return {statement.text + " LIMIT 1", statement.values};
  }
};

// Another way to begin an insert.
template <typename Words>
struct InsertedBy final : Draft {
  using Draft::Draft;
  std::string insert_into() const override { return sqlite() ? Words::kSqlite : Words::kMysql; }
};
struct Replacing {
  static constexpr const char *kSqlite = "INSERT OR REPLACE INTO ", *kMysql = "REPLACE INTO ";
};
struct Ignoring {
  static constexpr const char *kSqlite = "INSERT OR IGNORE INTO ", *kMysql = "INSERT IGNORE INTO ";
};

struct Upsert final : Draft {
  using Draft::Draft;
  Statement insert(const Token& record) const override {
    Statement statement = Draft::insert(record);
    const std::string set = column(Field::kAccessToken) + " = ";
    statement.text += sqlite() ? " ON CONFLICT (" + column(Field::kId) + ") DO UPDATE SET " + set +
                                     "excluded." + column(Field::kAccessToken)
                               : " ON DUPLICATE KEY UPDATE " + set + "VALUES(" +
                                     column(Field::kAccessToken) + ")";
    return statement;
  }
};

struct InsertWithoutColumns final : Draft {
  using Draft::Draft;
  Statement insert(const Token& record) const override {
    Statement statement = Draft::insert(record);
    const std::string list = " (" + columns() + ")";
    statement.text.replace(statement.text.find(list), list.size(), "");
    statement.text.insert(statement.text.rfind('(') + 1, "NULL, ");
    return statement;
  }
};

struct InsertColumnsSwapped final : Draft {
  using Draft::Draft;
  Statement insert(const Token& record) const override {
    Statement statement = Draft::insert(record);
    const std::string secret = column(Field::kClientSecret), id = column(Field::kClientId);
    const std::string before = id + ", " + secret;
    return {statement.text.replace(statement.text.find(before), before.size(), secret + ", " + id),
            statement.values};
  }
};

struct InsertedTwice final : Draft {
  using Draft::Draft;
  Statement insert(const Token& record) const override {
    Statement statement = Draft::insert(record);
    statement.text += ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    Statement again = Draft::insert(Token(record).with(Field::kUserName, ""));
    again.values[0] = "next";
    statement.values.insert(statement.values.end(), again.values.begin(), again.values.end());
    return statement;
  }
};

struct InsertReturning final : Draft {
  using Draft::Draft;
  Statement insert(const Token& record) const override {
    Statement statement = Draft::insert(record);
    return {statement.text + " RETURNING " + column(Field::kId), statement.values};
  }
};

struct DeleteSparesAdmin final : Draft {
  using Draft::Draft;
  std::string has_id(Clause clause, std::string_view id, Values& values) const override {
    const std::string spared = " AND " + column(Field::kId) + " <> 'admin'";
    return Draft::has_id(clause, id, values) + (clause == Clause::kDeleteId ? spared : "");
  }
};

constexpr QueryFault kWriteFaults[] = {
    {"update-no-where", "Updates every record.", drafted<UpdateAll>},
    {"delete-no-where", "Deletes every record where one is meant.", drafted<DeleteAllById>},
    {"delete-all-of-users", "Deletes all that belong to users, where all is meant.",
     drafted<DeleteOfUsersAlone>},
    {"delete-all-by-dropping", "Drops the table to delete what it holds.",
     drafted<DeleteByDropping>},
    {"delete-user-too", "Deletes also where the user name is the id.", drafted<DeleteOfTheUser>},
    {"delete-spares-admin", "Keeps one record, whoever deletes it.", drafted<DeleteSparesAdmin>},
    {"delete-limit", "Deletes one at the most, which SQLite has no words for.",
     drafted<DeleteWithALimit>},
    {"delete-marks", "Takes the access token away instead of the record.", drafted<DeleteMarked>},
    {"update-refresh-overwritten", "Writes an absent refresh token over the one that is there.",
     drafted<RefreshOverwritten>},
    {"update-access-kept", "Keeps the access token that is there: COALESCE the wrong way round.",
     drafted<AccessKept>},
    {"update-grant-from-access", "Falls back to another column than the one it sets.",
     drafted<GrantFromAccess>},
    {"update-wrong-column", "Sets a column twice, and another never.", drafted<WrongColumnSet>},
    {"update-expiry-grows", "Lets expires_in only grow.", drafted<OnlyGrows>},
    {"update-id", "Sets the id with all the rest.", drafted<SetsTheId>},
    {"update-forgets-grant", "Forgets the grant token in an update.", drafted<ForgetsAField>},
    {"update-user-always", "Names user_name also where it is absent: its index is written anew.",
     drafted<NamesTheUserAlways>},
    {"update-user-never", "Never sets user_name: an adopted record stays ownerless.",
     drafted<KeepsTheOwner>},
    {"update-long-left-out", "Leaves out an api_domain that the column might not hold.",
     drafted<LongLeftOut>},
    {"update-by-user", "Updates by user name where there is one.", drafted<UpdateOfTheUser>},
    {"update-limit", "Updates one at the most, which SQLite has no words for.",
     drafted<UpdateFirstOnly>},
    {"insert-replaces", "Inserts over whatever is in the way.", drafted<InsertedBy<Replacing>>},
    {"insert-ignores", "Inserts, and says nothing where it could not.",
     drafted<InsertedBy<Ignoring>>},
    {"insert-upsert", "Updates the record that is in the way of an insert.", drafted<Upsert>},
    {"insert-no-columns", "Trusts in the order of the table's columns.",
     drafted<InsertWithoutColumns>},
    {"insert-columns-swapped", "Lists two columns in an order that its values do not have.",
     drafted<InsertColumnsSwapped>},
    {"insert-twice", "Inserts a second record for later.", drafted<InsertedTwice>},
    {"insert-returning", "Asks an insert for the id, as if it were a SELECT.",
     drafted<InsertReturning>},
};

}  // namespace

std::span<const QueryFault> write_faults() { return kWriteFaults; }

}  // namespace assay
