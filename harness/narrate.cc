#include "harness/narrate.h"

#include <algorithm>
#include <set>

#include "spec/text.h"

namespace assay {

namespace {

using namespace std::string_literals;

// Every text that stands in the plan as an id: those are told as they are.
std::set<std::string, std::less<>> ids_in(const Plan& plan) {
  std::set<std::string, std::less<>> ids;
  for (const Operation& operation : plan.operations) {
    ids.insert(operation.call.id);
    ids.emplace(operation.call.token.text(Field::kId));
  }
  return ids;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

std::string_view words_of(Effect effect) {
  switch (effect) {
    case Effect::kInserted: return "a new record";
    case Effect::kUpdated: return "an update of ";
    case Effect::kRefused: return "refused, and nothing changed";
    case Effect::kFound: return "the answer is ";
    case Effect::kNone: return "none";
    case Effect::kDeleted: return "gone: ";
    case Effect::kDone: return "done";
  }
  return "";
}

std::string ids_of(const TagSet& tags) {
  std::string text;
  for (std::size_t i = 0; i < kTagCount; ++i)
    if (tags.test(i)) text += (text.empty() ? "" : ", ") + std::string(kRules[i].id);
  return "  [" + text + "]";
}

}  // namespace

Narrator::Narrator(const Plan& plan, const History& history, const std::string& storage)
    : storage_(storage) {
  const auto literal = ids_in(plan);
  for (std::size_t k = 0; k < history.events.size(); ++k) {
    int nth = 0;
    for (const Token& record : history.events[k].observation.tokens) {
      const std::string id(record.text(Field::kId));
      if (id.empty() || literal.contains(id) || names_.contains(id)) continue;
      ++nth;
      names_[id] = "#" + std::to_string(k + 1) + (nth > 1 ? "." + std::to_string(nth) : "");
    }
  }
}

std::string Narrator::id(std::string_view text) const {
  const auto name = names_.find(text);
  return name == names_.end() ? quoted(text) : name->second;
}

std::string Narrator::token(const Token& token) const {
  std::string text;
  for (Field field : kFields) {
    if (!token.has(field)) continue;
    if (!text.empty()) text += ", ";
    text += std::string(name_of(field)) + " " +
            (field == Field::kId ? id(token.text(field)) : quoted(token.text(field)));
  }
  return text.empty() ? "(nothing present)" : text;
}

std::string Narrator::message(const std::string& text) const {
  std::string shown = text;
  replace_all(shown, storage_, "<storage>");
  for (const auto& [id, name] : names_)
    if (id.size() >= 6) replace_all(shown, id, name);
  return quoted(shown, 200);
}

std::string Narrator::outcome(const Event& event) const {
  const Outcome& outcome = event.outcome;
  switch (outcome.ending) {
    case Ending::kRefused: return "refused: " + message(outcome.message);
    case Ending::kUnknown: return "unknown outcome: " + message(outcome.message);
    case Ending::kBroken:
      return (outcome.timed_out ? "did not end in time: " : "broken: ") + message(outcome.message);
    case Ending::kReturned: break;
  }
  switch (event.call.method) {
    case Method::kSaveToken:
      if (!outcome.token->has(Field::kId)) return "returned";
      return "returned, id " + id(outcome.token->text(Field::kId));
    case Method::kFindToken:
    case Method::kFindTokenById: return outcome.token ? token(*outcome.token) : "none";
    case Method::kGetTokens: return std::to_string(outcome.tokens.size()) + " records";
    case Method::kDeleteToken:
    case Method::kDeleteTokens:
    case Method::kReopen:
    case Method::kFill: return "returned";
  }
  return "";
}

std::string Narrator::allowed(const Allowed& allowed, const State& state) const {
  std::string text(words_of(allowed.effect));
  const bool of_record = allowed.effect == Effect::kUpdated || allowed.effect == Effect::kFound ||
                         allowed.effect == Effect::kDeleted;
  if (of_record) text += "the record " + id(state.records[allowed.record].text(Field::kId));
  if (allowed.effect == Effect::kInserted)
    text += allowed.generates_id ? " under a new id" : " under the given id";
  std::string cleared;
  for (Field field : kFields)
    if (allowed.may_clear.contains(field))
      cleared += (cleared.empty() ? "" : ", ") + std::string(name_of(field));
  if (!cleared.empty()) text += " (" + cleared + ": cleared or kept)";
  return text + ids_of(allowed.tags);
}

std::string Narrator::changes(const Token& before, const Token& after) const {
  std::string text;
  for (Field field : kFields) {
    if (before.text(field) == after.text(field)) continue;
    if (!text.empty()) text += ", ";
    const auto shown = [&](const Token& t) {
      return t.has(field) ? quoted(t.text(field)) : "absent"s;
    };
    text += std::string(name_of(field)) + " " + shown(before) + " became " + shown(after);
  }
  return text;
}

std::string Narrator::happened(const Scene& scene, const Fault& fault) const {
  const Event& event = scene.event;
  std::string text = outcome(event);
  if (event.outcome.ending == Ending::kBroken) return text;
  if (event.observation.ending != Ending::kReturned)
    return text + "; then get_tokens: " + message(event.observation.message);
  const auto& before = scene.before.records;
  constexpr std::size_t kMost = 3;  // of each kind, lest a thousand records be told
  const auto tell = [&](std::size_t count, const std::string& line) {
    if (count < kMost) text += "; " + line;
    if (count == kMost) text += "; and more";
  };
  std::size_t count = 0;
  for (std::size_t b : scene.difference.removed) tell(count++, "gone: " + token(before[b]));
  count = 0;
  for (std::size_t a : scene.difference.added) tell(count++, "new: " + token(scene.after[a]));
  count = 0;
  for (const auto& [b, a] : scene.difference.changed)
    tell(count++,
         "record " + id(before[b].text(Field::kId)) + ": " + changes(before[b], scene.after[a]));
  if (event.call.method == Method::kSaveToken && scene.difference.none() &&
      event.outcome.ending == Ending::kReturned && fault.divergence != Divergence::kCallerToken)
    text += "; no record changed";
  if (fault.divergence == Divergence::kCallerToken)
    text += "; the caller's token now reads: " + token(*event.outcome.token);
  return text;
}

}  // namespace assay
