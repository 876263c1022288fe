// Names that are quoted wrongly, and statements that begin, go on or end as they should not.

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "fuzz/query_draft.h"
#include "fuzz/query_faults.h"

namespace assay {
namespace {

struct NameAsItIs final : Draft {
  using Draft::Draft;
  std::string table() const override { return table_name(); }
};

struct QuotesNotDoubled final : Draft {
  using Draft::Draft;
  std::string quoted(std::string_view name) const override {
    const std::string quote = sqlite() ? "\"" : "`";
    return quote + std::string(name) + quote;
  }
};

struct DoubleQuotesInMysql final : Draft {
  using Draft::Draft;
  std::string quoted(std::string_view name) const override { return within('"', name); }
};

struct Brackets final : Draft {
  using Draft::Draft;
  std::string quoted(std::string_view name) const override {
    return sqlite() ? "[" + std::string(name) + "]" : Draft::quoted(name);
  }
};

struct BackslashInNames final : Draft {
  using Draft::Draft;
  std::string quoted(std::string_view name) const override {
    const char quote = sqlite() ? '"' : '`';
    std::string all(1, quote);
    for (char c : name) {
      if (c == quote) all += '\\';
      all += c;
    }
    return all += quote;
  }
};

struct QuotedWhereNeeded final : Draft {
  using Draft::Draft;
  std::string table() const override {
    const bool plain = std::ranges::all_of(table_name(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
    return plain ? table_name() : Draft::table();
  }
};

struct NameInLowerCase final : Draft {
  using Draft::Draft;
  std::string table() const override {
    std::string name = table_name();
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return quoted(name);
  }
};

struct NameCutShort final : Draft {
  using Draft::Draft;
  std::string table() const override { return quoted(table_name().substr(0, 64)); }
};

struct NameSplitAtDots final : Draft {
  using Draft::Draft;
  std::string table() const override {
    const std::size_t dot = table_name().find('.');
    if (dot == std::string::npos) return Draft::table();
    return quoted(table_name().substr(0, dot)) + "." + quoted(table_name().substr(dot + 1));
  }
};

struct NameTrimmed final : Draft {
  using Draft::Draft;
  std::string table() const override {
    const std::size_t end = table_name().find_last_not_of(' ');
    return quoted(table_name().substr(0, end == std::string::npos ? 1 : end + 1));
  }
};

struct NameHardWired final : Draft {
  using Draft::Draft;
  Statement delete_by_id(std::string_view id) const override {
    Statement statement = Draft::delete_by_id(id);
    const std::string name = Draft::table();
    return {statement.text.replace(statement.text.find(name), name.size(), quoted("tokens")),
            statement.values};
  }
};

struct EmptyNameTaken final : Draft {
  using Draft::Draft;
  void check_name(std::string_view table) const override {
    if (!table.empty()) Draft::check_name(table);
  }
};

struct NulTaken final : Draft {
  using Draft::Draft;
  void check_name(std::string_view) const override {
    if (table_name().empty()) throw std::invalid_argument("a table needs a name");
  }
};

struct BlanksRefused final : Draft {
  using Draft::Draft;
  void check_name(std::string_view table) const override {
    Draft::check_name(table);
    if (table.find(' ') != std::string_view::npos)
      throw std::invalid_argument("a table's name holds no blank");
  }
};

// A text that follows the statement.
template <typename Words>
struct Followed final : Draft {
  using Draft::Draft;
  Statement finished(Statement statement) const override {
    statement.text += Words::after(*this, statement);
    return statement;
  }
  using Draft::table;
};

struct Semicolon {
  static std::string after(const auto&, const Statement&) { return ";"; }
};
struct Remark {
  static std::string after(const auto&, const Statement&) { return " /* token store */"; }
};
struct LineRemark {
  static std::string after(const auto&, const Statement&) { return " -- token store"; }
};
struct RemarkOfValues {
  static std::string after(const auto&, const Statement& statement) {
    const bool any = !statement.values.empty() && statement.values[0];
    return " /* for " + (any ? *statement.values[0] : std::string("all")) + " */";
  }
};
struct SecondStatement {
  static std::string after(const auto& draft, const Statement& statement) {
    return statement.text.starts_with("INSERT") ? "; SELECT count(*) FROM " + draft.table() : "";
  }
};
struct SecondDelete {
  static std::string after(const auto& draft, const Statement& statement) {
    return statement.text.starts_with("DROP") ? "; DELETE FROM " + draft.table() : "";
  }
};
struct OddQuote {
  static std::string after(const auto&, const Statement& statement) {
    return statement.text.starts_with("UPDATE") ? "'" : "";
  }
};

struct NoLimit final : Draft {
  using Draft::Draft;
  std::string limit(bool) const override { return ""; }
};
struct LimitOfTwo final : Draft {
  using Draft::Draft;
  std::string limit(bool first_only) const override { return first_only ? " LIMIT 2" : ""; }
};
struct LimitAlways final : Draft {
  using Draft::Draft;
  std::string limit(bool) const override { return " LIMIT 1"; }
};
struct OffByOne final : Draft {
  using Draft::Draft;
  std::string limit(bool first_only) const override {
    return first_only ? " LIMIT 1 OFFSET 1" : "";
  }
};
struct LimitOfList final : Draft {
  using Draft::Draft;
  Statement select_all() const override { return {Draft::select_all().text + " LIMIT 1000", {}}; }
};
struct PaddedByValue final : Draft {
  using Draft::Draft;
  Statement finished(Statement statement) const override {
    for (const Value& value : statement.values)
      if (value && value->size() > 4) return {statement.text + " ", std::move(statement.values)};
    return statement;
  }
};
struct NoOrder final : Draft {
  using Draft::Draft;
  std::string order() const override { return ""; }
};
struct OrderById final : Draft {
  using Draft::Draft;
  std::string order() const override { return " ORDER BY " + column(Field::kId); }
};
struct NewestFirst final : Draft {
  using Draft::Draft;
  std::string order() const override { return Draft::order() + " DESC"; }
};
struct NoLock final : Draft {
  using Draft::Draft;
  std::string lock(bool) const override { return ""; }
};
struct LockAlways final : Draft {
  using Draft::Draft;
  std::string lock(bool) const override { return Draft::lock(true); }
};
struct LockInSqlite final : Draft {
  using Draft::Draft;
  std::string lock(bool saving) const override { return saving ? " FOR UPDATE" : ""; }
};
struct LockShared final : Draft {
  using Draft::Draft;
  std::string lock(bool saving) const override {
    return saving && !sqlite() ? " LOCK IN SHARE MODE" : "";
  }
};

struct Star final : Draft {
  using Draft::Draft;
  Statement select(const std::string& condition, Values values, bool first_only,
                   bool saving) const override {
    Statement statement = Draft::select(condition, std::move(values), first_only, saving);
    statement.text.replace(0, 7 + columns().size(), "SELECT *");
    return statement;
  }
};

struct TwoColumnsSwapped final : Draft {
  using Draft::Draft;
  Statement select(const std::string& condition, Values values, bool first_only,
                   bool saving) const override {
    Statement statement = Draft::select(condition, std::move(values), first_only, saving);
    const std::string access = column(Field::kAccessToken), grant = column(Field::kGrantToken);
    const std::string before = access + ", " + grant;
    statement.text.replace(statement.text.find(before), before.size(), grant + ", " + access);
    return statement;
  }
};

struct ColumnLeftOut final : Draft {
  using Draft::Draft;
  Statement select_all() const override {
    Statement statement = Draft::select_all();
    const std::string column = ", " + Draft::column(Field::kApiDomain);
    return {statement.text.erase(statement.text.find(column), column.size()), {}};
  }
};

struct PositionToo final : Draft {
  using Draft::Draft;
  std::string columns() const override { return Draft::columns() + ", " + quoted("position"); }
};

struct OrderCollated final : Draft {
  using Draft::Draft;
  Statement select_all() const override {
    Statement statement = Draft::select_all();
    return {statement.text + (sqlite() ? " COLLATE NOCASE" : " COLLATE utf8mb4_bin"), {}};
  }
};

constexpr QueryFault kTextFaults[] = {
    {"name-not-quoted", "Writes the table's name as it is: it comes from the configuration.",
     drafted<NameAsItIs>},
    {"name-quotes-not-doubled", "Quotes names, and does not double the quotes in them.",
     drafted<QuotesNotDoubled>},
    {"name-double-quotes-in-mysql", "Quotes names as the standard says, where MySQL sees a text.",
     drafted<DoubleQuotesInMysql>},
    {"name-in-brackets", "Quotes names with brackets, which have no way to hold one.",
     drafted<Brackets>},
    {"name-backslash", "Puts a backslash before a quote in a name, as texts of MySQL have it.",
     drafted<BackslashInNames>},
    {"name-quoted-where-needed", "Quotes a name that is more than letters alone; a keyword is not.",
     drafted<QuotedWhereNeeded>},
    {"name-lower-case", "Puts the table's name into lower case, as some servers do.",
     drafted<NameInLowerCase>},
    {"name-cut-at-64", "Cuts the table's name to what MySQL takes.", drafted<NameCutShort>},
    {"name-split-at-a-dot", "Takes a dot in the table's name for the end of a schema's.",
     drafted<NameSplitAtDots>},
    {"name-trimmed", "Trims the table's name: settings bring stray blanks.", drafted<NameTrimmed>},
    {"name-hard-wired", "Deletes from the table of the first version, whatever it is called now.",
     drafted<NameHardWired>},
    {"name-empty-taken", "Takes an empty name for a table's.", drafted<EmptyNameTaken>},
    {"name-nul-taken", "Takes a name with a NUL, which ends it for some libraries.",
     drafted<NulTaken>},
    {"name-blanks-refused", "Refuses a name with a blank, which quoting would have helped.",
     drafted<BlanksRefused>},
    {"text-semicolon", "Ends each statement with a semicolon, as one types it.",
     drafted<Followed<Semicolon>>},
    {"text-comment", "Marks each statement with a comment, to be found in logs.",
     drafted<Followed<Remark>>},
    {"text-line-comment", "Marks each statement with a comment to the end of the line.",
     drafted<Followed<LineRemark>>},
    {"text-comment-with-a-value", "Tells in a comment whom a statement is for.",
     drafted<Followed<RemarkOfValues>>},
    {"text-second-statement", "Asks in the same text how many there are after an insert.",
     drafted<Followed<SecondStatement>>},
    {"text-second-delete", "Empties a table in the same text that drops it.",
     drafted<Followed<SecondDelete>>},
    {"text-odd-quote", "Leaves a quote behind at the end of an update.",
     drafted<Followed<OddQuote>>},
    {"text-padded",
     "Ends a text with a blank where a value is long: no two are the same in a cache.",
     drafted<PaddedByValue>},
    {"limit-missing", "Leaves out that the first record is enough.", drafted<NoLimit>},
    {"limit-two", "Reads two records where one was asked for, to see whether there are more.",
     drafted<LimitOfTwo>},
    {"limit-always", "Reads one record where all were asked for.", drafted<LimitAlways>},
    {"limit-of-list", "Lists a thousand records at the most, which is more than anybody had.",
     drafted<LimitOfList>},
    {"limit-offset", "Counts records from one where the database counts from none.",
     drafted<OffByOne>},
    {"order-missing", "Leaves the order to the database.", drafted<NoOrder>},
    {"order-by-id", "Orders by id, as if ids grew.", drafted<OrderById>},
    {"order-newest-first", "Orders from the newest to the oldest.", drafted<NewestFirst>},
    {"lock-missing", "Reads without a lock in a save: MySQL then lets another save in between.",
     drafted<NoLock>},
    {"lock-always", "Locks what a find reads: finds then wait for each other.",
     drafted<LockAlways>},
    {"lock-in-sqlite", "Locks rows in SQLite too, which has no word for it.",
     drafted<LockInSqlite>},
    {"lock-shared", "Takes a shared lock in a save, which two may have at once.",
     drafted<LockShared>},
    {"columns-star", "Selects all columns, of which there is one more.", drafted<Star>},
    {"columns-swapped", "Selects two columns in each other's place.", drafted<TwoColumnsSwapped>},
    {"columns-one-missing", "Lists nine columns of ten.", drafted<ColumnLeftOut>},
    {"columns-position-too", "Lists the position among the columns, in an insert as well.",
     drafted<PositionToo>},
    {"order-collated", "Gives the order a collation that it has no use for.",
     drafted<OrderCollated>},
};

}  // namespace

std::span<const QueryFault> text_faults() { return kTextFaults; }

}  // namespace assay
