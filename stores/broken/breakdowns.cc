// Calls that do not end as a call should: not at all, or not by returning or raising.

#include <cerrno>
#include <cstdlib>
#include <mutex>

#include "stores/broken/clay.h"
#include "stores/broken/families.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

// After a refusal the next call waits for ever; that is the harness's own get_tokens.
struct LockLeftBehind : ClayStore {
  void save_token(Token& token) override {
    mutex_.lock();
    ClayStore::save_token(token);
    mutex_.unlock();
  }
  std::vector<Token> get_tokens() override {
    const std::lock_guard lock(mutex_);
    return ClayStore::get_tokens();
  }

 private:
  std::mutex mutex_;
};

struct NoRecordDereferenced : ClayStore {
  std::optional<Token> find_token_by_id(std::string_view id) override {
    const Token* volatile record = nullptr;  // volatile: so that no compiler concludes otherwise
    if (const Place place = place_of_id(id)) record = &records_[*place];
    return *record;  // NOLINT(clang-analyzer-core.NonNullParamChecker): it is the mistake
  }
};

struct ExitsOnFailure : ClayStore {
  void save_token(Token& token) override {
    try {
      ClayStore::save_token(token);
    } catch (const StoreError&) {
      std::exit(EXIT_SUCCESS);
    }
  }
};

struct ThrowsNumber : ClayStore {
  void save_token(Token& token) override {
    try {
      ClayStore::save_token(token);
    } catch (const StoreError&) {
      throw EINVAL;  // NOLINT(misc-throw-by-value-catch-by-reference)
    }
  }
};

constexpr BrokenStore kRows[] = {
    row<"lock-left-behind", LockLeftBehind>(
        "TS-LIVE-01"_rule,
        "Leaves its lock locked when a save raises: the next call waits for ever."),
    row<"crash-on-unknown-id", NoRecordDereferenced>(
        "TS-OUT-01"_rule, "Follows a null pointer where the id is unknown."),
    row<"exits-on-failure", ExitsOnFailure>(
        "TS-OUT-01"_rule, "Ends the process when a save fails: it was a script once."),
    row<"throws-a-number", ThrowsNumber>(
        "TS-OUT-01"_rule, "Throws an error number: the interface was wrapped around C."),
};

}  // namespace

std::span<const BrokenStore> broken_breakdowns() { return kRows; }

}  // namespace assay
