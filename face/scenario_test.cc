#include "face/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "spec/json.h"
#include "stores/broken/registry.h"
#include "stores/file.h"
#include "stores/list.h"

namespace assay {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<StoreFactory> broken(std::string_view name) {
  for (const BrokenStore& row : broken_stores())
    if (row.name == name) return row.make();
  throw std::runtime_error("there is no such broken store");
}

Token ann() { return Token().with(Field::kUserName, "ann").with(Field::kAccessToken, "a1"); }

TEST(Scenario, IsThePlanThatItsCallsSpellOut) {
  Scenario scenario;
  const auto first = scenario.save_token(ann());
  scenario.save_token(again(first));
  scenario.save_token(Token().with(Field::kGrantToken, ""), id_of(first));
  scenario.find_token(ann());
  scenario.find_token(Token(), id_of(first));
  scenario.find_token(again(first));
  scenario.find_token_by_id("7");
  scenario.find_token_by_id(id_of(first));
  scenario.delete_token("7");
  scenario.delete_token(id_of(scenario.fill(3)));
  scenario.delete_tokens();
  scenario.get_tokens();
  scenario.reopen();
  EXPECT_EQ(to_json(PlanFile{scenario.plan(), ""}), R"({"assay_plan": 1, "operations": [
  {"save_token": {"user_name": "ann", "access_token": "a1"}},
  {"save_token": {"again": 1}},
  {"save_token": {"id": {"id_of": 1}, "grant_token": ""}},
  {"find_token": {"user_name": "ann", "access_token": "a1"}},
  {"find_token": {"id": {"id_of": 1}}},
  {"find_token": {"again": 1}},
  {"find_token_by_id": "7"},
  {"find_token_by_id": {"id_of": 1}},
  {"delete_token": "7"},
  {"fill": 3},
  {"delete_token": {"id_of": 10}},
  {"delete_tokens": null},
  {"get_tokens": null},
  {"reopen": null}
]}
)");
  EXPECT_EQ(scenario.broken_rules(*make_file_factory()), "");
}

TEST(Scenario, TellsTheStoryOfWhatAStoreBreaks) {
  Scenario scenario;
  scenario.save_token(ann().with(Field::kRefreshToken, "r1"));
  scenario.save_token(ann());
  EXPECT_EQ(scenario.broken_rules(*make_list_factory()), "");
  const std::string told = scenario.broken_rules(*broken("update-drops-refresh-token-when-absent"));
  EXPECT_THAT(told, HasSubstr("TS-SAVE-07 (MUST)  save_token: field-lost"));
  EXPECT_THAT(told, HasSubstr("refresh_token \"r1\" became absent"));
}

TEST(Scenario, HoldsAStoreToTheAdviceThatIsNamedAlone) {
  Scenario scenario;
  scenario.save_token(ann());
  const auto silent = broken("id-not-told");
  EXPECT_EQ(scenario.broken_rules(*silent), "");
  EXPECT_EQ(scenario.broken_rules(*silent, "TS-SAVE-18"), "");
  EXPECT_THAT(scenario.broken_rules(*silent, "TS-SAVE-19"), HasSubstr("TS-SAVE-19 (SHOULD)"));
  EXPECT_THROW(scenario.broken_rules(*silent, "TS-SAVE-99"), std::runtime_error);
}

TEST(Scenario, SurvivesACallThatEndsItsProcess) {
  Scenario scenario;
  scenario.find_token_by_id("unknown");
  EXPECT_THAT(scenario.broken_rules(*broken("crash-on-unknown-id")), HasSubstr("TS-OUT-01"));
}

TEST(Scenario, DoesNotReopenWhatIsNotPersistent) {
  Scenario scenario;
  scenario.reopen();
  EXPECT_THROW(scenario.broken_rules(*make_list_factory()), std::runtime_error);
}

}  // namespace
}  // namespace assay
