#include "fuzz/query_effect.h"

#include <algorithm>
#include <functional>

#include "spec/model.h"
#include "spec/text.h"

namespace assay {
namespace {

using Predicate = std::function<bool(const Token& record)>;

std::vector<Token> those(const std::vector<Token>& records, const Predicate& fits) {
  std::vector<Token> chosen;
  std::ranges::copy_if(records, std::back_inserter(chosen), fits);
  return chosen;
}

std::vector<Token> first_of(std::vector<Token> records) {
  if (records.size() > 1) records.resize(1);
  return records;
}

bool is_named(const Token& token, const Token& record) {
  switch (selector_of(token)) {
    case Selector::kUser: return token.agrees(record, Field::kUserName);
    case Selector::kAccess: return token.agrees(record, Field::kAccessToken);
    case Selector::kClient:
      return same_client(token, record) && (token.agrees(record, Field::kRefreshToken) ||
                                            token.agrees(record, Field::kGrantToken));
    default: return false;
  }
}

// Kin that a find may give: of no other client. [TS-FIND-09]
bool is_kin(const Token& token, const Token& record, bool saving) {
  const bool shares =
      std::ranges::any_of(kCredentials, [&](Field field) { return token.agrees(record, field); });
  if (shares && !other_client(token, record)) return true;
  return saving && same_client(token, record) && !record.has(Field::kUserName);
}

bool holds(const std::vector<Token>& records, Field field, std::string_view text) {
  return std::ranges::any_of(records, [&](const Token& record) {
    return record.has(field) && record.text(field) == text;
  });
}

// The rest of a token is as it was set, but empty fields are absent.
Token stored(const Token& token) {
  Token record;
  for (Field field : kFields)
    if (token.has(field)) record[field] = token[field];
  return record;
}

void insert(QueryEffect& effect, const Token& token) {
  effect.refused = !token.has(Field::kId) ||
                   holds(effect.records, Field::kId, token.text(Field::kId)) ||
                   (token.has(Field::kUserName) &&
                    holds(effect.records, Field::kUserName, token.text(Field::kUserName)));
  if (!effect.refused) effect.records.push_back(stored(token));
}

void update(QueryEffect& effect, std::string_view id, const Token& token) {
  const auto record = std::ranges::find_if(
      effect.records, [&](const Token& candidate) { return candidate.text(Field::kId) == id; });
  if (record == effect.records.end()) return;
  effect.refused = token.has(Field::kUserName) && !token.agrees(*record, Field::kUserName) &&
                   holds(effect.records, Field::kUserName, token.text(Field::kUserName));
  if (effect.refused) return;
  for (Field field : kFields)
    if (field != Field::kId && token.has(field)) (*record)[field] = token[field];
}

bool same_records(const std::vector<Token>& a, const std::vector<Token>& b) {
  return std::ranges::equal(a, b, [](const Token& x, const Token& y) { return identical(x, y); });
}

}  // namespace

bool has_statement(const Request& request) {
  const Selector selector = selector_of(request.token);
  if (request.ask == Ask::kSelectNamed)
    return selector != Selector::kWeak && selector != Selector::kNothing;
  if (request.ask == Ask::kSelectKin)
    return selector == Selector::kWeak && request.token.has_credential();
  return true;
}

QueryEffect expected_effect(Dialect dialect, const Request& request,
                            const std::vector<Token>& records) {
  QueryEffect effect;
  effect.records = records;
  const Token& token = request.token;
  const auto has_id = [&](const Token& record) { return record.text(Field::kId) == request.id; };
  switch (request.ask) {
    case Ask::kSelectNamed:
      effect.rows = those(records, [&](const Token& record) { return is_named(token, record); });
      if (!request.saving) effect.rows = first_of(std::move(effect.rows));
      break;
    case Ask::kSelectKin:
      effect.rows = first_of(those(
          records, [&](const Token& record) { return is_kin(token, record, request.saving); }));
      break;
    case Ask::kSelectById: effect.rows = those(records, has_id); break;
    case Ask::kSelectAll: effect.rows = records; break;
    case Ask::kInsert: insert(effect, token); break;
    case Ask::kUpdate: update(effect, request.id, token); break;
    case Ask::kDeleteById: std::erase_if(effect.records, has_id); break;
    case Ask::kDeleteAll: effect.records.clear(); break;
    case Ask::kCreateTable: effect.refused = dialect == Dialect::kSqlite; break;
    case Ask::kDropTable:
      effect.records.clear();
      effect.table_is_gone = true;
      break;
  }
  return effect;
}

std::string told(const std::vector<Token>& records) {
  std::string text;
  for (const Token& record : records) {
    text += "\n      -";
    for (Field field : kFields)
      if (record[field]) text += " " + std::string(name_of(field)) + "=" + quoted(*record[field]);
  }
  return text.empty() ? " none" : text;
}

std::string difference(const QueryEffect& expected, const QueryEffect& happened) {
  std::string lines;
  const auto compare = [&](std::string_view what, const std::string& a, const std::string& b) {
    lines.append("  ").append(what) += "\n    expected:" + a + "\n    happened:" + b + "\n";
  };
  const auto yes_no = [](bool yes) { return std::string(yes ? " yes" : " no"); };
  if (expected.refused != happened.refused)
    compare("refused by the table", yes_no(expected.refused), yes_no(happened.refused));
  if (expected.table_is_gone != happened.table_is_gone)
    compare("the table is gone", yes_no(expected.table_is_gone), yes_no(happened.table_is_gone));
  if (!same_records(expected.rows, happened.rows))
    compare("rows given", told(expected.rows), told(happened.rows));
  if (!same_records(expected.records, happened.records))
    compare("records afterwards", told(expected.records), told(happened.records));
  return lines;
}

}  // namespace assay
