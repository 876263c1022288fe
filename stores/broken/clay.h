// Clay: a right store in memory, taken apart into its decisions.
//
// A broken store is a ClayStore that takes one of them wrongly. What the rules leave open, clay
// decides as `list` does: a token whose id is that of another record is refused, an empty field
// keeps what is there, the earliest of several records is taken, only a weak token adopts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/store_factory.h"
#include "spec/token.h"

namespace assay {

// Threads: one.
class ClayStore : public TokenStore {
 public:
  static Capabilities capabilities() { return {}; }

  std::optional<Token> find_token(const Token& token) override;
  void save_token(Token& token) override;
  void delete_token(std::string_view id) override;
  std::vector<Token> get_tokens() override;
  void delete_tokens() override;
  std::optional<Token> find_token_by_id(std::string_view id) override;

 protected:
  enum class Way : std::uint8_t { kUser, kAccess, kClient, kWeak, kNothing };
  enum class Aim : std::uint8_t { kSave, kFind };
  using Place = std::optional<std::size_t>;  // a position in records_

  // True iff the token has the field and `record` holds the same text.
  virtual bool agree(const Token& token, const Token& record, Field field) const;
  // By what a token picks records.
  virtual Way way_of(const Token& token) const;
  virtual bool same_client(const Token& token, const Token& record) const;
  // True iff the token names `record`.
  virtual bool names(const Token& token, const Token& record, Aim aim) const;
  // True iff a weak token may be taken for `record`.
  virtual bool akin(const Token& token, const Token& record, Aim aim) const;
  virtual Place place_of_id(std::string_view id) const;
  // The first record that `token` names.
  virtual Place place_named(const Token& token, Aim aim) const;
  virtual Place place_to_find(const Token& token) const;
  // Where a save goes; nothing for an insert. Throws where it must be refused.
  virtual Place place_to_save(const Token& token) const;

  // Throws for a text that does not fit.
  virtual void check(const Token& token) const;
  // What becomes of a present text when it is stored.
  virtual std::string kept(Field field, const std::string& text) const;
  // Writes a token over the record that it stands for.
  virtual void update(Token& record, const Token& token);
  // Appends a record.
  virtual void insert(const Token& token);
  virtual std::string generated_id();
  // Tells the caller's token what record it has become.
  virtual void tell(Token& token, const Token& record) const;

  // What a find answers with.
  virtual Token answer(const Token& record, const Token& query) const;

  // The first record that fits, or nothing.
  template <typename Predicate>
  Place first(Predicate&& fits) const {
    for (std::size_t i = 0; i < records_.size(); ++i)
      if (fits(records_[i])) return i;
    return std::nullopt;
  }
  // Writes the present fields of a token, all but the id.
  void write(Token& record, const Token& token) const;
  void erase(std::size_t place);

  std::vector<Token> records_;  // in the order of their inserts
  std::uint64_t last_id_ = 0;   // of those that were generated
};

}  // namespace assay
