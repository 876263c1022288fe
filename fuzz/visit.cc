#include "fuzz/visit.h"

#include <memory>
#include <utility>

#include "harness/check.h"
#include "harness/perform.h"
#include "spec/history.h"
#include "spec/tally.h"
#include "spec/text.h"

namespace assay {

namespace {

Call call_of(Method method) {
  Call call;
  call.method = method;
  return call;
}

Call call_with(Method method, Token token) {
  Call call = call_of(method);
  call.token = std::move(token);
  return call;
}

Call call_with(Method method, std::string_view id) {
  Call call = call_of(method);
  call.id = id;
  return call;
}

// Every method; records that were there before and ones that are new; nothing generated, so that
// the same bytes are the same calls.
std::vector<Call> calls_over(const std::vector<Token>& records) {
  std::vector<Call> calls = {call_of(Method::kReopen)};
  const Token fresh = Token()
                          .with(Field::kId, "visit-1")
                          .with(Field::kUserName, "visitor")
                          .with(Field::kAccessToken, "visit-access");
  if (!records.empty()) {
    calls.push_back(call_with(Method::kFindTokenById, records.front().text(Field::kId)));
    calls.push_back(call_with(Method::kFindToken, records.front()));
    calls.push_back(call_with(Method::kFindToken, records.back()));
  }
  calls.push_back(call_with(Method::kFindTokenById, "visit-none"));
  calls.push_back(call_with(Method::kSaveToken, fresh));
  calls.push_back(
      call_with(Method::kSaveToken, Token(fresh).with(Field::kRefreshToken, "visit-2")));
  if (!records.empty()) {
    calls.push_back(call_with(Method::kSaveToken,
                              Token(records.back()).with(Field::kApiDomain, "visit.example")));
    calls.push_back(call_of(Method::kReopen));
    calls.push_back(call_with(Method::kDeleteToken, records.front().text(Field::kId)));
    calls.push_back(call_with(Method::kFindTokenById, records.front().text(Field::kId)));
  }
  calls.push_back(call_with(Method::kFindToken, fresh));
  calls.push_back(call_of(Method::kReopen));
  calls.push_back(call_of(Method::kDeleteTokens));
  calls.push_back(call_of(Method::kReopen));
  return calls;
}

// The calls as they went, behind an event that makes the checker take the records over: to open a
// store that it knows nothing of.
class Visit {
 public:
  Visit(StoreFactory& factory, const std::string& storage, const std::vector<Token>& records)
      : factory_(factory), storage_(storage) {
    add(call_of(Method::kReopen)).observation.tokens = records;
  }

  void make(const std::vector<Call>& calls) {
    reopen();
    for (const Call& call : calls) {
      Event& event = add(call);
      if (call.method == Method::kReopen)
        catching(event.outcome, [&] { reopen(); });
      else
        perform(*store_, call, event.outcome);
      if (!store_ || event.outcome.ending == Ending::kBroken) return;
      catching(event.observation, [&] { event.observation.tokens = store_->get_tokens(); });
      if (event.observation.ending != Ending::kReturned) return;
    }
  }

  std::optional<std::string> fault() const {
    Tally tally;
    for (const Finding& finding :
         check(plan_, history_, factory_.capabilities(), storage_, tally)) {
      if (finding.step == 0 || finding.bucket.rule.rule().level != Level::kMust) continue;
      return story_of(finding);
    }
    return std::nullopt;
  }

 private:
  Event& add(const Call& call) {
    plan_.operations.push_back({call, {}, {}});
    Event& event = history_.events.emplace_back();
    event.call = call;
    return event;
  }

  void reopen() {
    store_.reset();
    store_ = factory_.open(storage_);
  }

  std::string story_of(const Finding& finding) const {
    std::string story =
        "read with " + std::to_string(history_.events.front().observation.tokens.size()) +
        " records; then " + std::string(finding.bucket.rule.id()) + ", " +
        std::string(name_of(finding.bucket.divergence)) + "\n  happened: " + finding.happened;
    for (const std::string& allowed : finding.allowed) story += "\n  allowed:  " + allowed;
    for (std::size_t step = 1; step < finding.outcomes.size(); ++step)
      story += "\n  " + std::to_string(step) + ". " +
               std::string(name_of(plan_.operations[step].call.method)) + " -> " +
               finding.outcomes[step];
    return story;
  }

  StoreFactory& factory_;
  const std::string& storage_;
  std::unique_ptr<TokenStore> store_;
  Plan plan_;
  History history_;
};

}  // namespace

std::optional<std::string> visit_fault(StoreFactory& factory, const std::string& storage,
                                       const std::vector<Token>& records) {
  Visit visit(factory, storage, records);
  try {
    visit.make(calls_over(records));
  } catch (const StoreError& error) {
    return "it was read, and refused when it was opened again: " +
           quoted(std::string_view(error.what()), 300);
  }
  return visit.fault();
}

}  // namespace assay
