#include "spec/json.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "spec/text.h"

namespace assay {
namespace {

using namespace std::string_literals;
using literals::operator""_rule;

Operation save(Token token) { return {{Method::kSaveToken, std::move(token), "", 0}, {}, {}}; }

Operation of(Method method, std::string id = "", std::size_t count = 0) {
  return {{method, {}, std::move(id), count}, {}, {}};
}

// A plan with everything that a plan can hold.
Plan full_plan() {
  Token token;
  for (const Field field : kFields) token[field] = "the " + std::string(name_of(field));
  Plan plan;
  plan.operations = {save(token),
                     save(Token().with(Field::kUserName, "")),
                     save({}),
                     of(Method::kFill, "", 1000),
                     save({}),
                     of(Method::kFindToken),
                     save(Token().with(Field::kAccessToken, "a\0'\"\\\n\u202E😀"s))};
  plan.operations[2].again = 0;
  plan.operations[4].call.token[Field::kAccessToken] = "x";
  plan.operations[4].id_of = 3;
  plan.operations[5].again = 1;
  for (const Method method : {Method::kFindTokenById, Method::kDeleteToken}) {
    plan.operations.push_back(of(method, "7\0"s));
    plan.operations.push_back(of(method));
    plan.operations.back().id_of = 2;
  }
  for (const Method method : {Method::kDeleteTokens, Method::kGetTokens, Method::kReopen})
    plan.operations.push_back(of(method));
  return plan;
}

// Set and empty told apart, which == does not.
void expect_same(const Token& a, const Token& b) {
  for (const Field field : kFields) EXPECT_EQ(a[field], b[field]) << name_of(field);
}

void expect_same(const Plan& a, const Plan& b) {
  ASSERT_EQ(a.operations.size(), b.operations.size());
  for (std::size_t i = 0; i < a.operations.size(); ++i) {
    const Operation& x = a.operations[i];
    const Operation& y = b.operations[i];
    EXPECT_EQ(x.call.method, y.call.method) << "operation " << i + 1;
    expect_same(x.call.token, y.call.token);
    EXPECT_EQ(x.call.id, y.call.id) << "operation " << i + 1;
    EXPECT_EQ(x.call.count, y.call.count) << "operation " << i + 1;
    EXPECT_EQ(x.id_of, y.id_of) << "operation " << i + 1;
    EXPECT_EQ(x.again, y.again) << "operation " << i + 1;
  }
}

TEST(Json, TokensComeBackExactly) {
  Token token;
  token[Field::kId] = "";
  token[Field::kUserName] = "\0😀 e\u0301 \x7F\t"s;
  expect_same(token_from_json(to_json(token)), token);
  expect_same(token_from_json(to_json(Token())), Token());
}

TEST(Json, TokensShowWhatIsNotAscii) {
  EXPECT_EQ(to_json(Token().with(Field::kApiDomain, "é\0😀"s).with(Field::kId, "")),
            R"({"id": "", "api_domain": "\u00e9\u0000\ud83d\ude00"})");
}

TEST(Json, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
  EXPECT_EQ(to_json(Token().with(Field::kId, "a\xFF")), R"({"id": "a\ufffd"})");
}

TEST(Json, PlansComeBackExactly) {
  const PlanFile file{full_plan(), "sqlite"};
  const PlanFile again = plan_from_json(to_json(file));
  EXPECT_EQ(again.store, "sqlite");
  expect_same(again.plan, file.plan);
  EXPECT_EQ(to_json(again), to_json(file));
  EXPECT_TRUE(plan_from_json(to_json(PlanFile{})).plan.operations.empty());
}

TEST(Json, PlansStandOneOperationALine) {
  PlanFile file{{}, "list"};
  file.plan.operations = {save(Token().with(Field::kAccessToken, "x").with(Field::kUserName, "a")),
                          save({}), of(Method::kDeleteToken), of(Method::kGetTokens)};
  file.plan.operations[1].again = 0;
  file.plan.operations[2].id_of = 0;
  EXPECT_EQ(to_json(file),
            R"({"assay_plan": 1, "store": "list", "operations": [
  {"save_token": {"user_name": "a", "access_token": "x"}},
  {"save_token": {"again": 1}},
  {"delete_token": {"id_of": 1}},
  {"get_tokens": null}
]}
)");
  EXPECT_EQ(to_json(PlanFile{}), "{\"assay_plan\": 1, \"operations\": []}\n");
}

TEST(Json, FindingsComeBackExactly) {
  Finding finding;
  finding.bucket = {"TS-SAVE-07"_rule, Method::kSaveToken, Divergence::kFieldLost};
  finding.step = 2;
  finding.allowed = {"update record 1 [TS-SAVE-02]", "refuse \"x\""};
  finding.happened = "the record lost its \0 refresh_token"s;
  finding.plan = full_plan();
  finding.outcomes = {"returned", "returned"};
  finding.count = 41;
  finding.replay = "assay replay 'a file'";
  const Finding again = finding_from_json(to_json(finding));
  EXPECT_EQ(again.bucket, finding.bucket);
  EXPECT_EQ(again.step, finding.step);
  EXPECT_EQ(again.allowed, finding.allowed);
  EXPECT_EQ(again.happened, finding.happened);
  EXPECT_EQ(again.outcomes, finding.outcomes);
  EXPECT_EQ(again.count, finding.count);
  EXPECT_EQ(again.replay, finding.replay);
  expect_same(again.plan, finding.plan);
  EXPECT_EQ(to_json(again), to_json(finding));
}

TEST(Json, EveryRuleMethodAndDivergenceComesBack) {
  for (std::uint8_t rule = 0; rule < kTagCount; ++rule) {
    for (int divergence = 0; name_of(static_cast<Divergence>(divergence)) != "?"; ++divergence) {
      Finding finding;
      finding.bucket = {Tag{rule}, static_cast<Method>(rule % kMethodCount),
                        static_cast<Divergence>(divergence)};
      EXPECT_EQ(finding_from_json(to_json(finding)).bucket, finding.bucket);
    }
  }
}

}  // namespace
}  // namespace assay
