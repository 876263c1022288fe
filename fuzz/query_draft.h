// The construction of SQL once more, taken apart into its decisions: what planted faults are made
// of.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/construction.h"

namespace assay {

// Makes what Query makes, statement for statement; a fault overrides a decision. Threads: const, so
// any.
class Draft : public Construction {
 public:
  Draft(Dialect dialect, std::string_view table) : dialect_(dialect), table_(table) {}

  // Throws std::invalid_argument for a table name that no quoting helps. To be called first.
  virtual void check_name(std::string_view table) const;

  std::optional<Statement> select_named(const Token& token, bool saving) const override;
  std::optional<Statement> select_kin(const Token& token, bool saving) const override;
  Statement select_by_id(std::string_view id, bool saving) const override;
  Statement select_all() const override;
  Statement insert(const Token& record) const override;
  Statement update(std::string_view id, const Token& token) const override;
  Statement delete_by_id(std::string_view id) const override;
  Statement delete_all() const override;
  Statement create_table() const override;
  Statement drop_table() const override;

 protected:
  using Value = std::optional<std::string>;
  using Values = std::vector<Value>;
  enum class Way : std::uint8_t { kUser, kAccess, kClient, kWeak };
  // Where a value is put.
  enum class Clause : std::uint8_t { kNamed, kKin, kSelectId, kUpdateId, kDeleteId, kSet, kValues };

  bool sqlite() const { return dialect_ == Dialect::kSqlite; }
  const std::string& table_name() const { return table_; }

  virtual std::string quoted(std::string_view name) const;
  virtual std::string table() const { return quoted(table_); }
  virtual std::string column(Field field) const { return quoted(name_of(field)); }
  virtual std::string columns() const;  // of a SELECT and an INSERT, with commas

  virtual Way way_of(const Token& token) const;
  // What is bound for a field: nothing where it is absent.
  virtual Value value_of(const Token& token, Field field) const;
  // What stands in the text for a value; appends to what is bound.
  virtual std::string place(Clause clause, Field field, const Value& value, Values& values) const;

  // Conditions. Each appends what it binds.
  virtual std::string equals(Clause clause, Field field, const Value& value, Values& values) const;
  virtual std::string named(const Token& token, Values& values) const;
  virtual std::string kin(const Token& token, bool saving, Values& values) const;
  virtual std::string other_client_out(const Token& token, Values& values) const;
  virtual std::string has_id(Clause clause, std::string_view id, Values& values) const;
  std::string equals(Clause clause, const Token& token, Field field, Values& values) const {
    return equals(clause, field, value_of(token, field), values);
  }

  virtual Statement select(const std::string& condition, Values values, bool first_only,
                           bool saving) const;
  virtual std::string order() const { return " ORDER BY " + quoted("position"); }
  virtual std::string limit(bool first_only) const { return first_only ? " LIMIT 1" : ""; }
  virtual std::string lock(bool saving) const { return saving && !sqlite() ? " FOR UPDATE" : ""; }

  // An update names the column.
  virtual bool writes(Field field, const Token& token) const;
  virtual std::string assignment(Field field, const Value& value, Values& values) const;
  virtual std::string insert_into() const { return "INSERT INTO "; }
  virtual std::string where(const std::string& condition) const { return " WHERE " + condition; }

  virtual std::string create() const;
  virtual std::string type(Field field) const;
  virtual std::string constraint(Field field) const;
  virtual std::string options() const;

  // The last touch.
  virtual Statement finished(Statement statement) const { return statement; }

 private:
  Dialect dialect_;
  std::string table_;
};

// A fault's construction, as make_query_construction() makes the right one.
template <typename Fault>
std::unique_ptr<Construction> drafted(Dialect dialect, std::string_view table) {
  auto draft = std::make_unique<Fault>(dialect, table);
  draft->check_name(table);
  return draft;
}

// `text` within quotes, the quotes in it doubled.
std::string within(char quote, std::string_view text);

}  // namespace assay
