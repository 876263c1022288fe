#include "harness/execute.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "harness/perform.h"

namespace assay {

namespace {

// Adds, where nobody else writes: without a locked instruction, which takes longer than many a
// call.
template <typename Number>
void add(std::atomic<Number>& to, Number what) {
  to.store(to.load(kRelaxed) + what, kRelaxed);
}

// Counts a call, and catches what it throws.
template <typename Body>
void call(Pulse& pulse, Outcome& outcome, Body&& body) {
  add(pulse.calls, std::uint64_t{1});
  catching(outcome, body);
}

// One plan on one store.
class Execution {
 public:
  Execution(const Plan& plan, StoreFactory& factory, const std::string& storage, Pulse& pulse)
      : plan_(plan), factory_(factory), storage_(storage), pulse_(pulse) {
    history_.events.reserve(plan.operations.size());
    given_ids_.resize(plan.operations.size());
  }

  History run() {
    open();
    if (!look_first()) return std::move(history_);
    for (std::size_t step = 0; step < plan_.operations.size(); ++step) {
      pulse_.step.store(step, kRelaxed);
      Event& event = history_.events.emplace_back();
      resolve(plan_.operations[step], event.call);
      perform(event);
      observe(event);
      note_id(step);
      if (event.outcome.ending == Ending::kBroken || event.observation.ending == Ending::kBroken ||
          !store_)
        break;
    }
    pulse_.call_began_ns.store(0, kRelaxed);
    return std::move(history_);
  }

 private:
  void open() {
    ahead_ = nullptr;
    store_.reset();
    store_ = factory_.open(storage_);
    ahead_ = dynamic_cast<LookAhead*>(store_.get());
  }

  // Never works on data that it did not make. False where not even that can be seen: the history is
  // then the get_tokens that raised.
  bool look_first() {
    Event first;
    const std::int64_t begin_ns = now_ns();
    call(pulse_, first.outcome, [&] { first.outcome.tokens = store_->get_tokens(); });
    count_observation(now_ns() - begin_ns);
    if (first.outcome.ending != Ending::kReturned) {
      history_.events.push_back(std::move(first));
      return false;
    }
    if (first.outcome.tokens.empty()) return true;
    throw storage_not_empty(factory_.name());
  }

  // Puts values for what the plan names by a step.
  void resolve(const Operation& operation, Call& call) const {
    call = operation.call;
    if (operation.again && *operation.again < history_.events.size()) {
      const Event& earlier = history_.events[*operation.again];
      call.token = earlier.outcome.token.value_or(earlier.call.token);
    }
    if (!operation.id_of) return;
    const std::string& id = given_ids_[*operation.id_of];
    if (takes_id(call.method)) {
      call.id = id;
    } else {
      call.token[Field::kId] = id;
      call.token.seal();
    }
  }

  void perform(Event& event) {
    event.begin_ns = now_ns();
    pulse_.call_began_ns.store(event.begin_ns, kRelaxed);
    if (event.call.method == Method::kReopen)
      reopen(event);
    else if (event.call.method == Method::kFill)
      fill(event);
    else
      make(event);
    event.end_ns = now_ns();
  }

  void make(Event& event) {
    add(pulse_.calls, std::uint64_t{1});
    if (ahead_ != nullptr) ahead_->get_tokens_follows();
    assay::perform(*store_, event.call, event.outcome);
  }

  // Where nothing outlives the store object there is nothing to see, and nothing is done.
  void reopen(Event& event) {
    if (!factory_.capabilities().persistent) return;
    call(pulse_, event.outcome, [&] { open(); });
  }

  void fill(Event& event) {
    for (std::size_t k = 0; k < event.call.count; ++k) {
      pulse_.call_began_ns.store(now_ns(), kRelaxed);
      call(pulse_, event.outcome, [&] {
        event.outcome.token = fill_token(k);
        store_->save_token(*event.outcome.token);
      });
      if (event.outcome.ending != Ending::kReturned) return;
    }
  }

  void observe(Event& event) {
    if (!store_ || event.outcome.ending == Ending::kBroken) return;
    pulse_.call_began_ns.store(event.end_ns, kRelaxed);
    call(pulse_, event.observation, [&] { event.observation.tokens = store_->get_tokens(); });
    const std::int64_t end_ns = now_ns();
    if (event.call.method != Method::kReopen)
      add(pulse_.in_methods_ns, event.end_ns - event.begin_ns);
    count_observation(end_ns - event.end_ns);
  }

  void count_observation(std::int64_t nanoseconds) {
    add(pulse_.in_observation_ns, nanoseconds);
    add(pulse_.in_methods_ns, nanoseconds);
  }

  void note_id(std::size_t step) {
    const Event& event = history_.events[step];
    const Method method = event.call.method;
    if (method != Method::kSaveToken && method != Method::kFill) return;
    static const std::vector<Token> kNone;
    const auto& before = step == 0 ? kNone : history_.events[step - 1].observation.tokens;
    given_ids_[step] = given_id(event.outcome, before, event.observation.tokens);
  }

  const Plan& plan_;
  StoreFactory& factory_;
  const std::string& storage_;
  Pulse& pulse_;
  std::unique_ptr<TokenStore> store_;
  LookAhead* ahead_ = nullptr;  // the same, where it is one
  History history_;
  std::vector<std::string> given_ids_;
};

}  // namespace

StorageNotEmpty storage_not_empty(std::string_view store) {
  return StorageNotEmpty(std::string(store) +
                         ": this storage is not empty, and nothing was changed; let the store open "
                         "the storage that it is given");
}

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double seconds_since(std::int64_t began_ns) {
  return static_cast<double>(now_ns() - began_ns) * 1e-9;
}

History execute(const Plan& plan, StoreFactory& factory, const std::string& storage, Pulse& pulse) {
  return Execution(plan, factory, storage, pulse).run();
}

}  // namespace assay
