// A finding: what was wrong, under which rule, shown by which plan.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/plan.h"
#include "spec/rules.h"

namespace assay {

// How an event differed from what was allowed.
enum class Divergence : std::uint8_t {
  kRefused,         // raised, where it had to return
  kNotRefused,      // returned, where it had to raise
  kUnknown,         // said "unknown" without a fault
  kBroken,          // a throw that is no exception, a signal, an exit
  kTimedOut,        // did not end in time
  kNoEffect,        // returned, and nothing changed
  kInserted,        // a record too many
  kWrongRecord,     // changed or returned a record that it must not
  kRecordLost,      // a record is gone
  kFieldLost,       // a field is absent that must be present
  kFieldKept,       // a field has the old text
  kFieldAltered,    // a field has a text that nobody gave
  kWrongId,         // an id changed, was reused, is absent or too long
  kNotFound,        // none, where a record is named
  kFound,           // an answer, where there is none
  kRecordsChanged,  // records differ after a call that changes none
  kDuplicate,       // two records where there may be one
  kCallerToken,     // the caller's token reads wrongly after a save
  kSecretShown,     // an error text holds a secret
  kFileMode,        // a file is open to others
  kFileTouched,     // a file that is not the store's was changed
  kFileAccepted,    // a file that is not the store's was read
};

std::string_view name_of(Divergence divergence);

// Findings of one bucket are one fault until shown otherwise.
struct Bucket {
  Tag rule;
  Method method = Method::kGetTokens;
  Divergence divergence = Divergence::kRefused;
  friend auto operator<=>(const Bucket&, const Bucket&) = default;
};

struct Finding {
  Bucket bucket;
  std::size_t step = 0;              // of the plan, from 0
  std::vector<std::string> allowed;  // one line for each allowed outcome, its tags last
  std::string happened;              // one line
  Plan plan;
  std::vector<std::string> outcomes;  // of each step up to `step`, one line each
  std::size_t count = 1;              // how often the bucket was met
  std::string replay;                 // the command that shows it again; empty where there is none
  // Set where the plan is the shortest possible over its own letters: so many are shorter, and none
  // of them shows it.
  std::optional<std::uint64_t> shorter_tried;
};

}  // namespace assay
