// Tables that are made so that they do not keep what the statements count on.

#include <string>

#include "fuzz/query_draft.h"
#include "fuzz/query_faults.h"

namespace assay {
namespace {

struct UserNotUnique final : Draft {
  using Draft::Draft;
  std::string constraint(Field field) const override {
    return field == Field::kUserName ? "" : Draft::constraint(field);
  }
};
struct IdNotUnique final : Draft {
  using Draft::Draft;
  std::string constraint(Field field) const override {
    return field == Field::kId ? " NOT NULL" : Draft::constraint(field);
  }
};
struct IdMayBeNull final : Draft {
  using Draft::Draft;
  std::string constraint(Field field) const override {
    return field == Field::kId ? " UNIQUE" : Draft::constraint(field);
  }
};
struct AccessUnique final : Draft {
  using Draft::Draft;
  std::string constraint(Field field) const override {
    return field == Field::kAccessToken ? " UNIQUE" : Draft::constraint(field);
  }
};
struct AccessNeeded final : Draft {
  using Draft::Draft;
  std::string constraint(Field field) const override {
    return field == Field::kAccessToken ? " NOT NULL" : Draft::constraint(field);
  }
};
struct UserChecked final : Draft {
  using Draft::Draft;
  std::string constraint(Field field) const override {
    const std::string more =
        field == Field::kUserName ? " CHECK (length(" + column(field) + ") < 256)" : "";
    return Draft::constraint(field) + (sqlite() ? more : "");
  }
};

struct NobodyIsRoot final : Draft {
  using Draft::Draft;
  std::string constraint(Field field) const override {
    const std::string more =
        field == Field::kUserName ? " CHECK (" + column(field) + " <> 'root')" : "";
    return Draft::constraint(field) + more;
  }
};

// Another type for some of the columns.
template <typename Types>
struct Typed final : Draft {
  using Draft::Draft;
  std::string type(Field field) const override {
    const char* type = Types::of(field, sqlite());
    return *type == '\0' ? Draft::type(field) : type;
  }
};
struct UserNocase {
  static const char* of(Field field, bool sqlite) {
    return sqlite && field == Field::kUserName ? "TEXT COLLATE NOCASE" : "";
  }
};
struct AccessRtrim {
  static const char* of(Field field, bool sqlite) {
    return sqlite && field == Field::kAccessToken ? "TEXT COLLATE RTRIM" : "";
  }
};
struct ExpiryNumber {
  static const char* of(Field field, bool sqlite) {
    return field == Field::kExpiresIn ? (sqlite ? "INTEGER" : "BIGINT") : "";
  }
};
struct IdNumber {
  static const char* of(Field field, bool sqlite) {
    return field == Field::kId ? (sqlite ? "INTEGER" : "BIGINT UNSIGNED") : "";
  }
};
struct Characters {
  static const char* of(Field, bool sqlite) { return sqlite ? "" : "VARCHAR(255)"; }
};
struct BinaryCollation {
  static const char* of(Field, bool sqlite) {
    return sqlite ? "" : "VARCHAR(255) COLLATE utf8mb4_bin";
  }
};
struct AsciiSecrets {
  static const char* of(Field field, bool sqlite) {
    return sqlite || !is_secret(field) ? "" : "VARCHAR(255) CHARACTER SET ascii";
  }
};
struct TooFewBytes {
  static const char* of(Field field, bool sqlite) {
    return sqlite || field != Field::kApiDomain ? "" : "VARBINARY(255)";
  }
};
struct LongTexts {
  static const char* of(Field field, bool sqlite) {
    return sqlite || field != Field::kRedirectUrl ? "" : "LONGTEXT";
  }
};

// Another beginning or end.
template <typename Words>
struct Made final : Draft {
  using Draft::Draft;
  std::string create() const override { return Words::create(Draft::create(), sqlite()); }
  std::string options() const override { return Words::options(Draft::options(), sqlite()); }
};
struct AsBefore {
  static std::string create(std::string create, bool) { return create; }
  static std::string options(std::string options, bool) { return options; }
};
struct IfNotThere : AsBefore {
  static std::string create(const std::string&, bool) { return "CREATE TABLE IF NOT EXISTS "; }
};
struct EvenIfThere : AsBefore {
  static std::string create(const std::string&, bool) { return "CREATE TABLE "; }
};
struct Temporary : AsBefore {
  static std::string create(const std::string&, bool sqlite) {
    return sqlite ? "CREATE TEMP TABLE " : "CREATE TEMPORARY TABLE IF NOT EXISTS ";
  }
};
struct Myisam : AsBefore {
  static std::string options(const std::string& options, bool sqlite) {
    return sqlite ? options : " ENGINE=MyISAM";
  }
};
struct Utf8 : AsBefore {
  static std::string options(const std::string& options, bool sqlite) {
    return sqlite ? options : options + " DEFAULT CHARSET=utf8";
  }
};
struct WithoutRowid : AsBefore {
  static std::string options(const std::string& options, bool sqlite) {
    return sqlite ? " WITHOUT ROWID, STRICT" : options;
  }
};

struct DropCertain final : Draft {
  using Draft::Draft;
  Statement drop_table() const override { return {"DROP TABLE " + table(), {}}; }
};
struct DropAnother final : Draft {
  using Draft::Draft;
  Statement drop_table() const override {
    return {"DROP TABLE IF EXISTS " + quoted(table_name() + "_old"), {}};
  }
};
struct DropTwo final : Draft {
  using Draft::Draft;
  Statement drop_table() const override {
    return {Draft::drop_table().text + (sqlite() ? "" : ", " + quoted("tokens_old")), {}};
  }
};
struct EmptiedForDropped final : Draft {
  using Draft::Draft;
  Statement drop_table() const override { return delete_all(); }
};
struct ColumnMisnamed final : Draft {
  using Draft::Draft;
  Statement create_table() const override {
    Statement statement = Draft::create_table();
    const std::string right = column(Field::kRedirectUrl);
    return {
        statement.text.replace(statement.text.find(right), right.size(), quoted("redirect_uri")),
        {}};
  }
};
struct PositionUnordered final : Draft {
  using Draft::Draft;
  Statement create_table() const override {
    Statement statement = Draft::create_table();
    const std::string key = sqlite() ? "INTEGER PRIMARY KEY" : " AUTO_INCREMENT";
    return {statement.text.replace(statement.text.find(key), key.size(), sqlite() ? "INTEGER" : ""),
            {}};
  }
};

constexpr QueryFault kTableFaults[] = {
    {"table-user-not-unique", "Leaves it to the store that a user name is there once.",
     drafted<UserNotUnique>},
    {"table-id-not-unique", "Leaves it to chance that an id is there once.", drafted<IdNotUnique>},
    {"table-id-null", "Lets a record be without an id.", drafted<IdMayBeNull>},
    {"table-access-unique", "Takes access tokens for unique, as they should be.",
     drafted<AccessUnique>},
    {"table-access-needed", "Wants an access token in each record.", drafted<AccessNeeded>},
    {"table-user-checked", "Has SQLite count the characters of a user name.", drafted<UserChecked>},
    {"table-user-not-root", "Has the table refuse a name that no user should have.",
     drafted<NobodyIsRoot>},
    {"table-user-nocase", "Has SQLite compare user names without case.",
     drafted<Typed<UserNocase>>},
    {"table-access-rtrim", "Has SQLite pad access tokens with blanks.",
     drafted<Typed<AccessRtrim>>},
    {"table-expiry-number", "Keeps expires_in as a number.", drafted<Typed<ExpiryNumber>>},
    {"table-id-number", "Keeps ids as numbers.", drafted<Typed<IdNumber>>},
    {"table-characters", "Keeps characters in MySQL, which compares them without case and blanks.",
     drafted<Typed<Characters>>},
    {"table-binary-collation", "Keeps characters in MySQL under a collation of bytes, which pads.",
     drafted<Typed<BinaryCollation>>},
    {"table-ascii-secrets", "Keeps secrets as ASCII: they are, in the RFC.",
     drafted<Typed<AsciiSecrets>>},
    {"table-too-few-bytes", "Counts a byte for a character.", drafted<Typed<TooFewBytes>>},
    {"table-long-text", "Keeps URLs as LONGTEXT, since they are long.", drafted<Typed<LongTexts>>},
    {"table-if-not-there", "Takes any table of that name in a SQLite file for its own.",
     drafted<Made<IfNotThere>>},
    {"table-even-if-there", "Makes an error of a table that MySQL has already.",
     drafted<Made<EvenIfThere>>},
    {"table-temporary", "Makes a table that ends with the connection.", drafted<Made<Temporary>>},
    {"table-myisam", "Makes a table that knows no transactions.", drafted<Made<Myisam>>},
    {"table-utf8", "Gives the table a character set of three bytes.", drafted<Made<Utf8>>},
    {"table-without-rowid", "Makes a table whose position does not count by itself.",
     drafted<Made<WithoutRowid>>},
    {"table-column-misnamed", "Names a column otherwise than the statements do.",
     drafted<ColumnMisnamed>},
    {"table-position-unordered", "Has a position that nobody sets.", drafted<PositionUnordered>},
    {"drop-certain", "Makes an error of a table that is not there to be dropped.",
     drafted<DropCertain>},
    {"drop-another", "Drops the table of an earlier version.", drafted<DropAnother>},
    {"drop-two", "Drops a second table with the first.", drafted<DropTwo>},
    {"drop-empties", "Empties the table instead of dropping it.", drafted<EmptiedForDropped>},
};

}  // namespace

std::span<const QueryFault> table_faults() { return kTableFaults; }

}  // namespace assay
