// One call on a store, as it is made: the only place that catches what stores throw.
#pragma once

#include <string_view>
#include <vector>

#include "harness/adapter_fault.h"
#include "spec/history.h"
#include "spec/store_factory.h"

namespace assay {

// A store to which a call and the get_tokens after it can be sent together.
class LookAhead {
 public:
  // The next call is followed by get_tokens.
  virtual void get_tokens_follows() = 0;

 protected:
  ~LookAhead() = default;
};

// Runs `body` and turns whatever it throws into the ending of `outcome`, but for an AdapterFault,
// which passes.
template <typename Body>
void catching(Outcome& outcome, Body&& body) {
  try {
    body();
    outcome.ending = Ending::kReturned;
  } catch (const AdapterFault&) {
    throw;
  } catch (const StoreError& error) {
    outcome.ending = error.failure() == Failure::kUnknown ? Ending::kUnknown : Ending::kRefused;
    outcome.message = error.what();
  } catch (const std::exception& error) {
    outcome.ending = Ending::kRefused;
    outcome.message = error.what();
  } catch (const BrokenCall& broken) {
    outcome.ending = Ending::kBroken;
    outcome.message = broken.how;
    outcome.timed_out = broken.timed_out;
  } catch (...) {
    outcome.ending = Ending::kBroken;
    outcome.message = "threw what is no std::exception";
  }
}

// Asks one of the six methods. Throws nothing but AdapterFault. REQUIRES: the call is one of them.
void perform(TokenStore& store, const Call& call, Outcome& outcome);

// The id that a save was given: the caller's, where the store has it; else that of the record that
// is new or changed; else one that no store has. `before` and `after`: as get_tokens showed them.
std::string_view given_id(const Outcome& save, const std::vector<Token>& before,
                          const std::vector<Token>& after);

}  // namespace assay
