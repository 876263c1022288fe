#include "harness/situations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "harness/check.h"
#include "harness/execute.h"
#include "harness/generate.h"
#include "harness/model_store.h"
#include "harness/verdicts.h"
#include "spec/json.h"
#include "stores/list.h"

namespace assay {
namespace {

using namespace literals;

// What the steps of a plan on the list store put to the test.
Tally tally_of(const std::string& operations) {
  const Plan plan = plan_from_json(R"({"assay_plan":1,"operations":[)" + operations + "]}").plan;
  const auto factory = make_list_factory();
  Pulse pulse;
  Tally tally;
  const History history = execute(plan, *factory, "", pulse);
  EXPECT_TRUE(check(plan, history, factory->capabilities(), "", tally).empty()) << operations;
  return tally;
}

struct Example {
  std::string_view key;
  std::string_view operations;  // the last step is the first that is an instance
};

// Each is lost by one field or one step: what stands before the last comma, or the last step alone,
// is no instance.
constexpr auto kExamples = std::to_array<Example>({
    {"SAVE-01.user", R"({"save_token":{"user_name":"a","access_token":"b"}})"},
    {"SAVE-02.elsewhere", R"({"save_token":{"user_name":"a","access_token":"x"}},
      {"save_token":{"user_name":"b","access_token":"y"}},
      {"save_token":{"user_name":"a","access_token":"y"}})"},
    {"SAVE-03.owned", R"({"save_token":{"user_name":"a","access_token":"x"}},
      {"save_token":{"access_token":"x"}})"},
    {"SAVE-05.new-refresh",
     R"({"save_token":{"client_id":"a","client_secret":"b","grant_token":"g"}},{"save_token":
       {"client_id":"a","client_secret":"b","grant_token":"g","refresh_token":"r"}})"},
    {"SAVE-06.refresh", R"({"save_token":{"client_id":"a","client_secret":"b","refresh_token":"r"}},
      {"save_token":{"client_id":"c","client_secret":"b","refresh_token":"r"}})"},
    {"SAVE-07.keeps-refresh", R"({"save_token":{"user_name":"a","refresh_token":"r"}},
      {"save_token":{"user_name":"a","access_token":"x"}})"},
    {"SAVE-07.empty", R"({"save_token":{"user_name":"a","refresh_token":"r"}},
      {"save_token":{"user_name":"a","refresh_token":""}})"},
    {"SAVE-07.unstored-id", R"({"save_token":{"user_name":"a","refresh_token":"r"}},
      {"save_token":{"id":"z","user_name":"a"}})"},
    {"SAVE-09.read", R"({"save_token":{"user_name":"a","refresh_token":"r"}},
      {"save_token":{"again":1}})"},
    {"SAVE-16.id-elsewhere", R"({"save_token":{"id":"1","user_name":"a","refresh_token":"r"}},
      {"save_token":{"user_name":"b","refresh_token":"r"}},
      {"save_token":{"id":"1","user_name":"b"}})"},
    {"USER-03.find", R"({"save_token":{"id":"1","user_name":"a","refresh_token":"r"}},
      {"find_token":{"id":"1","user_name":"b"}})"},
    {"USER-04.case", R"({"save_token":{"user_name":"Ann","refresh_token":"r"}},
      {"find_token":{"user_name":"ann"}})"},
    {"USER-04.blank", R"({"save_token":{"user_name":"ann ","refresh_token":"r"}},
      {"find_token":{"user_name":"ann"}})"},
    {"USER-04.width", R"({"save_token":{"user_name":"ann","refresh_token":"r"}},
      {"find_token":{"user_name":"\uff41\uff4e\uff4e"}})"},
    {"USER-04.accent", R"({"save_token":{"user_name":"ann","refresh_token":"r"}},
      {"find_token":{"user_name":"\u00e1nn"}})"},
    {"ID-03.number", R"({"save_token":{"id":"7","refresh_token":"r"}},{"find_token_by_id":"07"})"},
    {"ID-01.number", R"({"save_token":{"id":"7","refresh_token":"r"}},
      {"save_token":{"refresh_token":"s"}})"},
    {"FIND-05.expiry", R"({"save_token":{"expires_in":"7","refresh_token":"r"}},
      {"find_token":{"expires_in":"7"}})"},
    {"FIND-06.differs", R"({"save_token":{"user_name":"a","refresh_token":"r"}},
      {"find_token":{"user_name":"a","refresh_token":"s"}})"},
    {"FIND-07.grant", R"({"save_token":{"refresh_token":"r"}},{"find_token":{"grant_token":""}})"},
    {"DEL-01.between", R"({"save_token":{"id":"1","refresh_token":"r"}},
      {"save_token":{"id":"2","refresh_token":"s"}},{"save_token":{"id":"3","refresh_token":"t"}},
      {"delete_token":"2"})"},
    {"DEL-03.empty-store", R"({"delete_tokens":null})"},
    {"DEL-04.anew", R"({"save_token":{"id":"1","user_name":"a","refresh_token":"r"}},
      {"delete_token":"1"},{"save_token":{"user_name":"a","refresh_token":"r"}})"},
    {"VAL-01.blank", R"({"save_token":{"refresh_token":"r "}})"},
    {"VAL-02.id", R"({"save_token":{"id":"0123456789","refresh_token":"r"}})"},
    {"VAL-03.comment", R"({"save_token":{"refresh_token":"a--b"}})"},
    {"VAL-03.placeholder", R"({"find_token":{"refresh_token":":1"}})"},
    {"VAL-03.word", R"({"find_token_by_id":"user_name"})"},
    {"VAL-03.wildcard", R"({"find_token_by_id":"%"})"},
    {"VAL-04.combining", R"({"save_token":{"refresh_token":"e\u0301"}})"},
    {"VAL-04.beyond", R"({"save_token":{"refresh_token":"\ud83d\ude00"}})"},
    {"VAL-07.by-id", R"({"save_token":{"refresh_token":"r"}},{"find_token_by_id":"a\u0000"})"},
});

TEST(Situations, AreSeenWhereTheyAreAndNotBefore) {
  for (const Example& example : kExamples) {
    const std::string operations(example.operations);
    std::size_t index = kSituationCount;
    for (std::size_t i = 0; i < kSituationCount; ++i)
      if (kSituations[i].key == example.key) index = i;
    ASSERT_LT(index, kSituationCount) << example.key;
    EXPECT_EQ(tally_of(operations).situations[index].all, 1U) << example.key;
    Plan plan = plan_from_json(R"({"assay_plan":1,"operations":[)" + operations + "]}").plan;
    plan.operations.pop_back();
    const auto factory = make_list_factory();
    Pulse pulse;
    Tally before;
    const History history = execute(plan, *factory, "", pulse);
    check(plan, history, {}, "", before);
    EXPECT_EQ(before.situations[index].all, 0U) << example.key;
  }
}

TEST(Situations, AreOfAWordOnlyWhereItIsOne) {
  constexpr auto kWord = "VAL-03.word"_situation;
  for (const char* text : {"%", "_", "a,b", "--", "'"})
    EXPECT_EQ(tally_of(R"({"find_token_by_id":")" + std::string(text) + "\"}")
                  .situations[kWord.index]
                  .all,
              0U)
        << text;
}

TEST(Situations, CountTheSavesOfAFillOneByOne) {
  const Tally tally = tally_of(R"({"fill":105})");
  EXPECT_EQ(tally.situations["ID-01.generated"_situation.index], (Tries{104, 103}));
  EXPECT_EQ(tally.situations["ID-01.hundredth"_situation.index], (Tries{6, 6}));
  EXPECT_EQ(tally.situations["ID-01.thousandth"_situation.index], (Tries{0, 0}));
}

TEST(Situations, AreThereForEachRuleThatHasADriverAndForNoOther) {
  for (std::uint8_t i = 0; i < kTagCount; ++i) {
    const bool judged = !Tag{i}.is_latitude() && has_driver(Tag{i});
    EXPECT_EQ(std::ranges::count(kSituationRules, Tag{i}) > 0, judged) << kRules[i].id;
  }
}

// Whatever latitudes a store takes, plans come by everything that is asked for.
TEST(Situations, AreAllComeByOnAStoreThatTakesEveryLatitude) {
  const auto factory = make_model_factory(7, true);
  Profile profile;
  profile.capabilities = factory->capabilities();
  profile.capabilities.capacity[index_of(Field::kUserName)] = 300;
  Pulse pulse;
  Tally tally;
  for (std::uint64_t index = 0; index < 600; ++index) {
    const std::string storage = std::to_string(index);
    const Plan plan = plan_of_case(5, index, profile);
    const History history = execute(plan, *factory, storage, pulse);
    check(plan, history, profile.capabilities, storage, tally);
    factory->drop(storage);
  }
  for (std::uint8_t i = 0; i < kSituationCount; ++i) {
    if (kSituationRules[i].rule().need == Need::kFiles) continue;  // the probes'
    EXPECT_GT(tally.situations[i].all, 0U) << kSituations[i].key;
  }
}

}  // namespace
}  // namespace assay
