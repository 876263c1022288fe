// Finding, listing and deleting, once it is clear which record is meant.

#include <map>
#include <set>
#include <string>

#include "stores/broken/clay.h"
#include "stores/broken/families.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

template <Field kField>
struct FindForgets : ClayStore {
  Token answer(const Token& record, const Token&) const override {
    Token found = record;
    found[kField].reset();
    return found;
  }
};

struct FindEchoesTheId : ClayStore {
  Token answer(const Token& record, const Token& query) const override {
    Token found = record;
    if (query.has(Field::kId)) found[Field::kId] = query[Field::kId];
    return found;
  }
};

struct FindAddsBearer : ClayStore {
  Token answer(const Token& record, const Token&) const override {
    Token found = record;
    if (found.has(Field::kAccessToken)) found[Field::kAccessToken]->insert(0, "Bearer ");
    return found;
  }
};

struct FindSaves : ClayStore {
  std::optional<Token> find_token(const Token& token) override {
    const Place place = place_to_find(token);
    if (!place) return std::nullopt;
    write(records_[*place], token);
    return records_[*place];
  }
};

struct ByIdForgetsSecret : ClayStore {
  std::optional<Token> find_token_by_id(std::string_view id) override {
    auto found = ClayStore::find_token_by_id(id);
    if (found) (*found)[Field::kClientSecret].reset();
    return found;
  }
};

struct ByIdInSeconds : ClayStore {
  std::optional<Token> find_token_by_id(std::string_view id) override {
    auto found = ClayStore::find_token_by_id(id);
    if (!found || found->text(Field::kExpiresIn).size() < 4) return found;
    std::string& expiry = *(*found)[Field::kExpiresIn];
    expiry.resize(expiry.size() - 3);
    return found;
  }
};

struct ByIdRaises : ClayStore {
  std::optional<Token> find_token_by_id(std::string_view id) override {
    auto found = ClayStore::find_token_by_id(id);
    if (!found && !id.empty()) throw refused("there is no token with this id");
    return found;
  }
};

struct EmptyIdFinds : ClayStore {
  std::optional<Token> find_token_by_id(std::string_view id) override {
    if (id.empty() && !records_.empty()) return records_.front();
    return ClayStore::find_token_by_id(id);
  }
};

// Finds, updates, finds again: the cache is filled by a find, so a save before it is not enough.
struct ByIdCached : ClayStore {
  std::optional<Token> find_token_by_id(std::string_view id) override {
    auto found = ClayStore::find_token_by_id(id);
    if (!found || !found->has(Field::kAccessToken)) return found;
    const auto& access = (*found)[Field::kAccessToken];
    (*found)[Field::kAccessToken] = cache_.try_emplace(std::string(id), *access).first->second;
    return found;
  }

 private:
  std::map<std::string, std::string> cache_;
};

// Saves keep the cache right; it is deletes that pass it by.
struct DeletePassesCache : ClayStore {
  void tell(Token& token, const Token& record) const override {
    ClayStore::tell(token, record);
    cache_[*record[Field::kId]] = record;
  }
  std::optional<Token> find_token_by_id(std::string_view id) override {
    const auto found = cache_.find(std::string(id));
    if (found != cache_.end()) return found->second;
    return ClayStore::find_token_by_id(id);
  }

 private:
  mutable std::map<std::string, Token> cache_;
};

struct ListRaisesWhenEmpty : ClayStore {
  std::vector<Token> get_tokens() override {
    if (records_.empty()) throw refused("there are no tokens");
    return records_;
  }
};

struct ListEndsAfterPage : ClayStore {
  std::vector<Token> get_tokens() override {
    constexpr std::size_t kPage = 10;
    std::vector<Token> listed = records_;
    if (listed.size() > kPage) listed.resize(kPage);
    return listed;
  }
};

struct ListNeedsUser : ClayStore {
  std::vector<Token> get_tokens() override {
    std::vector<Token> listed;
    for (const Token& record : records_)
      if (record.has(Field::kUserName)) listed.push_back(record);
    return listed;
  }
};

struct DeleteByPrefix : ClayStore {
  void delete_token(std::string_view id) override {
    if (!place_of_id(id)) return;
    std::erase_if(records_,
                  [&](const Token& record) { return record.text(Field::kId).starts_with(id); });
  }
};

struct DeleteSparesTheFirst : ClayStore {
  void delete_token(std::string_view id) override {
    const Place place = place_of_id(id);
    if (place.value_or(0)) erase(*place);
  }
};

struct EmptyIdDeletesAll : ClayStore {
  void delete_token(std::string_view id) override {
    if (id.empty()) records_.clear();
    ClayStore::delete_token(id);
  }
};

struct UnknownIdDeletesTheLast : ClayStore {
  void delete_token(std::string_view id) override {
    const Place place = place_of_id(id);
    if (!records_.empty()) erase(place.value_or(records_.size() - 1));
  }
};

struct DeleteAllSkips : ClayStore {
  void delete_tokens() override {
    for (std::size_t i = 0; i < records_.size(); ++i) erase(i);
  }
};

struct DeleteAllRaisesWhenEmpty : ClayStore {
  void delete_tokens() override {
    if (records_.empty()) throw refused("there is nothing to delete");
    ClayStore::delete_tokens();
  }
};

struct ListMissesTheLast : ClayStore {
  std::vector<Token> get_tokens() override {
    std::vector<Token> listed = records_;
    if (listed.size() > 1) listed.pop_back();
    return listed;
  }
};

struct ListCached : ClayStore {
  std::vector<Token> get_tokens() override {
    if (cache_.size() != records_.size()) cache_ = records_;
    return cache_;
  }

 private:
  std::vector<Token> cache_;
};

// Every other call; any other method begins anew.
struct ListReadOnce : ClayStore {
  void save_token(Token& token) override { at_end_ = false, ClayStore::save_token(token); }
  std::optional<Token> find_token(const Token& token) override {
    at_end_ = false;
    return ClayStore::find_token(token);
  }
  std::optional<Token> find_token_by_id(std::string_view id) override {
    at_end_ = false;
    return ClayStore::find_token_by_id(id);
  }
  void delete_token(std::string_view id) override { at_end_ = false, ClayStore::delete_token(id); }
  void delete_tokens() override { at_end_ = false, ClayStore::delete_tokens(); }
  std::vector<Token> get_tokens() override {
    at_end_ = !at_end_;
    return at_end_ ? records_ : std::vector<Token>();
  }

 private:
  bool at_end_ = false;
};

struct DeletesTwo : ClayStore {
  void delete_token(std::string_view id) override {
    const Place place = place_of_id(id);
    if (!place) return;
    erase(*place);
    if (*place < records_.size()) erase(*place);
  }
};

struct DeletesFromCopy : ClayStore {
  void delete_token(std::string_view id) override {
    std::vector<Token> copy = records_;
    std::erase_if(copy, [&](const Token& record) { return record.text(Field::kId) == id; });
  }
};

struct DeletesOneOfAll : ClayStore {
  void delete_tokens() override {
    if (!records_.empty()) erase(0);
  }
};

// A user's name stays taken when the record is deleted.
struct UserStaysKnown : ClayStore {
  void insert(const Token& token) override {
    if (token.has(Field::kUserName) && !users_.insert(*token[Field::kUserName]).second)
      throw refused("this user is known already");
    ClayStore::insert(token);
  }

 private:
  std::set<std::string> users_;
};

constexpr BrokenStore kListing[] = {
    row<"find-forgets-expiry", FindForgets<Field::kExpiresIn>>(
        "TS-FIND-01"_rule, "Finds a record without its expiry: a column too few in the SELECT."),
    row<"find-echoes-the-id", FindEchoesTheId>(
        "TS-FIND-06"_rule,
        "Answers with the id of the query: the query is filled up, and the id stays."),
    row<"find-adds-bearer", FindAddsBearer>(
        "TS-FIND-06"_rule,
        "Answers with the access token as an HTTP header would have it, \"Bearer\" before it."),
    row<"find-saves-the-query", FindSaves>(
        "TS-FIND-04"_rule, "Writes the query into the record that it finds: one object for both."),
    row<"by-id-forgets-client-secret", ByIdForgetsSecret>(
        "TS-BYID-01"_rule,
        "Finds by id a record without its client_secret: a view for people, used for programs."),
    row<"by-id-tells-seconds", ByIdInSeconds>(
        "TS-LIST-02"_rule,
        "Tells the expiry in seconds by id, and in milliseconds otherwise: two ages of one code."),
    row<"by-id-raises-where-unknown", ByIdRaises>(
        "TS-BYID-02"_rule, "Raises where the id is unknown: absence was taken for an error."),
    row<"empty-id-finds-the-first", EmptyIdFinds>(
        "TS-BYID-03"_rule, "Finds the first record by an empty id: no condition became no WHERE."),
    row<"by-id-cached", ByIdCached>(
        "TS-LIST-02"_rule,
        "Answers by id with an access token from a cache, which an update passes by."),
    row<"delete-passes-the-cache", DeletePassesCache>(
        "TS-DEL-04"_rule,
        "Still finds a deleted record by its id: the cache is not told of the delete."),
    row<"list-raises-when-empty", ListRaisesWhenEmpty>(
        "TS-LIST-01"_rule,
        "Raises where there is nothing to list: absence was taken for an error."),
    // Eleven records: to a caller, the save of the eleventh has done nothing.
    row<"list-ends-after-a-page", ListEndsAfterPage>(
        "TS-SAVE-14"_rule, "Lists ten records and no more: a page that nobody turns."),
    row<"list-needs-a-user", ListNeedsUser>(
        "TS-SAVE-14"_rule,
        "Does not list records without a user: an inner join with the table of users."),
    row<"delete-by-prefix", DeleteByPrefix>(
        "TS-DEL-01"_rule,
        "Deletes every record whose id begins with the given one: keys as paths, and a wildcard."),
    row<"delete-spares-the-first", DeleteSparesTheFirst>(
        "TS-DEL-01"_rule,
        "Never deletes the first record: its position, zero, was tested for truth."),
    row<"empty-id-deletes-everything", EmptyIdDeletesAll>(
        "TS-DEL-02"_rule, "Deletes every record by an empty id: no condition became no WHERE."),
    row<"unknown-id-deletes-the-last", UnknownIdDeletesTheLast>(
        "TS-DEL-02"_rule,
        "Deletes the last record where the id is unknown: position -1 counts from the end."),
    row<"delete-all-skips-every-other", DeleteAllSkips>(
        "TS-DEL-03"_rule, "Deletes every other record: the list is walked while it shrinks."),
    row<"delete-all-raises-when-empty", DeleteAllRaisesWhenEmpty>(
        "TS-DEL-03"_rule,
        "Raises where there is nothing to delete: zero rows taken for a failure."),
    row<"list-misses-the-last", ListMissesTheLast>(
        "TS-SAVE-14"_rule, "Lists all records but the last: an index that ends one too early."),
    row<"list-cached-while-no-record-is-added", ListCached>(
        "TS-SAVE-14"_rule,
        "Lists from a cache that is thought right while the number of records is the same."),
    row<"list-read-once", ListReadOnce>(
        "TS-LIST-01"_rule,
        "Lists nothing the second time in a row: the cursor is at its end, and is not rewound."),
    row<"delete-takes-the-next", DeletesTwo>(
        "TS-DEL-01"_rule,
        "Deletes the record after it as well: an end that is meant to be within."),
    row<"delete-works-on-a-copy", DeletesFromCopy>(
        "TS-DEL-01"_rule, "Deletes from a copy of the records: an ampersand was left out."),
    row<"delete-all-deletes-one", DeletesOneOfAll>(
        "TS-DEL-03"_rule, "Deletes the first record for all: an if that should be a while."),
    row<"deleted-user-stays-known", UserStaysKnown>(
        "TS-DEL-04"_rule,
        "Does not strike a deleted record's user from its list of users: the name stays taken."),
};

}  // namespace

std::span<const BrokenStore> broken_listing() { return kListing; }

}  // namespace assay
