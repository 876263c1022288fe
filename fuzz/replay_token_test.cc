#include "fuzz/replay_token.h"

#include <gtest/gtest.h>

#include "fuzz/plan_bytes.h"
#include "fuzz/value_pool.h"
#include "harness/generate.h"
#include "harness/plan_of_test.h"

namespace assay {
namespace {

using testing::json_of;

Plan of_json(const std::string& operations) {
  return plan_from_json("{\"assay_plan\": 1, \"operations\": [" + operations + "]}").plan;
}

TEST(ReplayToken, TellsThePlan) {
  std::size_t told = 0;
  for (std::uint64_t index = 0; index < 20'000; ++index) {
    Profile profile;
    profile.capabilities.persistent = true;
    profile.least_operations = 1;
    profile.most_operations = kMostOperationsInToken;
    const Plan plan = plan_of_case(5, index, profile);
    const auto token = replay_token(plan);
    EXPECT_EQ(token.has_value(), why_no_token(plan).empty());
    if (!token) continue;
    ++told;
    EXPECT_LE(token->size(), kMostTokenLength);
    EXPECT_EQ(json_of(plan_from_replay_token(*token)), json_of(plan));
  }
  EXPECT_GT(told, 10'000U);
}

TEST(ReplayToken, HoldsTwelveOperationsOfTenFields) {
  Plan plan;
  for (std::size_t k = 0; k < kMostOperationsInToken; ++k) {
    Operation& operation = plan.operations.emplace_back();
    operation.call.method = Method::kSaveToken;
    for (const Field field : kFields) operation.call.token[field] = pool_of(field).back();
  }
  const auto token = replay_token(plan);
  ASSERT_TRUE(token);
  EXPECT_LE(token->size(), kMostTokenLength);
  EXPECT_EQ(json_of(plan_from_replay_token(*token)), json_of(plan));
}

// Tokens are pasted into issues and mails: what they meant they mean for ever.
TEST(ReplayToken, NeverChangesItsMeaning) {
  EXPECT_EQ(json_of(plan_from_replay_token(
                "assay1-wAACAAACAAAAAAEQAAAAAD8AAAAAIdDSYAAAoKAAAAAAAAoIYAAAAAAAAAAADAchlW_N")),
            json_of(of_json(R"(
      {"save_token": {"user_name": "ann", "refresh_token": "renew-alpha", "api_domain": ""}},
      {"save_token": {"id": {"id_of": 1}, "access_token": "'"}},
      {"save_token": {"again": 2}},
      {"fill": 105},
      {"find_token": {"client_id": "app1", "client_secret": "secret1"}},
      {"find_token": {"again": 1}},
      {"find_token": {"id": {"id_of": 4}}},
      {"find_token_by_id": "7"}, {"delete_token": {"id_of": 1}},
      {"delete_tokens": null}, {"get_tokens": null}, {"reopen": null})")));
}

TEST(ReplayToken, SaysWhyThereIsNone) {
  EXPECT_EQ(why_no_token(of_json(R"({"get_tokens": null},
      {"save_token": {"user_name": "nobody-has-this"}})")),
            "step 2 has a text in user_name outside the pool");
  Plan plan;
  plan.operations.resize(13);
  EXPECT_EQ(why_no_token(plan), "the plan has 13 operations, and a token holds 12");
  EXPECT_FALSE(replay_token(plan));
}

TEST(ReplayToken, RefusesWhatIsNotWhole) {
  const std::string token = *replay_token(of_json(R"({"save_token": {"user_name": "ann"}})"));
  for (std::size_t at = kReplayTokenPrefix.size(); at < token.size(); ++at) {
    std::string other = token;
    other[at] = other[at] == 'A' ? 'B' : 'A';
    EXPECT_THROW(plan_from_replay_token(other), FormatError) << other;
    EXPECT_THROW(plan_from_replay_token(token.substr(0, at)), FormatError);
  }
  for (const char* text : {"", "assay1-", "assay2-AAAA", "assay1-A A", "assay1-\xc3\xa9"})
    EXPECT_THROW(plan_from_replay_token(text), FormatError) << text;
}

}  // namespace
}  // namespace assay
