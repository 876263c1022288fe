// Calls that do not end as a call should: not at all, or not by returning or raising.

#include <cerrno>
#include <cstdio>
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

struct PromisesNotToThrow : ClayStore {
  void save_token(Token& token) override { save_quietly(token); }

 private:
  void save_quietly(Token& token) noexcept { ClayStore::save_token(token); }
};

// A percent sign with no number after it is never decoded, and so never gone.
struct DecodedUntilNoneIsLeft : ClayStore {
  std::string kept(Field, const std::string& text) const override {
    std::string out = text;
    for (std::size_t at = 0; (at = out.find('%')) != std::string::npos;) {
      unsigned code = 0;
      if (std::sscanf(out.c_str() + at, "%%%2x", &code) == 1)
        out.replace(at, 3, 1, static_cast<char>(code));
    }
    return out;
  }
};

constexpr BrokenStore kBreakdowns[] = {
    row<"lock-left-behind", LockLeftBehind>(
        "TS-LIVE-01"_rule,
        "Leaves its lock locked when a save raises: the next call waits for ever."),
    row<"crash-on-unknown-id", NoRecordDereferenced>(
        "TS-OUT-01"_rule, "Follows a null pointer where the id is unknown."),
    row<"exits-on-failure", ExitsOnFailure>(
        "TS-OUT-01"_rule, "Ends the process when a save fails: it was a script once."),
    row<"throws-a-number", ThrowsNumber>(
        "TS-OUT-01"_rule, "Throws an error number: the interface was wrapped around C."),
    row<"promises-not-to-throw", PromisesNotToThrow>(
        "TS-OUT-01"_rule, "Raises within a function that is noexcept: the process is ended."),
    row<"percent-decoded-until-none-is-left", DecodedUntilNoneIsLeft>(
        "TS-LIVE-01"_rule,
        "Decodes percent signs until there are none left: one that stands for itself stays."),
};

}  // namespace

std::span<const BrokenStore> broken_breakdowns() { return kBreakdowns; }

}  // namespace assay
