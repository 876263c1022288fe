#include "harness/bridge_line.h"

#include <utility>

#include "harness/execute.h"

namespace assay {

namespace {

bool changes(Verb verb) {
  return verb == Verb::kSaveToken || verb == Verb::kDeleteToken || verb == Verb::kDeleteTokens;
}

}  // namespace

BridgeLine::BridgeLine(const ExecCommand& command, const AdapterLimits& limits, std::string name,
                       bool announce)
    : name_(std::move(name)),
      adapter_(std::make_unique<Adapter>(command, limits, announce)),
      announce_(announce) {}

void BridgeLine::open(const std::string& storage) {
  settle();
  const bool again = storage == storage_;
  storage_ = storage;
  send(Verb::kOpen, storage_params(storage));
  adapter_->set_busy(true);
  just_opened_ = true;
  look_ahead();
  try {
    raise(receive(), Verb::kOpen);
    open_ = true;
  } catch (const StoreError& error) {
    if (again) throw;
    throw StoreError(error.failure(),
                     "opening a fresh storage was refused: " + std::string(error.what()));
  } catch (const BrokenCall& broken) {
    // A fresh storage that cannot be opened leaves nothing to put to the test.
    if (again) throw;
    throw AdapterFault("opening a fresh storage: " + broken.how);
  }
}

void BridgeLine::close() {
  open_ = false;
  if (!is_up() || failed_) return;
  try {
    send(Verb::kClose, no_params());
    adapter_->flush();
    adapter_->set_busy(false);
  } catch (const AdapterFault& fault) {
    fail(fault);
  }
}

void BridgeLine::drop(const std::string& storage) {
  try {
    settle();
    send(Verb::kDrop, storage_params(storage));
    raise(receive(), Verb::kDrop);
  } catch (const BrokenCall& broken) {
    throw AdapterFault("dropping a storage: " + broken.how);
  }
}

Answer BridgeLine::call(Verb verb, const std::string& params) {
  const bool follows = std::exchange(get_tokens_follows_, false);
  if (changes(verb) && verified_ != storage_) look_first();
  settle();
  send(verb, params);
  if (follows) look_ahead();
  Answer answer = receive();
  raise(answer, verb);
  return answer;
}

std::vector<Token> BridgeLine::get_tokens() {
  if (!std::exchange(ahead_, false)) {
    settle();
    send(Verb::kGetTokens, no_params());
  }
  Answer answer = receive();
  raise(answer, Verb::kGetTokens);
  if (std::exchange(just_opened_, false)) check_persistence(answer);
  if (answer.tokens.empty()) verified_ = storage_;
  return std::move(answer.tokens);
}

// Never works on data that it did not make.
void BridgeLine::look_first() {
  if (!get_tokens().empty()) throw storage_not_empty(name_);
}

// What a store that is not persistent had before is gone at every open.
void BridgeLine::check_persistence(const Answer& answer) {
  const bool kept = verified_ == storage_ && !answer.tokens.empty();
  if (!kept || adapter_->introduction().capabilities.persistent) return;
  fail(adapter_->fault(
      "says that it is not persistent, and shows after open what it held before close",
      {"  expected:  an empty list",
       "  to do:     make a new store at each open, or say "
       "\"persistent\": true where it keeps each storage apart"}));
  throw AdapterFault(*failed_);
}

// Not where the adapter announces its calls: it is then to be told which of them it is in.
void BridgeLine::look_ahead() {
  if (announce_) return;
  send(Verb::kGetTokens, no_params());
  ahead_ = true;
}

// Takes in the answers that nobody has asked for.
void BridgeLine::settle() {
  ahead_ = false;
  while (up().pending()) {
    const bool closing = adapter_->next() == Verb::kClose;
    const Answer answer = receive();
    if (closing) raise(answer, Verb::kClose);
  }
}

Answer BridgeLine::receive() {
  // Until it was seen empty, a storage may be somebody's.
  up().hush(adapter_->next() == Verb::kGetTokens && verified_ != storage_);
  try {
    return adapter_->receive();
  } catch (const BrokenCall&) {
    log_ = adapter_->log_lines();
    adapter_.reset();
    ahead_ = false;
    throw;
  } catch (const AdapterFault& fault) {
    fail(fault);
    throw;
  }
}

Adapter& BridgeLine::up() {
  if (failed_) throw AdapterFault(*failed_);
  if (!is_up()) throw BrokenCall{"the store's process has ended", false};
  return *adapter_;
}

void BridgeLine::fail(const AdapterFault& fault) {
  if (!failed_) failed_ = fault;
}

void BridgeLine::raise(const Answer& answer, Verb verb) {
  if (!answer.error) return;
  if (*answer.error == kCodeRefused) throw refused(answer.message);
  if (*answer.error == kCodeUnknown) throw unknown_outcome(answer.message);
  const std::string name(name_of(verb));
  std::vector<std::string> lines = {"  message:   " + answer.message};
  std::string what = "answered " + name + " with the error code " + std::to_string(*answer.error);
  if (*answer.error == kCodeNoMethod) {
    what = "says that the store lacks the method " + name;
    lines.emplace_back(
        "  to do:     give it one; a token store has six methods, and initialize, open, "
        "close, drop and shutdown are the adapter's own");
  } else {
    lines.emplace_back(
        "  expected:  -32000 for a refusal (nothing changed), -32001 for an unknown "
        "outcome, or -32601 for a method that the store lacks");
  }
  fail(adapter_->fault(what, lines));
  throw AdapterFault(*failed_);
}

}  // namespace assay
