#include "harness/plan_edits.h"

#include <gtest/gtest.h>

#include "harness/plan_of_test.h"
#include "spec/json.h"

namespace assay {
namespace {

using testing::json_of;
using testing::plan_of;

TEST(Restricted, DropsWhatReferredToAStepThatIsGone) {
  const Plan plan = plan_of(R"(
      {"save_token": {"user_name": "a"}},
      {"save_token": {"user_name": "b"}},
      {"delete_token": {"id_of": 1}},
      {"find_token": {"id": {"id_of": 1}, "user_name": "a"}},
      {"save_token": {"again": 2}})");
  EXPECT_EQ(json_of(restricted(plan, {1, 2, 3, 4})), json_of(plan_of(R"(
      {"save_token": {"user_name": "b"}},
      {"find_token": {"user_name": "a"}},
      {"save_token": {"again": 1}})")));
}

TEST(LikelyCauses, AreTheLastStepThenWhatSharesATextThenWhatIsNear) {
  const Plan plan = plan_of(R"(
      {"save_token": {"user_name": "a"}},
      {"save_token": {"user_name": "b"}},
      {"save_token": {"user_name": "c"}},
      {"find_token": {"user_name": "a"}})");
  EXPECT_EQ(likely_causes(plan), (std::vector<Steps>{{3}, {0, 3}, {2, 3}, {1, 2, 3}}));
}

TEST(LikelyCauses, HoldWhatTheirStepsName) {
  const Plan plan = plan_of(R"(
      {"save_token": {"user_name": "a"}},
      {"save_token": {"user_name": "b"}},
      {"save_token": {"again": 1}},
      {"delete_token": {"id_of": 3}})");
  EXPECT_EQ(likely_causes(plan).front(), (Steps{0, 2, 3}));
}

TEST(JoinedSaves, StandInThePlaceOfEitherWithTheFieldsOfBoth) {
  const Plan plan = plan_of(R"(
      {"save_token": {"user_name": "a", "client_id": "c"}},
      {"find_token_by_id": {"id_of": 1}},
      {"save_token": {"user_name": "b", "id": {"id_of": 1}}},
      {"delete_token": {"id_of": 1}})");
  EXPECT_EQ(json_of(with_saves_joined(plan, 0, 2, 0)), json_of(plan_of(R"(
      {"save_token": {"user_name": "b", "client_id": "c"}},
      {"find_token_by_id": {"id_of": 1}},
      {"delete_token": {"id_of": 1}})")));
  EXPECT_EQ(json_of(with_saves_joined(plan, 0, 2, 2)), json_of(plan_of(R"(
      {"save_token": {"user_name": "b", "client_id": "c"}},
      {"delete_token": {"id_of": 1}})")));
}

TEST(PlainNames, KeepEqualTextsEqualAndOthersApart) {
  const Plan plan = plan_of(R"(
      {"save_token": {"user_name": "o'hara", "access_token": "enter", "expires_in": "0x1"}},
      {"find_token": {"user_name": "O'HARA", "access_token": "enter"}})");
  const Plan plain = renamed(plan, plain_names(plan));
  const Token& saved = plain.operations[0].call.token;
  const Token& query = plain.operations[1].call.token;
  EXPECT_EQ(saved.text(Field::kAccessToken), query.text(Field::kAccessToken));
  EXPECT_NE(saved.text(Field::kUserName), query.text(Field::kUserName));
  EXPECT_EQ(saved.text(Field::kUserName).size(), 1U);
  EXPECT_EQ(saved.text(Field::kExpiresIn), "1");
}

TEST(NamesForOddTexts, LeaveAPlainTextWithoutADoubleAlone) {
  const Plan plan = plan_of(R"(
      {"save_token": {"user_name": "ann", "client_id": "7", "access_token": "it's"}},
      {"find_token": {"user_name": "Ann"}})");
  const auto names = names_for_odd_texts(plan);
  EXPECT_FALSE(names.contains("7"));
  EXPECT_EQ(names.size(), 3U);
  for (const auto& [text, name] : names) EXPECT_EQ(name.size(), 1U) << text;
}

}  // namespace
}  // namespace assay
