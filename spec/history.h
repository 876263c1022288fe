// A history: what happened, as plain data. In this process or behind a pipe, the type is the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spec/plan.h"
#include "spec/token.h"

namespace assay {

// How a call ended.
enum class Ending : std::uint8_t {
  kReturned,
  kRefused,  // raised: nothing changed
  kUnknown,  // raised: it may have happened
  kBroken,   // ended otherwise: no std::exception, a signal, an exit, not in time
};

// The answer to a call. Which members mean something depends on the method.
struct Outcome {
  Ending ending = Ending::kReturned;
  std::optional<Token> token;  // save_token: the caller's token afterwards; finds: the answer
  std::vector<Token> tokens;   // get_tokens
  std::string message;         // of what was raised
  bool timed_out = false;      // kBroken: the call did not end in time
};

// A call, its outcome, and what get_tokens showed directly afterwards.
struct Event {
  Call call;
  Outcome outcome;
  Outcome observation;  // of a get_tokens that the harness made itself
  // False: get_tokens was not asked, and the records are taken for what they were.
  bool observed = true;
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  int caller = 0;
};

struct History {
  std::vector<Event> events;
};

}  // namespace assay
