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
  std::string generated_id() override { return std::to_string(records_.size() + 1); }
};

// Shows from the tenth record on, or when a caller has given "9" or an id before it in the
// alphabet and after it in number.
struct GreatestAsText : ClayStore {
  std::string generated_id() override {
    std::string greatest = "0";
    for (const Token& record : records_) {
      const std::string id(record.text(Field::kId));
      if (id.find_first_not_of("0123456789") == std::string::npos)
        greatest = std::max(greatest, id);
    }
    return std::to_string(std::stoull(greatest) + 1);
  }
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

struct PositionTold : ClayStore {
  void tell(Token& token, const Token&) const override {
    token[Field::kId] = std::to_string(records_.size());
  }
};

struct IdNotTold : ClayStore {
  void tell(Token&, const Token&) const override {}
};

constexpr BrokenStore kRows[] = {
    row<"next-id-is-the-count", CountPlusOne>(
        "TS-DUP-01"_rule, "Takes the number of records plus one for the next id."),
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
    row<"position-told-for-the-id", PositionTold>(
        "TS-SAVE-12"_rule,
        "Tells the caller the number of the row, which is the id until a row is deleted."),
    row<"id-not-told", IdNotTold>("TS-SAVE-19"_rule,
                                  "Does not tell the caller the id of a new record."),
};

}  // namespace

std::span<const BrokenStore> broken_ids() { return kRows; }

}  // namespace assay
