// What goes wrong between the harness and a store that an adapter serves in another process.
#pragma once

#include <stdexcept>
#include <string>

namespace assay {

// An adapter made a mistake, or could not be started: never a finding about a store. The message is
// the whole story, in several lines. It passes through where what stores raise is caught.
class AdapterFault : public std::runtime_error {
 public:
  // Whose doing it was that no answer came.
  enum class Doubt {
    kNone,     // the adapter's
    kEnded,    // the adapter's, or the store's within it: the process ended
    kNoAnswer  // likewise: nothing came in time
  };

  explicit AdapterFault(const std::string& story, Doubt doubt = Doubt::kNone)
      : std::runtime_error(story), doubt_(doubt) {}

  // Other than kNone, the same call is made once more of an adapter that announces its calls.
  Doubt doubt() const { return doubt_; }

 private:
  Doubt doubt_;
};

// A call in which the store's process ended, or that did not end: what a call of a store in this
// process would have done to this process. It is no std::exception, as stores may throw those.
struct BrokenCall {
  std::string how;
  bool timed_out = false;
};

}  // namespace assay
