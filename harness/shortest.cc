#include "harness/shortest.h"

#include <algorithm>
#include <utility>

#include "harness/search.h"

namespace assay {

namespace {

constexpr std::uint64_t kMostPlans = 4'000;

bool same_letter(const Letter& a, const Letter& b) {
  return a.from == b.from && a.call.method == b.call.method && a.call.id == b.call.id &&
         a.call.count == b.call.count && identical(a.call.token, b.call.token);
}

// Collects letters, each once.
class Collector {
 public:
  explicit Collector(std::vector<Letter>& letters) : letters_(letters) {}

  void add(Call call, From from) {
    Letter letter;
    letter.call = std::move(call);
    letter.from = from;
    if (std::ranges::none_of(letters_,
                             [&](const Letter& other) { return same_letter(other, letter); }))
      letters_.push_back(std::move(letter));
  }

  void add_token(const Operation& operation) {
    for (const Method method : {Method::kSaveToken, Method::kFindToken}) {
      Call call = operation.call;
      call.method = method;
      if (!operation.id_of) {
        add(call, From::kNothing);
      } else {
        add(call, From::kFirstId);
        add(call, From::kLastId);
      }
    }
  }

  void add_id(const std::string& id, From from) {
    for (const Method method : {Method::kFindTokenById, Method::kDeleteToken})
      add({method, {}, id, 0}, from);
  }

 private:
  std::vector<Letter>& letters_;
};

}  // namespace

Alphabet alphabet_of(const Plan& plan, bool reopens) {
  Alphabet alphabet{"the plan's", {}, {}, {}};
  Collector letters(alphabet.letters);
  for (const Operation& operation : plan.operations) {
    const Call& call = operation.call;
    if (operation.again) {
      letters.add({call.method, {}, "", 0}, From::kLastRead);
    } else if (takes_token(call.method)) {
      letters.add_token(operation);
      if (call.token.has(Field::kId))
        letters.add_id(std::string(call.token.text(Field::kId)), From::kNothing);
    } else if (takes_id(call.method) && !operation.id_of) {
      letters.add_id(call.id, From::kNothing);
    } else if (!takes_id(call.method)) {
      letters.add(call, From::kNothing);
    }
    if (operation.id_of) {
      letters.add_id("", From::kFirstId);
      letters.add_id("", From::kLastId);
    }
  }
  letters.add({Method::kDeleteTokens, {}, "", 0}, From::kNothing);
  if (reopens) letters.add({Method::kReopen, {}, "", 0}, From::kNothing);
  return alphabet;
}

Finding shortest(const Finding& finding, const Bench& bench,
                 const std::function<bool()>& out_of_time) {
  const Alphabet alphabet = alphabet_of(finding.plan, bench.factory.capabilities().persistent);
  SearchLimits limits;
  limits.longest = finding.plan.operations.size() - 1;
  limits.plans = kMostPlans;
  limits.out_of_time = out_of_time;
  Sought sought;
  if (limits.longest == 0) {
    sought.complete = true;
  } else {
    sought = search(
        bench, alphabet, [&](const Finding& other) { return other.bucket == finding.bucket; },
        limits);
  }
  Finding best = sought.finding ? *sought.finding : finding;
  best.count = finding.count;
  if (sought.complete) best.shorter_tried = sought.plans;
  return best;
}

}  // namespace assay
