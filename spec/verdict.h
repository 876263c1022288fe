// A verdict per rule and store, and what a run says as a whole.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/finding.h"
#include "spec/rules.h"
#include "spec/store_factory.h"
#include "spec/tally.h"

namespace assay {

// Only kPass is green, and kExpected for those who said it beforehand.
enum class Judgement : std::uint8_t {
  kPass,
  kFail,
  kInconclusive,   // not put to the test often enough
  kNotApplicable,  // the store does not declare what the rule needs
  kInfra,          // the server was not there
  kNotBuilt,       // the rule has no driver yet: shown, never counted
  kExpected,       // broken, as the user's expectations say
};

// The word that reports print: "PASS", "NOT APPLICABLE".
std::string_view name_of(Judgement judgement);

struct Verdict {
  Tag rule;
  Judgement judgement = Judgement::kInconclusive;
  std::uint64_t tries = 0;  // how often the rule was put to the test
  std::string reason;       // one line; empty for PASS
  // kInconclusive: how often the situation that lacks most was tried, and how often it has to be.
  std::uint64_t tried = 0;
  std::uint64_t needed = 0;
};

// All that a run found out about one store.
struct StoreResult {
  std::string store;
  Capabilities capabilities;
  std::vector<Verdict> verdicts;  // one for each rule, in the order of the rule book
  std::vector<Finding> findings;  // one for each bucket, minimised, in the order of the buckets
  Tally tally{};
  std::uint64_t cases = 0;
  std::uint64_t calls = 0;
  std::string infra;  // why the store could not be put to the test; else empty
  double seconds = 0;
  double in_methods_seconds = 0;      // of all jobs, in the six methods
  double in_observation_seconds = 0;  // of that, in the harness's own get_tokens
};

// A broken store that a run puts to the test beside the others: that it is caught is why a green
// group may be believed.
struct Canary {
  std::string store;
  std::string group;    // of the rule that it breaks: "SAVE"
  bool caught = false;  // a MUST rule was found broken
};

struct RunResult {
  std::string version;
  std::uint64_t seed = 0;
  std::string budget;  // as the command line says it: "time 60s" or "cases 1000"
  std::string shard;   // "1/4", or empty
  bool interrupted = false;
  std::vector<StoreResult> stores;
  std::vector<Canary> canaries;
  std::vector<std::string> overdue;  // expectations that hold no longer, one line each
  double seconds = 0;
};

// True iff a canary lived: what the run calls green means nothing.
bool is_void(const RunResult& run);

// The exit code of a run: 0 every MUST rule passed, or is broken as expected; 1 findings, or an
// expectation that holds no longer; 2 the run is void; 3 INCONCLUSIVE
// or INFRA; 130 when interrupted. A broken SHOULD counts only under `strict`.
int exit_code(const RunResult& run, bool strict);

}  // namespace assay
