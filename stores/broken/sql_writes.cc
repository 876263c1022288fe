// Stores on SQLite: inserts, updates, deletes and lists that do too much or too little.

#include <string>

#include "stores/broken/families.h"
#include "stores/broken/row.h"
#include "stores/broken/slate.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct UpsertTakesEveryColumn : SlateStore {
  void update(const Token& record, const Token& token) override {
    SlateStore::update(record, token);
    std::string absent;
    for (Field field : kFields)
      if (field != Field::kId && field != Field::kUserName && !token.has(field))
        absent += (absent.empty() ? "" : ", ") + column_name(field) + " = NULL";
    Values values;
    const std::string condition = equals(Field::kId, record.text(Field::kId), values);
    if (!absent.empty()) run("UPDATE tokens SET " + absent + " WHERE " + condition, values);
  }
};

struct CoalesceKeepsTheOld : SlateStore {
  std::string assignment(Field field, const std::string& text, Values& values) const override {
    if (field != Field::kRefreshToken) return SlateStore::assignment(field, text, values);
    values.push_back(text);
    return "\"refresh_token\" = COALESCE(\"refresh_token\", ?)";
  }
};

// The id that is another record's drops that record.
struct ReplaceOnStoredId : SlateStore {
  void id_is_anothers(const Token& token, const Token& record) const override {
    if (!token.has(Field::kUserName) || !record.has(Field::kUserName))
      SlateStore::id_is_anothers(token, record);
  }
  std::string insert(const Token& token) override {
    if (token.has(Field::kId))
      run("DELETE FROM tokens WHERE \"id\" = ?", {std::string(token.text(Field::kId))});
    return SlateStore::insert(token);
  }
};

struct InsertOrIgnore : SlateStore {
  void update(const Token& record, const Token& token) override {
    if (way_of(token) != Way::kUser) return SlateStore::update(record, token);
    run("INSERT OR IGNORE INTO tokens (\"id\", \"user_name\") VALUES (?, ?)",
        {std::string(record.text(Field::kId)), std::string(token.text(Field::kUserName))});
  }
};

struct UpdatesAllOfTheClient : SlateStore {
  void update(const Token& record, const Token& token) override {
    SlateStore::update(record, token);
    const bool is_new =
        token.has(Field::kAccessToken) && !token.agrees(record, Field::kAccessToken);
    if (way_of(token) != Way::kClient || !is_new) return;
    Values values = {*token[Field::kAccessToken]};
    const std::string client = same_client(token, values);
    run("UPDATE tokens SET \"access_token\" = ? WHERE " + client, values);
  }
};

struct AbsentBoundAsNone : SlateStore {
  std::string insert(const Token& token) override {
    Token given = token;
    for (Field field : {Field::kExpiresIn, Field::kRedirectUrl, Field::kApiDomain})
      if (!given.has(field)) given[field] = "None";
    return SlateStore::insert(given);
  }
};

struct EmptyUsersAreUnique : SlateStore {
  std::string insert(const Token& token) override {
    std::string id = SlateStore::insert(token);
    if (token[Field::kUserName] && way_of(token) == Way::kAccess)
      run("UPDATE tokens SET \"user_name\" = '' WHERE \"id\" = ?", {id});
    return id;
  }
};

// A clause behind one column's definition.
template <Field kField, Name kClause>
struct ColumnWith : SlateStore {
  std::string column(Field field) const override {
    std::string text = SlateStore::column(field);
    if (field == kField) text += kClause.view();
    return text;
  }
};

struct OneUserAnAccessToken : SlateStore {
  std::string insert(const Token& token) override {
    Values values;
    const std::string taken = equals(Field::kAccessToken, token.text(Field::kAccessToken), values);
    const auto other = first(taken, values);
    if (token.has(Field::kUserName) && other && other->has(Field::kUserName))
      throw refused("this access token is taken");
    return SlateStore::insert(token);
  }
};

struct ConflictQuoted : SlateStore {
  void id_is_anothers(const Token&, const Token& record) const override {
    std::string shown;
    for (Field field : kFields)
      shown += " " + std::string(name_of(field)) + "=" + std::string(record.text(field));
    throw refused("this id is taken by the record" + shown);
  }
};

struct ListGrouped : SlateStore {
  std::vector<Token> all() override { return select("1 GROUP BY \"access_token\"", {}); }
};

struct ListJoinsClients : SlateStore {
  std::vector<Token> all() override {
    return select("1", {},
                  "(SELECT tokens.* FROM tokens LEFT JOIN tokens AS clients"
                  " ON clients.\"client_id\" = tokens.\"client_id\")");
  }
};

struct ListOfHundred : SlateStore {
  std::vector<Token> all() override {
    return select("1", {}, "(SELECT * FROM tokens ORDER BY place LIMIT 100)");
  }
};

struct DeleteWithoutWhere : SlateStore {
  void remove(std::string_view id) override {
    if (record_of_id(id)) run("DELETE FROM tokens");
  }
};

struct DeleteTakesTheClients : SlateStore {
  void remove(std::string_view id) override {
    const auto record = record_of_id(id);
    if (record && record->has(Field::kClientId))
      run("DELETE FROM tokens WHERE \"client_id\" = ?",
          {std::string(record->text(Field::kClientId))});
    SlateStore::remove(id);
  }
};

struct ByIdLooksInTheArchive : SlateStore {
  std::string schema() const override {
    return SlateStore::schema() + "; CREATE TABLE IF NOT EXISTS old AS SELECT * FROM tokens";
  }
  void remove(std::string_view id) override {
    run("INSERT INTO old SELECT * FROM tokens WHERE \"id\" = ?", {std::string(id)});
    SlateStore::remove(id);
  }
  std::optional<Token> record_by_id(std::string_view id) override {
    if (auto found = record_of_id(id)) return found;
    const auto old = select("\"id\" = ?", {std::string(id)}, "old");
    return old.empty() ? std::nullopt : std::optional(old.front());
  }
};

struct DeleteAllSparesNull : SlateStore {
  void remove_all() override { run("DELETE FROM tokens WHERE \"user_name\" <> ''"); }
};

struct DeleteAllDropsTheTable : SlateStore {
  void remove_all() override { run("DROP TABLE tokens"); }
};

constexpr BrokenStore kSqlWrites[] = {
    row<"sql-upsert-takes-every-column", UpsertTakesEveryColumn>(
        "TS-SAVE-07"_rule,
        "Updates every column from the excluded row: an absent field becomes NULL."),
    row<"sql-coalesce-keeps-the-old", CoalesceKeepsTheOld>(
        "TS-SAVE-07"_rule,
        "Writes COALESCE(refresh_token, ?) for COALESCE(?, refresh_token): the old one stays."),
    row<"sql-replace-on-a-stored-id", ReplaceOnStoredId>(
        "TS-USER-03"_rule,
        "Inserts users with OR REPLACE: the id of another user's record drops that record."),
    row<"sql-insert-or-ignore", InsertOrIgnore>(
        "TS-SAVE-14"_rule,
        "Inserts with OR IGNORE and hopes that a stored user is thereby updated."),
    row<"sql-updates-all-of-the-client", UpdatesAllOfTheClient>(
        "TS-SAVE-16"_rule,
        "Writes a new access token to every record of the client: the condition of the search, "
        "without its second half."),
    row<"sql-absent-bound-as-none", AbsentBoundAsNone>(
        "TS-VAL-05"_rule, "Binds str(None) for what is absent: the text \"None\" comes back."),
    row<"sql-empty-users-are-unique", EmptyUsersAreUnique>(
        "TS-SAVE-01"_rule,
        "Stores an empty user name as a text in a unique column: the second one is refused."),
    row<"sql-access-token-unique", OneUserAnAccessToken>(
        "TS-SAVE-01"_rule,
        "Refuses a new user with an access token that is stored: nobody shares one, it was "
        "thought."),
    row<"sql-access-token-required", ColumnWith<Field::kAccessToken, " NOT NULL">>(
        "TS-SAVE-01"_rule,
        "Declares the access token NOT NULL: a grant token that is still to be used up has none."),
    row<"sql-width-in-bytes",
        ColumnWith<Field::kRefreshToken,
                   " CHECK (length(CAST(\"refresh_token\" AS BLOB)) <= 255)">>(
        "TS-VAL-02"_rule, "Counts bytes for characters: 255 accented letters do not fit."),
    row<"sql-conflict-quoted-in-the-error", ConflictQuoted>(
        "TS-SEC-02"_rule,
        "Shows the record that is in the way in the error text, secrets and all."),
    row<"sql-list-grouped", ListGrouped>(
        "TS-SAVE-14"_rule,
        "Lists one record an access token: a GROUP BY that was to hide duplicates."),
    row<"sql-list-joins-clients", ListJoinsClients>(
        "TS-DUP-01"_rule,
        "Lists a record once for each that has its client: a join with more than one partner."),
    row<"sql-list-of-a-hundred", ListOfHundred>(
        "TS-SAVE-14"_rule, "Lists with LIMIT 100: nobody has that many, it was thought."),
    row<"sql-delete-without-where", DeleteWithoutWhere>(
        "TS-DEL-01"_rule, "Looks for the record, and then deletes without a WHERE."),
    row<"sql-delete-takes-the-clients-others", DeleteTakesTheClients>(
        "TS-DEL-01"_rule,
        "Deletes the records of the same client as well: a cascade along the wrong key."),
    row<"sql-by-id-looks-in-the-archive", ByIdLooksInTheArchive>(
        "TS-DEL-04"_rule, "Finds by id also what was deleted: it is kept in a second table."),
    row<"sql-delete-all-spares-null", DeleteAllSparesNull>(
        "TS-DEL-03"_rule,
        "Deletes where user_name <> '', which is not true of NULL: records without a user stay."),
    row<"sql-delete-all-drops-the-table", DeleteAllDropsTheTable>(
        "TS-LIST-01"_rule,
        "Drops the table to delete everything, and makes it anew at open alone."),
};

}  // namespace

std::span<const BrokenStore> broken_sql_writes() { return kSqlWrites; }

}  // namespace assay
