#include "fuzz/sql_translation.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace assay {
namespace {

std::string within(char quote, std::string_view text) {
  std::string all(1, quote);
  for (char c : text) {
    if (c == quote) all += quote;
    all += c;
  }
  return all += quote;
}

class Translator {
 public:
  explicit Translator(std::span<const SqlToken> tokens) : tokens_(tokens) {}

  std::string text() {
    create_ = word(0, "CREATE");
    while (at_ < tokens_.size()) {
      const std::string next = take();
      if (!next.empty()) text_ += text_.empty() ? next : " " + next;
    }
    return text_;
  }

 private:
  bool word(std::size_t ahead, std::string_view upper_case) const {
    return at_ + ahead < tokens_.size() && is_word(tokens_[at_ + ahead], upper_case);
  }
  bool symbol(std::size_t ahead, std::string_view text) const {
    return at_ + ahead < tokens_.size() && is_symbol(tokens_[at_ + ahead], text);
  }

  std::string take() {
    if (word(0, "FOR") && word(1, "UPDATE")) return skip(2);
    if (word(0, "BINARY") && !create_) return skip(1);  // a comparison by bytes, as SQLite's is
    if (word(0, "COLLATE")) return collation();
    if (word(0, "ENGINE") && symbol(1, "=")) return skip(tokens_.size() - at_);
    if (create_) {
      if (word(0, "BIGINT")) {
        while (word(0, "BIGINT") || word(0, "UNSIGNED") || word(0, "NOT") || word(0, "NULL") ||
               word(0, "AUTO_INCREMENT"))
          ++at_;
        return "INTEGER";
      }
      if (std::string type = column_type(); !type.empty()) return type;
    }
    const SqlToken& token = tokens_[at_++];
    switch (token.kind) {
      case SqlKind::kComment: return "";
      case SqlKind::kName: return within('"', token.text);
      case SqlKind::kString: return within('\'', token.text);
      default: return token.text == "<=>" ? "IS" : token.text;
    }
  }

  std::string skip(std::size_t count) {
    at_ += count;
    return "";
  }

  // A type, its length and its collation, where one begins here; else "".
  std::string column_type() {
    constexpr std::array<std::string_view, 4> kBytes = {"VARBINARY", "BINARY", "BLOB", "TINYBLOB"};
    constexpr std::array<std::string_view, 4> kTextTypes = {"VARCHAR", "CHAR", "TEXT", "TINYTEXT"};
    const auto is_one = [&](std::string_view type) { return word(0, type); };
    const bool bytes = std::ranges::any_of(kBytes, is_one);
    if (!bytes && !std::ranges::any_of(kTextTypes, is_one)) return "";
    ++at_;
    if (symbol(0, "(")) at_ += 3;
    if (bytes) return "TEXT";
    if (word(0, "CHARACTER")) at_ += 3;
    return "TEXT " + (word(0, "COLLATE") ? collation() : named(kPaddedCaselessCollation));
  }

  // COLLATE and the name after it, as the collation of ours that it means.
  std::string collation() {
    at_ += 2;
    const bool binary = at_ <= tokens_.size() && tokens_[at_ - 1].text.ends_with("_bin");
    return named(binary ? kPaddedCollation : kPaddedCaselessCollation);
  }
  static std::string named(std::string_view collation) {
    return "COLLATE " + std::string(collation);
  }

  std::span<const SqlToken> tokens_;
  std::size_t at_ = 0;
  bool create_ = false;
  std::string text_;
};

}  // namespace

std::string sqlite_text(const std::vector<SqlToken>& tokens) { return Translator(tokens).text(); }

}  // namespace assay
