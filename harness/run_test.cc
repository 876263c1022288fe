#include "harness/run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

#include "harness/model_store.h"
#include "harness/wrong_store_test.h"
#include "spec/evidence.h"
#include "spec/json.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using literals::operator""_rule;
using testing::deletes_nothing;
using testing::Wrong;
using testing::WrongFactory;

StoreResult run(StoreFactory& factory, RunOptions options) {
  const ScratchDirectory directory;
  if (!options.cases) options.cases = 60;
  return run_store(factory, directory.path(), options);
}

// All of a result that must not depend on who did what when.
std::string fingerprint(const StoreResult& result) {
  std::string text = std::to_string(result.cases) + " " + std::to_string(result.calls);
  for (std::uint64_t tries : result.tally.tags) text += " " + std::to_string(tries);
  for (const Tries& tries : result.tally.situations)
    text += " " + std::to_string(tries.all) + "/" + std::to_string(tries.with_two);
  for (const Finding& finding : result.findings) text += "\n" + to_json(finding);
  return text;
}

TEST(Run, AccusesNoStoreThatIsRightByConstruction) {
  for (std::uint64_t seed : {1U, 2U, 3U}) {
    const auto factory = make_model_factory(seed);
    RunOptions options;
    options.seed = seed;
    options.cases = 400;
    options.minimises = false;
    for (const Finding& finding : run(*factory, options).findings) {
      // A model that takes every latitude breaks recommendations, but no rule.
      EXPECT_EQ(finding.bucket.rule.rule().level, Level::kShould)
          << finding.bucket.rule.id() << ": " << finding.happened << "\n"
          << to_json(PlanFile{finding.plan, ""});
    }
  }
}

TEST(Run, GivesTheSameResultForAnyNumberOfJobs) {
  WrongFactory factory(deletes_nothing());
  RunOptions options;
  options.seed = 7;
  options.cases = 300;  // the last of them lean to what is thin by then
  options.minimises = false;
  options.jobs = 1;
  const std::string alone = fingerprint(run(factory, options));
  options.jobs = 3;
  EXPECT_EQ(fingerprint(run(factory, options)), alone);
}

TEST(Run, StopsAtTheFirstBrokenMustRuleNotAtAdvice) {
  const auto advised = make_model_factory(1);  // breaks recommendations, but no rule
  RunOptions options;
  options.cases = 400;
  options.minimises = false;
  options.stop_at_first_finding = true;
  const StoreResult went_on = run(*advised, options);
  EXPECT_FALSE(went_on.findings.empty());
  EXPECT_EQ(went_on.cases, 400U);
  WrongFactory broken(deletes_nothing());
  EXPECT_LT(run(broken, options).cases, 400U);
}

TEST(Run, DoesAllCasesOnceAcrossItsShards) {
  WrongFactory factory{Wrong{}};
  RunOptions options;
  options.cases = 90;
  const StoreResult whole = run(factory, options);
  Tally sum{};
  options.cases = 30;
  for (std::uint64_t index = 0; index < 3; ++index) {
    options.shard = {index, 3};
    const StoreResult part = run(factory, options);
    sum += part.tally;
  }
  EXPECT_EQ(sum, whole.tally);
}

// Without leaning, some 1,000 cases are not enough.
TEST(Run, TriesEverySituationOftenEnoughWithinSixHundredCases) {
  WrongFactory factory{Wrong{}};
  RunOptions options;
  options.cases = 616;
  for (const Verdict& verdict : run(factory, options).verdicts)
    EXPECT_NE(verdict.judgement, Judgement::kInconclusive)
        << verdict.rule.id() << ": " << verdict.reason;
}

TEST(Run, FailsTheRuleThatIsBrokenWithAShortPlan) {
  WrongFactory factory(deletes_nothing());
  const StoreResult result = run(factory, {});
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings.front().bucket.rule, "TS-DEL-01"_rule);
  EXPECT_EQ(result.findings.front().plan.operations.size(), 2U);
  for (const Verdict& verdict : result.verdicts)
    EXPECT_EQ(verdict.judgement == Judgement::kFail, verdict.rule == "TS-DEL-01"_rule)
        << verdict.rule.id();
}

TEST(Run, PassesNothingThatWasNotPutToTheTestOftenEnough) {
  WrongFactory factory{Wrong{}};
  RunOptions options;
  options.cases = 1;
  const StoreResult result = run(factory, options);
  std::size_t thin = 0;
  for (const Verdict& verdict : result.verdicts) {
    const auto lacks = shortfall(verdict.rule, result.capabilities, result.tally);
    thin += lacks ? 1 : 0;
    EXPECT_TRUE(!lacks || verdict.judgement != Judgement::kPass) << verdict.rule.id();
  }
  EXPECT_GT(thin, 20U);
}

TEST(Run, ShowsACrashAsAFindingAndGoesOn) {
  Wrong wrong;
  wrong.delete_token = [](TokenStore&, std::string_view id) {
    if (!id.empty()) abort();
  };
  WrongFactory factory(wrong);
  const StoreResult result = run(factory, {});
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings.front();
  EXPECT_EQ(finding.bucket.rule, "TS-OUT-01"_rule);
  EXPECT_EQ(finding.bucket.method, Method::kDeleteToken);
  EXPECT_NE(finding.happened.find("SIGABRT"), std::string::npos) << finding.happened;
  EXPECT_EQ(finding.plan.operations.size(), 1U);
}

TEST(Run, ShowsAnExitAsAFinding) {
  Wrong wrong;
  wrong.delete_token = [](TokenStore&, std::string_view) { _exit(0); };
  WrongFactory factory(wrong);
  const StoreResult result = run(factory, {});
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings.front().bucket.rule, "TS-OUT-01"_rule);
}

TEST(Run, ShowsWhatIsThrownAndNoExceptionAsAFinding) {
  Wrong wrong;
  wrong.delete_token = [](TokenStore&, std::string_view) { throw 7; };
  WrongFactory factory(wrong);
  const StoreResult result = run(factory, {});
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings.front().bucket.rule, "TS-OUT-01"_rule);
  EXPECT_EQ(result.findings.front().bucket.divergence, Divergence::kBroken);
}

TEST(Run, ShowsACallThatDoesNotEndAsAFinding) {
  Wrong wrong;
  wrong.delete_token = [](TokenStore&, std::string_view id) {
    while (!id.empty()) pause();
  };
  WrongFactory factory(wrong);
  RunOptions options;
  options.call_limit_ms = 100;
  options.cases = 4;
  const StoreResult result = run(factory, options);
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings.front().bucket.rule, "TS-LIVE-01"_rule);
}

// Does not end, in the first of all processes that comes here.
void stall_once(std::atomic<bool>& stalled) {
  if (stalled.exchange(true)) return;
  for (;;) pause();
}

TEST(Run, AccusesNoStoreOfOneStall) {
  const Shared<std::atomic<bool>> stalled;
  Wrong wrong;
  wrong.save_token = [&](TokenStore& right, Token& token) {
    stall_once(*stalled);
    right.save_token(token);
  };
  WrongFactory factory(wrong);
  RunOptions options;
  options.call_limit_ms = 100;
  options.cases = 4;
  const StoreResult result = run(factory, options);
  EXPECT_TRUE(*stalled);
  for (const Finding& finding : result.findings) ADD_FAILURE() << finding.bucket.rule.id();
}

TEST(Run, MeetsWhatACaseShowsAfterAStall) {
  const Shared<std::atomic<bool>> stalled;
  Wrong wrong;
  wrong.delete_token = [&](TokenStore&, std::string_view) { stall_once(*stalled); };
  WrongFactory factory(wrong);
  RunOptions options;
  options.call_limit_ms = 100;
  for (options.seed = 1; !*stalled; ++options.seed) {
    options.cases = 1;
    const StoreResult result = run(factory, options);
    if (!*stalled) continue;
    ASSERT_FALSE(result.findings.empty());
    EXPECT_NE(result.findings.front().bucket.rule, "TS-LIVE-01"_rule);
  }
}

TEST(Run, StopsBeforeAnyOtherCallWhereAStorageIsNotEmpty) {
  int saves = 0;
  Wrong wrong;
  wrong.get_tokens = [](TokenStore&) {
    return std::vector<Token>{Token().with(Field::kId, "1").with(Field::kAccessToken, "precious")};
  };
  wrong.save_token = [&](TokenStore&, Token&) { ++saves; };
  WrongFactory factory(wrong);
  try {
    run(factory, {});
    FAIL() << "it went on";
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("not empty"), std::string::npos) << message;
    EXPECT_EQ(message.find("precious"), std::string::npos) << message;
  }
  EXPECT_EQ(saves, 0);
}

TEST(Run, EndsSoonWhenItIsToldTo) {
  WrongFactory factory{Wrong{}};
  const std::atomic<bool> stop{true};
  RunOptions options;
  options.stop = &stop;
  EXPECT_EQ(run(factory, options).cases, 0U);
}

class AbsentServer : public StoreFactory {
 public:
  std::string_view name() const override { return "absent"; }
  Capabilities capabilities() const override {
    Capabilities capabilities;
    capabilities.medium = Medium::kServer;
    return capabilities;
  }
  std::unique_ptr<TokenStore> open(const std::string&) override {
    throw InfraError("no server at 127.0.0.1:1");
  }
  void drop(const std::string&) override {}
};

TEST(Run, AccusesNoStoreWhoseServerIsNotThere) {
  AbsentServer factory;
  const StoreResult result = run(factory, {});
  EXPECT_TRUE(result.findings.empty());
  EXPECT_EQ(result.infra, "no server at 127.0.0.1:1");
  for (const Verdict& verdict : result.verdicts)
    EXPECT_TRUE(verdict.judgement == Judgement::kInfra ||
                verdict.judgement == Judgement::kNotBuilt ||
                verdict.judgement == Judgement::kNotApplicable)
        << verdict.rule.id();
}

}  // namespace
}  // namespace assay
