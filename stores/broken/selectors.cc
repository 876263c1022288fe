// Which record a token stands for: selectors in the wrong order, and texts that read alike.

#include <string>

#include "stores/broken/clay.h"
#include "stores/broken/families.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct FindIgnoresClients : ClayStore {
  bool names(const Token& token, const Token& record, Aim aim) const override {
    const bool is_looked_for = aim == Aim::kSave || way_of(token) != Way::kClient;
    return is_looked_for && ClayStore::names(token, record, aim);
  }
};

// Looks for a record without a user first, by what else there is in a user's token.
template <bool kInSaves>
struct UserComesLast : ClayStore {
  Place place_named(const Token& token, Aim aim) const override {
    Token rest = token;
    rest[Field::kUserName].reset();
    Place other;
    if (aim == (kInSaves ? Aim::kSave : Aim::kFind)) other = ClayStore::place_named(rest, aim);
    if (other && !records_[*other].has(Field::kUserName)) return other;
    return ClayStore::place_named(token, aim);
  }
};

struct FirstUserIsTheUser : ClayStore {
  Place place_to_save(const Token& token) const override {
    const Place place = ClayStore::place_to_save(token);
    if (place || way_of(token) != Way::kUser) return place;
    return first([](const Token& record) { return record.has(Field::kUserName); });
  }
};

// User names in a save, compared by what is left of them.
struct UsersSavedAlike : ClayStore {
  bool names(const Token& token, const Token& record, Aim aim) const final {
    if (aim == Aim::kFind || way_of(token) != Way::kUser)
      return ClayStore::names(token, record, aim);
    return left_of(token.text(Field::kUserName)) == left_of(record.text(Field::kUserName));
  }
  virtual std::string left_of(std::string_view name) const = 0;
};

std::string replaced(std::string_view text, std::string_view part, std::string_view by) {
  std::string out(text);
  for (std::size_t at = 0; (at = out.find(part, at)) != std::string::npos; at += by.size())
    out.replace(at, part.size(), by);
  return out;
}

struct WithoutAccents : UsersSavedAlike {
  std::string left_of(std::string_view name) const override {
    return replaced(replaced(name, "\xc3\xa1", "a"), "\xcc\x81", "");
  }
};

struct WithoutBlanks : UsersSavedAlike {
  std::string left_of(std::string_view name) const override { return replaced(name, " ", ""); }
};

// Finds the first record that lacks what the query holds empty.
struct EmptyAccessTokenFinds : ClayStore {
  Place place_to_find(const Token& token) const override {
    constexpr Field kField = Field::kAccessToken;
    const Place place = ClayStore::place_to_find(token);
    if (place || way_of(token) != Way::kWeak || !token[kField] || token.has(kField)) return place;
    return first([](const Token& record) { return !record.has(kField); });
  }
};

constexpr BrokenStore kSelectors[] = {
    row<"client-is-no-selector-in-a-find", FindIgnoresClients>(
        "TS-FIND-01"_rule,
        "Never finds by the client's credentials: finding was written before they were."),
    row<"save-looks-for-the-user-last", UserComesLast<true>>(
        "TS-DUP-02"_rule,
        "Looks for the access token or the client first in a save, and for the user then."),
    row<"find-looks-for-the-user-last", UserComesLast<false>>(
        "TS-FIND-01"_rule,
        "Looks for the access token or the client first in a find, and for the user then."),
    row<"first-user-is-the-user", FirstUserIsTheUser>(
        "TS-USER-01"_rule, "Saves over the first user's record: there was one user when it began."),
    row<"users-saved-without-accents", WithoutAccents>(
        "TS-USER-01"_rule,
        "Compares user names without accents in a save, as general collations of databases do."),
    row<"users-saved-without-blanks", WithoutBlanks>(
        "TS-USER-01"_rule, "Compares user names without blanks in a save: people add some."),
    row<"empty-access-token-finds", EmptyAccessTokenFinds>(
        "TS-FIND-07"_rule,
        "Finds the first record without an access token by an empty one: absent equals empty."),
};

}  // namespace

std::span<const BrokenStore> broken_selectors() { return kSelectors; }

}  // namespace assay
