#include "harness/walk.h"

#include "harness/perform.h"

namespace assay {

namespace {

void count_call(Pulse& pulse) { pulse.calls.store(pulse.calls.load(kRelaxed) + 1, kRelaxed); }

}  // namespace

Walk::Walk(StoreFactory& factory, const PlanWriter& writer, Pulse& pulse)
    : factory_(factory), writer_(writer), pulse_(pulse) {}

const History& Walk::execute(const std::string& storage) {
  const auto& operations = writer_.plan().operations;
  history_.events.resize(operations.size());
  given_ids_.resize(operations.size());
  pulse_.call_began_ns.store(now_ns(), kRelaxed);
  open(storage);
  for (std::size_t step = 0; step < operations.size(); ++step) {
    pulse_.step.store(step, kRelaxed);
    resolve(step);
    call(step, storage);
    if (history_.events[step].outcome.ending == Ending::kBroken) break;
    note_id(step);
  }
  pulse_.call_began_ns.store(0, kRelaxed);
  store_.reset();
  return history_;
}

void Walk::open_store(const std::string& storage) {
  store_ = factory_.open(storage);
  ahead_ = dynamic_cast<LookAhead*>(store_.get());
}

void Walk::open(const std::string& storage) {
  open_store(storage);
  count_call(pulse_);
  if (!store_->get_tokens().empty()) throw storage_not_empty(factory_.name());
}

// Only what the last plan has not had there is copied.
void Walk::resolve(std::size_t step) {
  const Operation& operation = writer_.plan().operations[step];
  Event& event = history_.events[step];
  if (step >= writer_.changed_at()) {
    event.call = operation.call;
    event.outcome = {};
    event.observation = {};
    event.observed = writer_.observed()[step];
  }
  event.outcome.message.clear();
  if (operation.again) {
    const Event& earlier = history_.events[*operation.again];
    event.call.token = earlier.outcome.token.value_or(earlier.call.token);
  }
  if (!operation.id_of) return;
  const std::string& id = given_ids_[*operation.id_of];
  if (takes_id(event.call.method)) {
    event.call.id = id;
  } else {
    event.call.token[Field::kId] = id;
    event.call.token.seal();
  }
}

void Walk::call(std::size_t step, const std::string& storage) {
  Event& event = history_.events[step];
  pulse_.call_began_ns.store(now_ns(), kRelaxed);
  if (event.call.method == Method::kReopen) {
    catching(event.outcome, [&] {
      store_.reset();
      open_store(storage);
    });
    if (!store_) event.outcome.ending = Ending::kBroken;
  } else {
    count_call(pulse_);
    if (ahead_ != nullptr && event.observed) ahead_->get_tokens_follows();
    perform(*store_, event.call, event.outcome);
  }
  if (!event.observed || event.outcome.ending == Ending::kBroken) return;
  count_call(pulse_);
  catching(event.observation, [&] { event.observation.tokens = store_->get_tokens(); });
  event.observation.message.clear();
}

void Walk::note_id(std::size_t step) {
  const Event& event = history_.events[step];
  if (!event.observed) return;
  static const std::vector<Token> kNone;
  if (event.call.method == Method::kSaveToken)
    given_ids_[step] = given_id(
        event.outcome, step == 0 ? kNone : history_.events[observed_at_].observation.tokens,
        event.observation.tokens);
  observed_at_ = step;
}

}  // namespace assay
