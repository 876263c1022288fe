#include "fuzz/query_input.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "fuzz/query_pool.h"

namespace assay {
namespace {

constexpr std::uint8_t kOwnTable = 0xF0, kLikeTheToken = 0x80, kNearlyLike = 0xC0, kOwnText = 0xE0;
constexpr char kEnd = '\xFF';
constexpr unsigned kCountsOfRecords = 5;
constexpr unsigned kChanges = 8;

std::string changed(std::string text, unsigned how) {
  switch (how) {
    case 0: text += ' '; break;
    case 1:
      for (char& c : text)
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) c = static_cast<char>(c ^ 0x20);
      break;
    case 2: text.insert(0, 1, ' '); break;
    case 3: text.insert(0, 1, '0'); break;
    case 4: text += '\0'; break;
    case 5: text += "\xCC\x81"; break;  // a combining acute
    case 6: text = "%"; break;
    default: text.pop_back(); break;
  }
  return text;
}

class InputReader {
 public:
  explicit InputReader(std::string_view input) : rest_(input) {}

  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }

  std::string own_text() {
    const std::size_t end = std::min(rest_.find(kEnd), rest_.size());
    std::string text(rest_.substr(0, end));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return text;
  }

  // `like` is the text that the field has elsewhere.
  std::string text(std::string_view like) {
    const std::uint8_t choice = byte();
    if (choice >= kOwnText) return own_text();
    if (choice < kLikeTheToken || like.empty()) return pool_text(choice % kLikeTheToken);
    std::string same(like);
    return choice < kNearlyLike ? same : changed(std::move(same), choice % kChanges);
  }

  Token token(const Token& like) {
    const unsigned low = byte();
    const unsigned fields = low | (unsigned{byte()} << 8U);
    Token token;
    for (Field field : kFields)
      if ((fields >> index_of(field) & 1U) != 0) token[field] = text(like.text(field));
    return token;
  }

 private:
  std::string_view rest_;
};

void append_text(std::string& input, std::string_view text) {
  if (const auto index = pool_index(text)) {
    input += static_cast<char>(*index);
    return;
  }
  input += static_cast<char>(kOwnText);
  input.append(text) += kEnd;
}

void append_token(std::string& input, const Token& token) {
  unsigned fields = 0;
  for (Field field : kFields)
    if (token[field]) fields |= 1U << index_of(field);
  input += static_cast<char>(fields & 0xFFU);
  input += static_cast<char>(fields >> 8U);
  for (Field field : kFields)
    if (token[field]) append_text(input, *token[field]);
}

bool fits(const std::vector<Token>& records, const Token& record) {
  return record.has(Field::kId) && std::ranges::none_of(records, [&](const Token& other) {
           return record.agrees(other, Field::kId) || record.agrees(other, Field::kUserName);
         });
}

}  // namespace

QueryCase query_case(std::string_view input, bool with_records) {
  InputReader reader(input);
  QueryCase result;
  const std::uint8_t how = reader.byte();
  result.dialect = (how & 1U) == 0 ? Dialect::kSqlite : Dialect::kMysql;
  result.request.saving = (how & 2U) != 0;
  result.request.ask = static_cast<Ask>((how >> 2U) % kAskCount);
  const std::uint8_t table = reader.byte();
  result.table = table < kOwnTable ? std::string(pool_table(table)) : reader.own_text();
  result.request.token = reader.token(Token());
  result.request.id = reader.text(result.request.token.text(Field::kId));
  if (!with_records) return result;
  Token like = result.request.token;
  if (result.request.ask != Ask::kInsert) like[Field::kId] = result.request.id;
  const unsigned count = reader.byte() % kCountsOfRecords;
  for (unsigned i = 0; i < count; ++i) {
    Token record = reader.token(like);
    for (Field field : kFields)
      if (!record.has(field)) record[field].reset();
    if (fits(result.records, record)) result.records.push_back(std::move(record));
  }
  return result;
}

std::string input_of(const QueryCase& query_case) {
  const Request& request = query_case.request;
  std::string input;
  input += static_cast<char>((query_case.dialect == Dialect::kMysql ? 1U : 0U) |
                             (request.saving ? 2U : 0U) | static_cast<unsigned>(request.ask) << 2U);
  if (const auto index = pool_table_index(query_case.table)) {
    input += static_cast<char>(*index);
  } else {
    input += static_cast<char>(kOwnTable);
    input.append(query_case.table) += kEnd;
  }
  append_token(input, request.token);
  append_text(input, request.id);
  input += static_cast<char>(query_case.records.size());
  for (const Token& record : query_case.records) append_token(input, record);
  return input;
}

}  // namespace assay
