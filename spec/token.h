// A token: ten optional text fields. Fields are iterated, never listed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace assay {

enum class Field : std::uint8_t {
  kId,
  kUserName,
  kClientId,
  kClientSecret,
  kRefreshToken,
  kAccessToken,
  kGrantToken,
  kExpiresIn,  // epoch milliseconds, as decimal text
  kRedirectUrl,
  kApiDomain,
};

inline constexpr std::array kFields = {
    Field::kId,           Field::kUserName,    Field::kClientId,   Field::kClientSecret,
    Field::kRefreshToken, Field::kAccessToken, Field::kGrantToken, Field::kExpiresIn,
    Field::kRedirectUrl,  Field::kApiDomain};
inline constexpr std::size_t kFieldCount = kFields.size();
inline constexpr std::array kCredentials = {Field::kAccessToken, Field::kRefreshToken,
                                            Field::kGrantToken};

constexpr std::size_t index_of(Field field) { return static_cast<std::size_t>(field); }

// The name of a field in the published interface: "user_name".
constexpr std::string_view name_of(Field field) {
  constexpr std::array<std::string_view, kFieldCount> kNames = {
      "id",           "user_name",   "client_id",  "client_secret", "refresh_token",
      "access_token", "grant_token", "expires_in", "redirect_url",  "api_domain"};
  return kNames[index_of(field)];
}

// The field with this name, or nothing.
constexpr std::optional<Field> find_field(std::string_view name) {
  for (Field field : kFields)
    if (name_of(field) == name) return field;
  return std::nullopt;
}

// True of the fields that must never show in an error text. [TS-SEC-02]
constexpr bool is_secret(Field field) {
  return field == Field::kClientSecret || field == Field::kRefreshToken ||
         field == Field::kAccessToken || field == Field::kGrantToken;
}

// The least number of characters that every store must accept in a field. [TS-VAL-02]
constexpr std::size_t least_capacity(Field field) {
  return field == Field::kId ? 10 : field == Field::kExpiresIn ? 18 : 255;
}

// A set of fields, by value.
class FieldSet {
 public:
  constexpr FieldSet() = default;
  constexpr FieldSet(std::initializer_list<Field> fields) {
    for (Field field : fields) add(field);
  }
  constexpr void add(Field field) { bits_ |= bit(field); }
  constexpr bool contains(Field field) const { return (bits_ & bit(field)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(FieldSet, FieldSet) = default;

 private:
  static constexpr std::uint16_t bit(Field field) {
    return static_cast<std::uint16_t>(1U << index_of(field));
  }
  std::uint16_t bits_ = 0;
};

// Ten optional texts. A field is *present* when it is set and not empty, else *absent*; a field
// that is not set and one that is empty compare equal. Text is UTF-8 and may hold NUL.
//
// A value. Copies share their texts, as nothing is copied as often as a record that get_tokens
// shows: a token that is written to has its own from then on, and what was read of it before stays
// valid until it is assigned to or ends. Threads: as for any value, also where copies share.
class Token {
 public:
  Token() = default;
  Token(const Token& other) : shared_(other.shareable()) {}
  Token(Token&& other) noexcept = default;
  Token& operator=(const Token& other) {
    if (this == &other) return *this;
    shared_ = other.shareable();
    own_.reset();
    return *this;
  }
  Token& operator=(Token&& other) noexcept = default;
  ~Token() = default;

  // The field as it was set, "not set" and "empty" told apart. What may be written to is no longer
  // shared, not even with copies that are made later: to read, ask of what is const.
  const std::optional<std::string>& operator[](Field field) const {
    return fields()[index_of(field)];
  }
  std::optional<std::string>& operator[](Field field) { return own()[index_of(field)]; }

  // True iff the field is present.
  bool has(Field field) const {
    const auto& text = fields()[index_of(field)];
    return text.has_value() && !text->empty();
  }

  // The text of the field; "" when it is absent.
  std::string_view text(Field field) const {
    const auto& text = fields()[index_of(field)];
    return text ? std::string_view(*text) : std::string_view();
  }

  // Sets one field and returns the token: Token().with(Field::kUserName, "ann").
  Token&& with(Field field, std::string text) && {
    own()[index_of(field)] = std::move(text);
    return std::move(*this);
  }

  // From now on copies share its texts. As by an assignment, what was read of it or given to write
  // to is no longer valid.
  void seal() {
    if (own_) shared_ = std::move(own_);
  }

  // True iff this token has the field and `other` holds the same text.
  bool agrees(const Token& other, Field field) const {
    return has(field) && text(field) == other.text(field);
  }

  // True iff any credential is present.
  bool has_credential() const;

  // True iff no field is present.
  bool is_empty() const;

  // Equal where every field is equal; empty equals not set.
  friend bool operator==(const Token& a, const Token& b);

  // The same, with "not set" and "empty" told apart.
  friend bool identical(const Token& a, const Token& b);

 private:
  using Fields = std::array<std::optional<std::string>, kFieldCount>;
  static const Fields kNone;

  const Fields& fields() const {
    const Fields* const fields = own_ ? own_.get() : shared_.get();
    return fields != nullptr ? *fields : kNone;
  }

  Fields& own() {
    if (!own_) own_ = shared_ ? std::make_shared<Fields>(*shared_) : std::make_shared<Fields>();
    return *own_;
  }

  std::shared_ptr<const Fields> shareable() const {
    return own_ ? std::make_shared<const Fields>(*own_) : shared_;
  }

  std::shared_ptr<const Fields> shared_;  // never written to; null: no field was ever set
  std::shared_ptr<Fields> own_;           // this token's alone; null: not written to yet
};

}  // namespace assay
