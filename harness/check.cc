#include "harness/check.h"

#include <algorithm>
#include <optional>

#include "harness/difference.h"
#include "harness/judge.h"
#include "harness/narrate.h"
#include "harness/situations.h"
#include "harness/witness.h"
#include "spec/model.h"
#include "spec/text.h"

namespace assay {

using literals::operator""_rule;

namespace {

// A text that can be told from whatever else an error text may say. [TS-SEC-02]
bool is_recognisable(std::string_view secret) {
  constexpr std::size_t kLeast = 8;
  return secret.size() >= kLeast && text_class(secret) == TextClass::kPlain &&
         secret.find_first_of("0123456789-") != std::string_view::npos;
}

// True iff `message` holds a secret of `token` that is no other text of it.
bool shows_secret(std::string_view message, const Token& token) {
  return std::ranges::any_of(kFields, [&](Field field) {
    const std::string_view secret = token.text(field);
    if (!is_secret(field) || message.find(secret) == std::string_view::npos) return false;
    return is_recognisable(secret) && std::ranges::none_of(kFields, [&](Field other) {
             return !is_secret(other) && token.text(other).find(secret) != std::string_view::npos;
           });
  });
}

class Checker {
 public:
  // Without a tally nothing is counted, and of what is wrong no more is noted than that it is.
  Checker(const Plan& plan, const History& history, const Capabilities& capabilities,
          const std::string& storage, Tally* tally, const Checks& checks,
          std::set<Bucket>* told = nullptr)
      : plan_(plan),
        history_(history),
        capabilities_(capabilities),
        storage_(storage),
        checks_(checks),
        told_(told) {
    if (tally != nullptr) witness_.emplace(*tally);
    state_.records.reserve(std::min<std::size_t>(history.events.size(), 16));
    state_.last_saved.reserve(2);
  }

  std::vector<Finding> run() {
    for (step_ = 0; step_ < history_.events.size(); ++step_)
      if (!check(history_.events[step_]) || (!checks_.take_over && !findings_.empty())) break;
    return std::move(findings_);
  }

  bool is_lawful() {
    for (step_ = 0; step_ < history_.events.size() && lawful_; ++step_)
      if (!check(history_.events[step_])) break;
    return lawful_;
  }

 private:
  // False where nothing more can be said of the history.
  bool check(const Event& event) {
    const Outcome& outcome = event.outcome;
    forget_other_tokens(event.call.token);
    step(state_, event.call, capabilities_, allowed_);
    const auto& after = event.observed ? event.observation.tokens : state_.records;
    const Difference diff = event.observed ? difference(state_.records, after) : Difference{};
    const Scene scene{state_, event, after, allowed_, diff, capabilities_};
    if (outcome.ending == Ending::kBroken) {
      add(scene, outcome.timed_out ? Fault{"TS-LIVE-01"_rule, Divergence::kTimedOut}
                                   : Fault{"TS-OUT-01"_rule, Divergence::kBroken});
      return false;
    }
    if (event.observation.ending == Ending::kBroken) {
      add(scene, event.observation.timed_out ? Fault{"TS-LIVE-01"_rule, Divergence::kTimedOut}
                                             : Fault{"TS-OUT-01"_rule, Divergence::kBroken});
      return false;
    }
    if (event.observation.ending != Ending::kReturned) {
      add(scene, {"TS-LIST-01"_rule, Divergence::kRefused});
      return false;
    }
    Judgment judgment;
    if (outcome.ending == Ending::kUnknown)
      judgment.fault = Fault{"TS-OUT-01"_rule, Divergence::kUnknown};
    else if (checks_.observation || answers(event.call.method))
      judgment = judge(scene);
    if (judgment.fault)
      add(scene, *judgment.fault);
    else if (judgment.taken.effect)
      check_details(scene, judgment.taken);
    if (checks_.error_texts) check_message(scene);
    if (witness_) witness_->count(scene, judgment);
    advance(scene);
    return true;
  }

  // A save is repeated only where the very same token is given again: one with an empty field more
  // may clear the record's [LAT-f], though in every comparison the two are equal. [TS-SAVE-09]
  void forget_other_tokens(const Token& token) {
    std::erase_if(state_.last_saved, [&](const Token& last) { return !identical(last, token); });
  }

  static bool answers(Method method) {
    return method == Method::kFindToken || method == Method::kFindTokenById;
  }

  static Judgment judge(const Scene& scene) {
    switch (scene.event.call.method) {
      case Method::kSaveToken: return judge_save(scene);
      case Method::kFindToken:
      case Method::kFindTokenById: return judge_find(scene);
      case Method::kDeleteToken:
      case Method::kDeleteTokens: return judge_delete(scene);
      case Method::kGetTokens:
      case Method::kReopen: return judge_quiet(scene);
      case Method::kFill: return judge_fill(scene);
    }
    return {};
  }

  // What is looked at once the records and the answer are right.
  void check_details(const Scene& scene, const Taken& taken) {
    const Method method = scene.event.call.method;
    if (method == Method::kSaveToken) check_save(scene, taken);
    if (method == Method::kFindToken) check_find(scene, taken);
  }

  void check_save(const Scene& scene, const Taken& taken) {
    const Token& given = scene.event.call.token;
    const bool repeated = std::ranges::find(state_.last_saved, given) != state_.last_saved.end();
    if (repeated && selector_of(given) == Selector::kWeak && !scene.difference.none())
      add(scene, {"TS-SAVE-17"_rule, Divergence::kInserted});
    if (scene.event.outcome.ending != Ending::kReturned) return;
    const bool none_fits = std::ranges::none_of(taken.records, [&](std::size_t a) {
      return reads_rightly(given, *scene.event.outcome.token, scene.after[a], taken);
    });
    if (none_fits) return add(scene, {"TS-SAVE-12"_rule, Divergence::kCallerToken});
    if (taken.effect != Effect::kInserted) return;
    if (taken.tags.test("LAT-h"_rule.index))
      add(scene, {"TS-SAVE-18"_rule, Divergence::kNotRefused});
    if (!scene.event.outcome.token->has(Field::kId))
      add(scene, {"TS-SAVE-19"_rule, Divergence::kCallerToken});
    const std::string_view id = scene.after[taken.records.front()].text(Field::kId);
    if (!given.agrees(scene.after[taken.records.front()], Field::kId) &&
        state_.generated_ids.contains(id))
      add(scene, {"TS-ID-02"_rule, Divergence::kWrongId});
  }

  // The caller's token after a save that made, or updated, `record`. [TS-SAVE-12]
  static bool reads_rightly(const Token& given, const Token& now, const Token& record,
                            const Taken& taken) {
    for (Field field : kFields) {
      if (field == Field::kId) continue;
      if (given.has(field) ? now.text(field) != given.text(field)
                           : now.has(field) && now.text(field) != record.text(field))
        return false;
    }
    const std::string_view id = now.text(Field::kId);
    if (id.empty() || id == record.text(Field::kId)) return true;
    return taken.effect == Effect::kUpdated && id == given.text(Field::kId);
  }

  void check_find(const Scene& scene, const Taken& taken) {
    const Token& query = scene.event.call.token;
    const auto& records = state_.records;
    if (taken.effect == Effect::kNone) {
      const auto lone = lone_key(query);
      if (lone && std::ranges::any_of(
                      records, [&](const Token& record) { return query.agrees(record, *lone); }))
        add(scene, {"TS-FIND-08"_rule, Divergence::kNotFound});
    }
    if (taken.effect != Effect::kFound) return;
    const auto names = named(records, query);
    const bool strange = std::ranges::all_of(taken.records, [&](std::size_t i) {
      return other_client(query, records[i]) && std::ranges::find(names, i) == names.end();
    });
    if (strange) add(scene, {"TS-FIND-09"_rule, Divergence::kFound});
  }

  void check_message(const Scene& scene) {
    const std::string& message = scene.event.outcome.message;
    if (message.empty()) return;
    const auto shows = [&](const Token& token) { return shows_secret(message, token); };
    if (shows(scene.event.call.token) || std::ranges::any_of(state_.records, shows))
      add(scene, {"TS-SEC-02"_rule, Divergence::kSecretShown});
  }

  // Takes over what is there.
  void advance(const Scene& scene) {
    for (std::size_t b : scene.difference.removed) {
      state_.deleted_ids.emplace(state_.records[b].text(Field::kId));
      if (state_.records[b].has(Field::kUserName))
        state_.deleted_users.emplace(state_.records[b].text(Field::kUserName));
    }
    for (std::size_t a : scene.difference.added) {
      const Token& record = scene.after[a];
      if (!scene.event.call.token.agrees(record, Field::kId))
        state_.generated_ids.emplace(record.text(Field::kId));
      if (!state_.deleted_ids.empty()) state_.deleted_ids.erase(record[Field::kId].value_or(""));
      if (!state_.deleted_users.empty())
        state_.deleted_users.erase(record[Field::kUserName].value_or(""));
    }
    take_over(scene);
    state_.last_saved.clear();
    const Event& event = scene.event;
    // After a fault, the caller's token too may be what no save has written. [TS-SAVE-12]
    const bool faulty = faulty_step_ == step_;
    const bool saved = event.call.method == Method::kSaveToken && !faulty &&
                       event.outcome.ending == Ending::kReturned;
    if (!saved) return;
    state_.last_saved.push_back(event.call.token);
    state_.last_saved.push_back(*event.outcome.token);
  }

  // state_.records becomes what get_tokens showed; mostly a record at the end or one in its place
  // is all that there is to copy.
  void take_over(const Scene& scene) {
    const Difference& difference = scene.difference;
    std::vector<Token>& records = state_.records;
    const bool in_place =
        difference.removed.empty() && !difference.reordered &&
        std::ranges::all_of(difference.changed,
                            [](auto pair) { return pair.first == pair.second; }) &&
        std::ranges::all_of(difference.added, [&](std::size_t a) { return a >= records.size(); });
    if (!in_place) {
      records = scene.after;
      return;
    }
    for (const auto& [b, a] : difference.changed) records[b] = scene.after[a];
    for (std::size_t a = records.size(); a < scene.after.size(); ++a)
      records.push_back(scene.after[a]);
  }

  void add(const Scene& scene, const Fault& fault) {
    if (checks_.muted == fault.rule) return;
    faulty_step_ = step_;
    if (!witness_) {
      lawful_ = lawful_ && fault.rule.rule().level != Level::kMust;
      return;
    }
    Method method = scene.event.call.method;
    const bool unobserved = scene.event.outcome.ending == Ending::kReturned &&
                            scene.event.observation.ending != Ending::kReturned;
    if (unobserved) method = Method::kGetTokens;
    Finding finding;
    finding.bucket = {fault.rule, method, fault.divergence};
    finding.step = step_;
    if (told_ == nullptr || told_->insert(finding.bucket).second) tell(finding, scene, fault);
    findings_.push_back(std::move(finding));
  }

  void tell(Finding& finding, const Scene& scene, const Fault& fault) {
    finding.plan = plan_;
    if (!narrator_) narrator_.emplace(plan_, history_, storage_);
    for (const Allowed& allowed : scene.allowed)
      finding.allowed.push_back(narrator_->allowed(allowed, scene.before));
    finding.happened = narrator_->happened(scene, fault);
    for (std::size_t k = 0; k <= step_; ++k)
      finding.outcomes.push_back(narrator_->outcome(history_.events[k]));
  }

  const Plan& plan_;
  const History& history_;
  const Capabilities& capabilities_;
  const std::string& storage_;
  const Checks& checks_;
  std::set<Bucket>* told_;
  std::optional<Witness> witness_;
  bool lawful_ = true;
  std::optional<std::size_t> faulty_step_;  // the last
  State state_;
  std::vector<Allowed> allowed_;  // in the present step
  std::size_t step_ = 0;
  std::optional<Narrator> narrator_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check(const Plan& plan, const History& history,
                           const Capabilities& capabilities, const std::string& storage,
                           Tally& tally, const Checks& checks, std::set<Bucket>* told) {
  return Checker(plan, history, capabilities, storage, &tally, checks, told).run();
}

bool is_lawful(const History& history, const Capabilities& capabilities) {
  static const Plan kNoPlan;
  static const std::string kNoStorage;
  static const Checks kAll;
  return Checker(kNoPlan, history, capabilities, kNoStorage, nullptr, kAll).is_lawful();
}

}  // namespace assay
