// The ids that a store generates, keeps and tells.

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "stores/broken/clay.h"
#include "stores/broken/families.h"
#include "stores/broken/paper.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct CountPlusOne : ClayStore {
  std::string generated_id() override {
    std::size_t count = 0;
    for (const Token& record : records_) count += record.has(Field::kUserName) ? 1U : 0U;
    return std::to_string(count + 1);
  }
};

// Shows from the tenth record on, or when a caller has given "9" or an id before it in the
// alphabet and after it in number.
struct GreatestAsText : ClayStore {
  std::string generated_id() override {
    for (const Token& record : records_) {
      const std::string id(record.text(Field::kId));
      if (id.find_first_not_of("0123456789") == std::string::npos)
        greatest_ = std::max(greatest_, id);
    }
    std::string next = std::to_string(std::stoull(greatest_) + 1);
    greatest_ = std::max(greatest_, next);
    return next;
  }

 private:
  std::string greatest_ = "0";
};

struct WordsBlockTheNext : ClayStore {
  std::string generated_id() override {
    for (const Token& record : records_)
      last_id_ = std::max<std::uint64_t>(last_id_, std::stoull(*record[Field::kId]));
    return std::to_string(++last_id_);
  }
};

struct DeletedIdAgain : ClayStore {
  std::string generated_id() override {
    std::set<std::string_view> taken;
    for (const Token& record : records_) taken.insert(record.text(Field::kId));
    std::uint64_t number = 1;
    while (taken.contains(std::to_string(number))) ++number;
    return std::to_string(number);
  }
};

struct LongerThanDeclared : ClayStore {
  static Capabilities capabilities() {
    Capabilities capabilities;
    capabilities.capacity[index_of(Field::kId)] = 10;
    return capabilities;
  }
  std::string generated_id() override { return "oauth-token-" + ClayStore::generated_id(); }
};

struct CounterRestarts : PaperStore {
  using PaperStore::PaperStore;
  std::string generated_id() override { return "T" + std::to_string(++last_id_); }
};

struct GivenIdIgnored : ClayStore {
  void insert(const Token& token) override {
    Token without = token;
    without[Field::kId].reset();
    ClayStore::insert(without);
  }
};

struct OneByte : ClayStore {
  std::string generated_id() override { return std::to_string(++next_ % 256); }

 private:
  unsigned next_ = 0;
};

struct TwoDigits : ClayStore {
  std::string generated_id() override {
    std::string id;
    do {
      last_id_ = last_id_ % 99 + 1;
      id = std::to_string(last_id_);
    } while (place_of_id(id));
    return id;
  }
};

struct FirstNotLookedAt : ClayStore {
  std::string generated_id() override {
    std::string id;
    do id = std::to_string(++last_id_);
    while (is_taken(id));
    return id;
  }
  bool is_taken(const std::string& id) const {
    for (std::size_t i = 1; i < records_.size(); ++i)
      if (records_[i].text(Field::kId) == id) return true;
    return false;
  }
};

// A generator of random numbers, which begins alike in every store.
struct TooFewToDrawFrom : ClayStore {
  std::string generated_id() override {
    constexpr std::uint64_t kIds = 1000;
    drawn_ = drawn_ * 6364136223846793005U + 1442695040888963407U;
    return std::to_string((drawn_ >> 33U) % kIds);
  }

 private:
  std::uint64_t drawn_ = 1;
};

struct PositionTold : ClayStore {
  void tell(Token& token, const Token&) const override {
    token[Field::kId] = std::to_string(records_.size());
  }
};

struct IdNotTold : ClayStore {
  void tell(Token&, const Token&) const override {}
};

constexpr BrokenStore kIds[] = {
    row<"next-id-is-the-count", CountPlusOne>("TS-DUP-01"_rule,
                                              "Takes COUNT(user_name) plus one for the next id: a "
                                              "NULL does not count, nor what is gone."),
    row<"greatest-id-as-text", GreatestAsText>(
        "TS-DUP-01"_rule,
        "Takes MAX(id) plus one for the next id, of a text column: \"9\" stays above \"10\"."),
    row<"words-block-the-next-id", WordsBlockTheNext>(
        "TS-SAVE-01"_rule,
        "Reads every stored id as a number to find the next: an id that is none blocks it."),
    row<"deleted-id-again", DeletedIdAgain>("TS-ID-02"_rule,
                                            "Hands out the first free id, a deleted record's too."),
    row<"id-longer-than-declared", LongerThanDeclared>(
        "TS-ID-01"_rule, "Generates ids that are longer than the column that it declares."),
    row<"ids-start-again-after-reopen", CounterRestarts>(
        "TS-DUP-01"_rule, "Counts its ids in memory: after a reopen they begin again."),
    row<"given-id-ignored", GivenIdIgnored>(
        "TS-SAVE-13"_rule,
        "Generates an id also where the caller gave one: the column is automatic."),
    row<"id-counter-of-one-byte", OneByte>(
        "TS-DUP-01"_rule, "Counts its ids in a byte: the 257th record has the id of the first."),
    row<"free-id-of-two-digits-sought", TwoDigits>(
        "TS-LIVE-01"_rule, "Seeks a free id of two digits, and goes on where there is none."),
    row<"first-record-not-looked-at", FirstNotLookedAt>(
        "TS-DUP-01"_rule,
        "Begins at the second record when it looks for taken ids: a loop from 1, not from 0."),
    row<"random-id-not-looked-up", TooFewToDrawFrom>(
        "TS-DUP-01"_rule,
        "Draws ids of three digits and does not look whether they are taken: they seldom are."),
    row<"position-told-for-the-id", PositionTold>(
        "TS-SAVE-12"_rule,
        "Tells the caller the number of the row, which is the id until a row is deleted."),
    row<"id-not-told", IdNotTold>("TS-SAVE-19"_rule,
                                  "Does not tell the caller the id of a new record."),
};

}  // namespace

std::span<const BrokenStore> broken_ids() { return kIds; }

}  // namespace assay
