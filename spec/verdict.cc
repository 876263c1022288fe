#include "spec/verdict.h"

#include <algorithm>

namespace assay {

std::string_view name_of(Judgement judgement) {
  switch (judgement) {
    case Judgement::kPass: return "PASS";
    case Judgement::kFail: return "FAIL";
    case Judgement::kInconclusive: return "INCONCLUSIVE";
    case Judgement::kNotApplicable: return "NOT APPLICABLE";
    case Judgement::kInfra: return "INFRA";
    case Judgement::kNotBuilt: return "NOT BUILT";
    case Judgement::kExpected: return "EXPECTED";
  }
  return "?";
}

bool is_void(const RunResult& run) {
  return std::ranges::any_of(run.canaries, [](const Canary& canary) { return !canary.caught; });
}

int exit_code(const RunResult& run, bool strict) {
  bool failed = !run.overdue.empty();
  bool undecided = run.stores.empty();
  for (const StoreResult& store : run.stores) {
    undecided = undecided || !store.infra.empty();
    for (const Verdict& verdict : store.verdicts) {
      if (verdict.rule.rule().level == Level::kShould && !strict) continue;
      failed = failed || verdict.judgement == Judgement::kFail;
      undecided = undecided || verdict.judgement == Judgement::kInconclusive ||
                  verdict.judgement == Judgement::kInfra;
    }
  }
  if (run.interrupted) return 130;
  if (is_void(run)) return 2;
  return failed ? 1 : undecided ? 3 : 0;
}

}  // namespace assay
