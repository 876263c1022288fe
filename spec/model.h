// The law as a relation: for a state and a call, every outcome that is allowed, with its rules.
//
// Not a function: several records may match, a store may adopt or insert, clear or keep, refuse or
// update. `step` lists what is allowed; the harness observes what happened, and so knows which of
// it was taken. Obvious before fast. See RULES.md.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "spec/plan.h"
#include "spec/rules.h"
#include "spec/store_factory.h"
#include "spec/token.h"

namespace assay {

// What the law knows of a store between two calls.
struct State {
  std::vector<Token> records;
  // The token(s) of the directly preceding successful save: as given, as read afterwards.
  // [TS-SAVE-09]
  std::vector<Token> last_saved;
  // Ids that the store has generated; ids and users of records that are gone. [TS-ID-02, TS-DEL-04]
  std::set<std::string, std::less<>> generated_ids;
  std::set<std::string, std::less<>> deleted_ids;
  std::set<std::string, std::less<>> deleted_users;
};

// The first selector of a token that applies.
enum class Selector : std::uint8_t { kUser, kAccess, kClient, kWeak, kNothing };
Selector selector_of(const Token& token);

bool same_client(const Token& token, const Token& record);
bool other_client(const Token& token, const Token& record);   // both client_ids present, and differ
bool another_users(const Token& token, const Token& record);  // both user_names present, and differ

// The records that the selector of `token` names, as indices.
std::vector<std::size_t> named(const std::vector<Token>& records, const Token& token);

// The records that no selector names, yet a careful reader may take for the same token.
std::vector<std::size_t> kin(const std::vector<Token>& records, const Token& token, bool saving);

enum class Effect : std::uint8_t { kInserted, kUpdated, kRefused, kFound, kNone, kDeleted, kDone };

// One allowed outcome.
struct Allowed {
  Effect effect = Effect::kDone;
  std::size_t record = 0;     // kUpdated, kFound, kDeleted: which, an index into State::records
  bool generates_id = false;  // kInserted: the store chooses the id
  FieldSet may_clear;         // kUpdated: each of these is cleared or kept, by itself [LAT-f]
  TagSet tags;                // the rules and latitudes that allow it
};

// Every allowed outcome of a call; never empty. Refusals for contention and faults are not the
// model's. `capabilities` decides which texts need not be accepted. [TS-VAL-01, 02, 07]
std::vector<Allowed> step(const State& state, const Call& call, const Capabilities& capabilities);

// The same, in the memory of `allowed`.
void step(const State& state, const Call& call, const Capabilities& capabilities,
          std::vector<Allowed>& allowed);

// True iff a store may refuse to save this text in this field: beyond its capacity, a NUL, an
// expires_in that is no canonical decimal of at most 18 digits. [TS-VAL-01, TS-VAL-02]
bool may_refuse_text(Field field, std::string_view text, const Capabilities& capabilities);

// The record after an update by `token`, the fields of `cleared` cleared. The id stays.
Token updated(const Token& record, const Token& token, FieldSet cleared);

}  // namespace assay
