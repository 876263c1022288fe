#include "face/scenario.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "face/run_directory.h"
#include "harness/experiment.h"
#include "reports/story.h"

namespace assay {

namespace {

Operation of_token(Method method, const Token& token, std::optional<Scenario::IdOf> id) {
  Operation operation{{method, token, "", 0}, std::nullopt, std::nullopt};
  if (id) operation.id_of = id->step.index;
  return operation;
}

Operation of_again(Method method, Scenario::Again token) {
  return {{method, {}, "", 0}, std::nullopt, token.step.index};
}

Operation of_id(Method method, std::string_view id) {
  return {{method, {}, std::string(id), 0}, std::nullopt, std::nullopt};
}

Operation of_id(Method method, Scenario::IdOf id) {
  return {{method, {}, "", 0}, id.step.index, std::nullopt};
}

Operation of_nothing(Method method, std::size_t count = 0) {
  return {{method, {}, "", count}, std::nullopt, std::nullopt};
}

void require_rule(std::string_view id) {
  const auto same = [&](const Rule& rule) { return rule.id == id; };
  if (!id.empty() && std::ranges::none_of(kRules, same))
    throw std::runtime_error("there is no rule " + std::string(id));
}

}  // namespace

using Step = Scenario::Step;

Step Scenario::add(Operation operation) {
  plan_.operations.push_back(std::move(operation));
  return {plan_.operations.size() - 1};
}

Step Scenario::save_token(const Token& token, std::optional<IdOf> id) {
  return add(of_token(Method::kSaveToken, token, id));
}
Step Scenario::save_token(Again token) { return add(of_again(Method::kSaveToken, token)); }
Step Scenario::find_token(const Token& token, std::optional<IdOf> id) {
  return add(of_token(Method::kFindToken, token, id));
}
Step Scenario::find_token(Again token) { return add(of_again(Method::kFindToken, token)); }
Step Scenario::find_token_by_id(std::string_view id) {
  return add(of_id(Method::kFindTokenById, id));
}
Step Scenario::find_token_by_id(IdOf id) { return add(of_id(Method::kFindTokenById, id)); }
Step Scenario::delete_token(std::string_view id) { return add(of_id(Method::kDeleteToken, id)); }
Step Scenario::delete_token(IdOf id) { return add(of_id(Method::kDeleteToken, id)); }
Step Scenario::delete_tokens() { return add(of_nothing(Method::kDeleteTokens)); }
Step Scenario::get_tokens() { return add(of_nothing(Method::kGetTokens)); }
Step Scenario::reopen() { return add(of_nothing(Method::kReopen)); }
Step Scenario::fill(std::size_t count) { return add(of_nothing(Method::kFill, count)); }

std::string Scenario::broken_rules(StoreFactory& factory, std::string_view also,
                                   std::int64_t call_limit_ms) const {
  require_rule(also);
  const bool reopens = std::ranges::any_of(plan_.operations, [](const Operation& operation) {
    return operation.call.method == Method::kReopen;
  });
  if (reopens && !factory.capabilities().persistent)
    throw std::runtime_error(std::string(factory.name()) +
                             " is not persistent: there is nothing to reopen");
  const RunDirectory directory;
  const Trial trial = experiment(Bench{factory, directory.path(), call_limit_ms}, plan_);
  factory.drop(directory.path());
  std::string stories;
  for (const Finding& finding : trial.findings) {
    const Tag rule = finding.bucket.rule;
    if (rule.rule().level != Level::kMust && rule.id() != also) continue;
    stories += "\n" + story(finding, {});
  }
  return stories;
}

}  // namespace assay
