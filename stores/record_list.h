// Records in a vector, and which of them a token stands for: what `list` and `file` have in common.
//
// The choices where the rules leave one: a token whose id belongs to another record is refused
// [LAT-b, LAT-c], an empty field keeps what is there [LAT-f], the earliest of several records is
// taken [LAT-g], only a weak token takes kin for itself [LAT-a, LAT-i].
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "spec/token.h"

namespace assay {

// Threads: one at a time, or several that only read.
class RecordList {
 public:
  RecordList() = default;

  // REQUIRES: every record has an id, no two have the same id, no two the same present user_name.
  explicit RecordList(std::vector<Token> records) : records_(std::move(records)) {}

  // In the order in which they were inserted.
  const std::vector<Token>& records() const { return records_; }

  // The record that `token` stands for, or nothing. [TS-FIND-01..09] Valid until the next change.
  const Token* find(const Token& token) const;

  // The record with this id, or nothing. [TS-BYID-01..03] Valid until the next change.
  const Token* find_by_id(std::string_view id) const;

  // Updates the record that `token` stands for, else inserts one; then `token` carries its id.
  // [TS-SAVE-01..19] Where that is refused the reason, else null. With a reason, as on any throw,
  // every record is as it was.
  [[nodiscard]] const char* save(Token& token);

  // Removes the record with this id, and returns true; false when there is none. [TS-DEL-01..02]
  bool remove(std::string_view id);

  void clear() { records_.clear(); }

 private:
  std::optional<std::size_t> position_of(std::string_view id) const;
  void insert(Token& token);
  void update(std::size_t position, Token& token);

  std::vector<Token> records_;
};

inline std::optional<Token> copy_of(const Token* record) {
  return record ? std::optional<Token>(*record) : std::nullopt;
}

}  // namespace assay
