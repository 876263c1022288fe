#include "fuzz/query_table.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "fuzz/query_authority.h"
#include "fuzz/query_effect.h"
#include "fuzz/query_places.h"
#include "fuzz/sql_grammar.h"
#include "fuzz/sql_translation.h"
#include "spec/text.h"

namespace assay {
namespace {

// A right construction has some dozens of texts for a table. When there are more, all are
// forgotten.
constexpr std::size_t kMostReadings = 500;

constexpr std::size_t kShown = 1000;  // characters of a text

// SQLite's own tables begin so, and it makes no others that do.
bool is_reserved(std::string_view table) {
  constexpr std::string_view kBegin = "sqlite_";
  return table.size() >= kBegin.size() &&
         std::ranges::equal(table.substr(0, kBegin.size()), kBegin, {}, [](char c) {
           return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
         });
}

bool is_nameless(std::string_view table) {
  return table.empty() || table.find('\0') != std::string_view::npos;
}

std::string shown(const Statement& statement) {
  std::string text = "\n  text: " + quoted(statement.text, kShown) + "\n  values:";
  for (const auto& value : statement.values) text += value ? " " + quoted(*value) : " NULL";
  return text;
}

// The same question with other values: each field that is present holds its own name.
Request plain(const Request& request) {
  Request other{request.ask, request.saving, {}, "id"};
  for (Field field : kFields)
    if (request.token.has(field)) other.token[field] = std::string(name_of(field));
  return other;
}

// A text or a number in a statement that has none: all that is compared or kept is bound, but for
// the one row that a question is for, and the sizes of MySQL's columns. [TS-SEC-03]
const SqlToken* literal_in(const std::vector<SqlToken>& tokens, Dialect dialect, Ask ask) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const SqlToken& token = tokens[at];
    if (token.kind != SqlKind::kString && token.kind != SqlKind::kNumber) continue;
    const bool number = token.kind == SqlKind::kNumber;
    if (number && dialect == Dialect::kMysql && ask == Ask::kCreateTable) continue;
    if (number && token.text == "1" && at > 0 && is_word(tokens[at - 1], "LIMIT")) continue;
    return &token;
  }
  return nullptr;
}

bool has_token(Ask ask) {
  return ask == Ask::kSelectNamed || ask == Ask::kSelectKin || ask == Ask::kInsert ||
         ask == Ask::kUpdate;
}

unsigned shape_of(const Request& request) {
  unsigned shape = static_cast<unsigned>(request.ask) << 1U | (request.saving ? 1U : 0U);
  if (!has_token(request.ask)) return shape << kFieldCount;
  for (Field field : kFields) shape = shape << 1U | (request.token.has(field) ? 1U : 0U);
  return shape;
}

}  // namespace

QueryTable::QueryTable(MakeConstruction make, Oracles oracles, Dialect dialect, std::string name)
    : oracles_(oracles), dialect_(dialect), name_(std::move(name)) {
  try {
    construction_ = make(dialect_, name_);
  } catch (const std::invalid_argument&) {
    // The name is refused: judge() tells whether it should be.
  }
}

std::string QueryTable::told(const Request& request) const {
  std::string text =
      "\n  asked: " + std::string(name_of(request.ask)) + (request.saving ? ", saving" : "") +
      (dialect_ == Dialect::kSqlite ? ", in SQLite" : ", in MySQL") + ", over the table " +
      quoted(name_) + "\n  id " + quoted(request.id) + ", token";
  for (Field field : kFields)
    if (request.token[field])
      text += " " + std::string(name_of(field)) + "=" + quoted(*request.token[field]);
  return text;
}

std::optional<Violation> QueryTable::judge(const QueryCase& query_case) {
  const Request& request = query_case.request;
  const auto violated = [&](Oracle oracle, const std::string& why) {
    return Violation{oracle, std::string(name_of(oracle)) + ": " + why + told(request)};
  };
  const bool refused = construction_ == nullptr;
  if (has(Oracle::kTableName) && refused != is_nameless(name_))
    return violated(Oracle::kTableName,
                    refused ? "the table's name is refused" : "the table's name is not refused");
  if (refused) return std::nullopt;
  const auto statement = statement_of(*construction_, request);
  const bool due = has_statement(request);
  if (has(Oracle::kOccasion) && statement.has_value() != due)
    return violated(Oracle::kOccasion, due ? "there is no statement" : "there is a statement");
  if (!statement || !due) return std::nullopt;
  const auto fault = judge_statement(query_case, *statement);
  if (!fault) return std::nullopt;
  return violated(fault->oracle, fault->what + shown(*statement));
}

std::optional<QueryTable::Fault> QueryTable::judge_statement(const QueryCase& query_case,
                                                             const Statement& statement) {
  if (readings_.size() > kMostReadings) {
    shapes_.clear();
    readings_.clear();
  }
  const Request& request = query_case.request;
  const Shape& shape = shape_for(request);
  const bool same = shape.reading != nullptr && statement.text == shape.reading->text;
  if (has(Oracle::kShape) && !same)
    return Fault{Oracle::kShape,
                 "other values of the same fields make another text: " +
                     (shape.reading ? quoted(shape.reading->text, kShown) : "none")};
  Reading& reading = same ? *shape.reading : reading_of(statement.text);
  if (auto fault = same ? shape.verdict : judge_text(reading, request)) return fault;
  if (has(Oracle::kPlaces))
    if (const auto fault = place_fault(reading.places, request, statement))
      return Fault{Oracle::kPlaces, *fault};
  if (has(Oracle::kEffect) && made_)
    if (const auto fault = effect_fault(reading, query_case, statement))
      return Fault{Oracle::kEffect, *fault};
  return std::nullopt;
}

QueryTable::Reading& QueryTable::reading_of(const std::string& text) {
  const auto [found, is_new] = readings_.try_emplace(text);
  Reading& reading = found->second;
  if (!is_new) return reading;
  reading.text = found->first;
  reading.tokens = sql_tokens(dialect_, text);
  reading.places = fields_of_places(reading.tokens);
  if (oracles_.need_database())
    reading.sqlite = dialect_ == Dialect::kSqlite ? text : sqlite_text(reading.tokens);
  return reading;
}

QueryTable::Shape& QueryTable::shape_for(const Request& request) {
  const auto [found, is_new] = shapes_.try_emplace(shape_of(request));
  Shape& shape = found->second;
  if (!is_new) return shape;
  if (const auto statement = statement_of(*construction_, plain(request))) {
    shape.reading = &reading_of(statement->text);
    shape.verdict = judge_text(*shape.reading, request);
  }
  return shape;
}

std::optional<QueryTable::Fault> QueryTable::judge_text(const Reading& reading,
                                                        const Request& request) {
  if (has(Oracle::kSingle)) {
    for (const SqlToken& token : reading.tokens)
      if (token.kind == SqlKind::kSemicolon || token.kind == SqlKind::kComment ||
          token.kind == SqlKind::kStray)
        return Fault{Oracle::kSingle, "it is not one statement alone: " + quoted(token.text)};
  }
  if (has(Oracle::kLiteral))
    if (const SqlToken* literal = literal_in(reading.tokens, dialect_, request.ask))
      return Fault{Oracle::kLiteral, "a value is written into the text: " + quoted(literal->text)};
  if (has(Oracle::kGrammar) && dialect_ == Dialect::kMysql)
    if (const auto fault = grammar_fault(reading.tokens, request, name_))
      return Fault{Oracle::kGrammar, *fault};
  if (!oracles_.need_database() || is_reserved(name_)) return std::nullopt;
  if (auto fault = make_table()) return fault;
  if (taken_) return std::nullopt;
  if (request.ask == Ask::kCreateTable) return std::nullopt;
  return judge_prepared(reading, request);
}

std::optional<QueryTable::Fault> QueryTable::judge_prepared(const Reading& reading,
                                                            const Request& request) {
  const PreparedText& prepared = database_->prepared(reading.sqlite);
  if (!prepared.error.empty()) {
    if (!has(Oracle::kPrepares)) return std::nullopt;
    return Fault{Oracle::kPrepares,
                 "SQLite does not prepare it: " + quoted(prepared.error) +
                     (dialect_ == Dialect::kSqlite
                          ? std::string()
                          : "\n  in SQLite's words: " + quoted(reading.sqlite, kShown))};
  }
  if (has(Oracle::kSingle) && !prepared.tail.empty())
    return Fault{Oracle::kSingle, "SQLite is left with " + quoted(prepared.tail)};
  if (has(Oracle::kAuthorized) && dialect_ == Dialect::kSqlite)
    if (const auto fault = authority_fault(prepared.actions, request, name_))
      return Fault{Oracle::kAuthorized, *fault};
  return std::nullopt;
}

std::optional<QueryTable::Fault> QueryTable::make_table() {
  if (database_) return not_made_;
  database_ = std::make_unique<QueryDatabase>(name_);
  taken_ = database_->knows_table();
  if (taken_) return std::nullopt;
  Request request;
  request.ask = Ask::kCreateTable;
  const Reading& reading = reading_of(construction_->create_table().text);
  not_made_ = judge_prepared(reading, request);
  if (not_made_) return not_made_;
  auto fault = database_->make(reading.sqlite);
  made_ = !fault;
  if (made_ && database_->executes(reading.sqlite) != (dialect_ == Dialect::kMysql))
    fault = "to make it twice is an error in MySQL, or none in SQLite";
  if (fault && has(Oracle::kEffect))
    not_made_ = Fault{Oracle::kEffect, *fault + shown({std::string(reading.text), {}})};
  return not_made_;
}

std::optional<std::string> QueryTable::effect_fault(Reading& reading, const QueryCase& query_case,
                                                    const Statement& statement) {
  const Request& request = query_case.request;
  if (request.ask == Ask::kCreateTable) return std::nullopt;  // see make_table()
  // It costs a new schema, and what the table held makes no difference.
  if (request.ask == Ask::kDropTable) {
    if (reading.dropped) return std::nullopt;
    if (!QueryDatabase(name_).executes(reading.sqlite)) return "it fails where there is no table";
  }
  if (!database_->prepared(reading.sqlite).error.empty()) return std::nullopt;
  try {
    const std::string story =
        difference(expected_effect(dialect_, request, query_case.records),
                   database_->run(reading.sqlite, statement.values, query_case.records));
    reading.dropped = story.empty() && request.ask == Ask::kDropTable;
    if (story.empty()) return std::nullopt;
    return "it does something else\n" + story + "  records before" +
           assay::told(query_case.records);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace assay
