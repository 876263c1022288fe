// Slate: a right store on SQLite, taken apart into its decisions.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "spec/store_factory.h"

namespace assay {

// A NUL cannot stand in the text of a statement, and ends a pattern.
inline bool holds_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// In memory. Threads: one.
class SlateStore : public TokenStore {
 public:
  SlateStore() = default;
  static Capabilities capabilities();

  std::optional<Token> find_token(const Token& token) override;
  void save_token(Token& token) override;
  void delete_token(std::string_view id) override;
  std::vector<Token> get_tokens() override;
  void delete_tokens() override;
  std::optional<Token> find_token_by_id(std::string_view id) override;

 protected:
  explicit SlateStore(std::string path) : path_(std::move(path)) {}

  enum class Way : std::uint8_t { kUser, kAccess, kClient, kWeak, kNothing };
  enum class Aim : std::uint8_t { kSave, kFind };
  using Values = std::vector<std::string>;  // to bind, in the order of their question marks

  // The definition of a column.
  virtual std::string column(Field field) const;
  // The statements that make the tables, where they are missing.
  virtual std::string schema() const;

  // Conditions. Each appends what it binds.
  virtual std::string equals(Field field, std::string_view text, Values& values) const;
  virtual std::string same_client(const Token& token, Values& values) const;
  virtual std::string same_grant(const Token& token, Values& values) const;
  virtual std::string named(const Token& token, Aim aim, Values& values) const;
  virtual std::string akin(const Token& token, Aim aim, Values& values) const;
  // The records that get_tokens lists.
  virtual std::vector<Token> all() { return select("1", {}); }
  // The record that a find by id is for.
  virtual std::optional<Token> record_by_id(std::string_view id) { return record_of_id(id); }
  // `column = value`, in an update.
  virtual std::string assignment(Field field, const std::string& text, Values& values) const;

  virtual void update(const Token& record, const Token& token);
  // Returns the id of the new record.
  virtual std::string insert(const Token& token);
  // An id that no record has, and that was never given before.
  virtual std::string generated_id();
  virtual void remove(std::string_view id);
  virtual void remove_all() { run("DELETE FROM tokens"); }
  // The record that a save updates though the token names none.
  virtual std::optional<Token> unnamed(const Token& token);
  // What is done about a token that names no record, or another one than that of its id.
  virtual void id_is_anothers(const Token& token, const Token& record) const;

  virtual void begin() { run("BEGIN IMMEDIATE"); }
  virtual void end() { run("COMMIT"); }
  virtual void undo();
  // What a call does that SQLite has failed.
  virtual void failed(const std::string& why) const;

  // Bound, and ready to be stepped. To be reset after use: an open read blocks a commit.
  virtual SQLite::Statement& prepared(const std::string& text, const Values& values);

  Way way_of(const Token& token) const;
  // The records that a condition holds of, in the order of their inserts; none for no condition.
  std::vector<Token> select(const std::string& condition, const Values& values,
                            const std::string& source = "tokens");
  std::optional<Token> first(const std::string& condition, const Values& values);
  void run(const std::string& text, const Values& values = {});
  // Opened, and its tables made, when it is first used.
  SQLite::Database& database();
  std::int64_t last_row();
  std::optional<Token> record_of_id(std::string_view id);

 private:
  // The record that a save updates; nothing for an insert. Throws where it must be refused.
  std::optional<Token> record_to_save(const Token& token);
  // Runs `body` in a transaction.
  void within(const std::function<void()>& body);

  std::string path_ = ":memory:";
  std::unique_ptr<SQLite::Database> database_;
  std::unordered_map<std::string, SQLite::Statement> prepared_;  // by text; ends before database_
};

// The same over a file.
class SlateFileStore : public SlateStore {
 public:
  static Capabilities capabilities();
  // Throws for a file that is too short to be SQLite's, which SQLite itself would take for empty.
  explicit SlateFileStore(const std::string& storage);
};

// A column's name, and a text, as SQL writes them.
std::string column_name(Field field);
std::string literal(std::string_view text);

}  // namespace assay
