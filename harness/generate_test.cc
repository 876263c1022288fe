#include "harness/generate.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/vocabulary.h"
#include "spec/json.h"
#include "spec/text.h"

namespace assay {
namespace {

std::string text_of(const Plan& plan) { return to_json(PlanFile{plan, ""}); }

Profile persistent() {
  Profile profile;
  profile.capabilities.persistent = true;
  return profile;
}

TEST(Generate, GivesTheSamePlanForTheSameSeedAndCase) {
  const Profile profile;
  for (std::uint64_t index : {0U, 5U, 77U})
    EXPECT_EQ(text_of(plan_of_case(9, index, profile)), text_of(plan_of_case(9, index, profile)));
}

TEST(Generate, GivesOtherPlansForOtherSeedsAndCases) {
  std::set<std::string> plans;
  const Profile profile;
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    for (std::uint64_t index = 10; index < 20; ++index)
      plans.insert(text_of(plan_of_case(seed, index, profile)));
  EXPECT_EQ(plans.size(), 100U);
}

// A plan that the reader of plan files accepts refers to earlier saves alone.
TEST(Generate, GivesPlansThatTheReaderOfPlanFilesAccepts) {
  for (std::uint64_t index = 0; index < 300; ++index) {
    const std::string text = text_of(plan_of_case(3, index, persistent()));
    EXPECT_EQ(text_of(plan_from_json(text).plan), text);
  }
}

TEST(Generate, ReopensOnlyWhatIsPersistent) {
  const auto reopens = [](const Profile& profile) {
    std::size_t count = 0;
    for (std::uint64_t index = 0; index < 100; ++index)
      for (const Operation& operation : plan_of_case(1, index, profile).operations)
        count += operation.call.method == Method::kReopen ? 1U : 0U;
    return count;
  };
  EXPECT_EQ(reopens(Profile{}), 0U);
  EXPECT_GT(reopens(persistent()), 50U);
}

TEST(Generate, BeginsOneEarlyPlanWithAThousandRecords) {
  const Plan plan = plan_of_case(4, 5, Profile{});
  ASSERT_EQ(plan.operations.front().call.method, Method::kFill);
  EXPECT_GT(plan.operations.front().call.count, 1000U);
}

TEST(Generate, LeavesMethodsOutOfSomePlansAndUsesEachInOthers) {
  std::array<int, kMethodCount> with{};
  constexpr int kPlans = 200;
  for (std::uint64_t index = 0; index < kPlans; ++index) {
    std::set<Method> used;
    for (const Operation& operation : plan_of_case(1, index, persistent()).operations)
      used.insert(operation.call.method);
    for (Method method : used) ++with[static_cast<std::size_t>(method)];
  }
  for (std::size_t m = 0; m < kMethodCount; ++m) {
    EXPECT_GT(with[m], 0) << name_of(static_cast<Method>(m));
    if (static_cast<Method>(m) == Method::kSaveToken) continue;
    EXPECT_LT(with[m], kPlans) << name_of(static_cast<Method>(m));
  }
}

TEST(Generate, DrawsEveryClassOfText) {
  std::set<TextClass> seen;
  bool set_and_empty = false;
  for (std::uint64_t index = 0; index < 400; ++index)
    for (const Operation& operation : plan_of_case(2, index, Profile{}).operations)
      for (Field field : kFields) {
        const auto& text = operation.call.token[field];
        if (!text) continue;
        set_and_empty = set_and_empty || text->empty();
        seen.insert(text_class(*text));
        EXPECT_TRUE(is_valid_utf8(*text)) << quoted(*text);
      }
  for (TextClass wanted : {TextClass::kPlain, TextClass::kLong, TextClass::kNul,
                           TextClass::kUnicode, TextClass::kSpecial, TextClass::kOther})
    EXPECT_TRUE(seen.contains(wanted)) << static_cast<int>(wanted);
  EXPECT_TRUE(set_and_empty);
}

// Plain plans are needed, lest every finding be about a quote.
TEST(Generate, LeavesAThirdOfThePlansPlain) {
  int plain = 0;
  for (std::uint64_t index = 0; index < 400; ++index) {
    bool is_plain = true;
    for (const Operation& operation : plan_of_case(8, index, Profile{}).operations)
      for (Field field : kFields)
        is_plain = is_plain && (!operation.call.token.has(field) ||
                                text_class(operation.call.token.text(field)) == TextClass::kPlain);
    plain += is_plain ? 1 : 0;
  }
  EXPECT_GT(plain, 100);
  EXPECT_LT(plain, 250);
}

TEST(Generate, DrawsTextsAtTheCapacityAndOneCharacterBeyond) {
  Profile profile;
  profile.capabilities.capacity[index_of(Field::kUserName)] = 300;
  std::set<std::size_t> lengths;
  for (std::uint64_t index = 0; index < 1500; ++index)
    for (const Operation& operation : plan_of_case(2, index, profile).operations)
      lengths.insert(length_in_characters(operation.call.token.text(Field::kUserName)));
  for (std::size_t wanted : {255U, 300U, 301U}) EXPECT_TRUE(lengths.contains(wanted)) << wanted;
}

TEST(LookAlike, ReadsAlikeAndDiffers) {
  std::uint64_t word = 1;
  Choices choices(
      [](void* state) {
        auto& x = *static_cast<std::uint64_t*>(state);
        x ^= x << 13U;
        x ^= x >> 7U;
        x ^= x << 17U;
        return x;
      },
      &word);
  for (const std::string text : {"ann", "7", "client-1", "1700", "Bob"})
    for (int i = 0; i < 100; ++i) {
      const std::string other = look_alike_of(choices, text);
      EXPECT_TRUE(look_alike(text, other)) << quoted(text) << " and " << quoted(other);
    }
}

}  // namespace
}  // namespace assay
