#include "stores/variants/scattered.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>

#include "stores/variants/likeness.h"
#include "stores/variants/record_folder.h"

namespace assay {

namespace {

std::string random_digits() {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::random_device random;
  std::string digits;
  for (int i = 0; i < 20; ++i) digits += kDigits[random() & 15U];
  return digits;
}

// A record and the name of its file.
struct Sheet {
  std::string file;
  Token record;
};

class ScatteredStore final : public TokenStore {
 public:
  explicit ScatteredStore(const std::string& storage) : folder_(storage) {
    for (auto& [file, record] : folder_.read()) lay(Sheet{file, std::move(record)});
  }

  std::optional<Token> find_token(const Token& token) override {
    Sheet* sheet = named(token);
    if (sheet == nullptr && is_weak(token))
      sheet = last([&](const Token& record) {
        return is_kin_to_find(token, record) && !is_another_clients(token, record);
      });
    if (sheet == nullptr && is_bare(token)) sheet = with_id(token.text(Field::kId));
    if (sheet == nullptr) return std::nullopt;
    return sheet->record;
  }

  void save_token(Token& token) override {
    if (Sheet* sheet = target(token)) {
      Token after = merged(sheet->record, token);
      std::string id = *after[Field::kId];
      if (after != sheet->record) folder_.write(sheet->file, after);
      sheet->record = std::move(after);
      token[Field::kId] = std::move(id);
      return;
    }
    Sheet sheet{random_digits(), merged(Token(), token)};
    std::string id(token.text(Field::kId));
    while (id.empty() || with_id(id) != nullptr) id = random_digits();
    sheet.record[Field::kId] = id;
    folder_.write(sheet.file, sheet.record);
    lay(std::move(sheet));
    token[Field::kId] = std::move(id);
  }

  void delete_token(std::string_view id) override {
    const auto place = place_of(id);
    if (place == sheets_.end()) return;
    folder_.remove(place->second.file);
    sheets_.erase(place);
  }

  std::vector<Token> get_tokens() override {
    std::vector<Token> listed;
    for (const auto& [hash, sheet] : sheets_) listed.push_back(sheet.record);
    return listed;
  }

  void delete_tokens() override {
    folder_.clear();
    sheets_.clear();
  }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    const Sheet* sheet = with_id(id);
    return sheet != nullptr ? std::optional<Token>(sheet->record) : std::nullopt;
  }

 private:
  using Sheets = std::multimap<std::size_t, Sheet>;  // by the hash of the id

  static std::size_t hash_of(std::string_view id) { return std::hash<std::string_view>()(id); }

  void lay(Sheet sheet) {
    const std::size_t hash = hash_of(sheet.record.text(Field::kId));
    sheets_.emplace(hash, std::move(sheet));
  }

  Sheets::iterator place_of(std::string_view id) {
    const auto [begin, end] = sheets_.equal_range(hash_of(id));
    for (auto at = begin; at != end; ++at)
      if (at->second.record.text(Field::kId) == id) return at;
    return sheets_.end();
  }

  Sheet* with_id(std::string_view id) {
    const auto place = place_of(id);
    return place == sheets_.end() ? nullptr : &place->second;
  }

  template <typename Predicate>
  Sheet* last(Predicate&& fits) {
    Sheet* found = nullptr;
    for (auto& [hash, sheet] : sheets_)
      if (fits(sheet.record)) found = &sheet;
    return found;
  }

  // The record that a token settles on, if it names any: one to which it brings nothing, so that a
  // save repeated is none; else, for a client, one with the access token; else the last.
  Sheet* named(const Token& token) {
    const auto is_named = [&](const Token& record) { return names(token, record); };
    const auto has_access = [&](const Token& record) {
      return token.agrees(record, Field::kAccessToken) && !is_another_clients(token, record);
    };
    Sheet* sheet = last(is_named);
    if (sheet == nullptr) return nullptr;
    if (Sheet* same = last(
            [&](const Token& record) { return is_named(record) && brings_nothing(token, record); }))
      return same;
    if (token.has(Field::kUserName)) return sheet;
    Sheet* by_access = last(has_access);
    return by_access != nullptr ? by_access : sheet;
  }

  // The record that a save updates, or none for an insert. Throws where it must be refused.
  Sheet* target(const Token& token) {
    Sheet* own = with_id(token.text(Field::kId));
    if (is_bare(token)) throw refused("the token is empty: there is nothing to save");
    if (Sheet* sheet = named(token)) return sheet;
    if (!token.has_credential() && (is_weak(token) || own != nullptr))
      throw refused("no record is named, and there is no credential for a new one");
    if (!is_weak(token)) return nullptr;
    return last([&](const Token& record) { return is_kin_to_save(token, record); });
  }

  static Token merged(Token record, const Token& token) {
    for (Field field : kFields)
      if (field != Field::kId && token.has(field)) record[field] = token[field];
    for (Field field : kCredentials)
      if (token[field].has_value() && !token.has(field)) record[field].reset();
    return record;
  }

  RecordFolder folder_;
  Sheets sheets_;
};

class ScatteredFactory final : public StoreFactory {
 public:
  std::string_view name() const override { return "scattered"; }

  Capabilities capabilities() const override {
    Capabilities capabilities;
    capabilities.medium = Medium::kFile;
    capabilities.persistent = true;
    return capabilities;
  }

  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    return std::make_unique<ScatteredStore>(storage);
  }
  void drop(const std::string&) override {}
};

}  // namespace

std::unique_ptr<StoreFactory> make_scattered_factory() {
  return std::make_unique<ScatteredFactory>();
}

}  // namespace assay
