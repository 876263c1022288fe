#include "fuzz/plan_bytes.h"

#include <gtest/gtest.h>

#include <random>

#include "fuzz/value_pool.h"
#include "harness/generate.h"
#include "harness/plan_of_test.h"
#include "spec/json.h"

namespace assay {
namespace {

using testing::json_of;

using Bytes = std::vector<std::uint8_t>;

Profile persistent() {
  Profile profile;
  profile.capabilities.persistent = true;
  return profile;
}

// So whatever a random test can do, a fuzzer can come upon.
TEST(PlanBytes, TellEveryPlanOfRandomTests) {
  for (std::uint64_t index = 0; index < 3000; ++index) {
    const Plan plan = plan_of_case(7, index, persistent());
    const auto bytes = bytes_of_plan(plan);
    ASSERT_TRUE(bytes) << json_of(plan);
    EXPECT_EQ(json_of(plan_from_bytes(*bytes)), json_of(plan));
  }
}

TEST(PlanBytes, MakeAPlanOfWhatever) {
  std::mt19937 random(3);
  for (int round = 0; round < 4000; ++round) {
    Bytes bytes(random() % 300);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    if (!bytes.empty() && round % 8 != 0) bytes[0] = kPlanBytesVersion;
    const Plan plan = plan_from_bytes(bytes);
    EXPECT_LE(plan.operations.size(), kMostOperationsInBytes);
    // Its JSON form takes it: every reference names an earlier step that gives what it names.
    EXPECT_EQ(json_of(plan_from_json(json_of(plan)).plan), json_of(plan));
    const auto again = bytes_of_plan(plan);
    ASSERT_TRUE(again) << json_of(plan);
  }
}

TEST(PlanBytes, MeanNothingInAVersionThatIsNotKnown) {
  EXPECT_TRUE(plan_from_bytes({}).operations.empty());
  EXPECT_TRUE(plan_from_bytes(Bytes{2, 0, 1, 0, 0}).operations.empty());
}

// Crash files are for ever: each line of the format, as bytes and as what they mean.
TEST(PlanBytes, NeverChangeTheirMeaning) {
  const struct {
    Bytes bytes;
    const char* operation;  // the last
  } kRows[] = {
      {{1, 0, 2, 0, 0}, R"({"save_token": {"user_name": "ann"}})"},
      {{1, 4, 0x20, 0, 9}, R"({"save_token": {"access_token": "b"}})"},
      {{1, 0, 2, 0, 0, 5, 3, 3, 0, 1},
       R"({"save_token": {"id": {"id_of": 1}, "user_name": "bob"}})"},
      {{1, 0, 2, 0, 0, 0x16, 9}, R"({"save_token": {"again": 1}})"},
      {{1, 6, 9}, R"({"save_token": {}})"},
      {{1, 8, 1, 0, 248, 2, 'h', 'i'}, R"({"find_token": {"id": "hi"}})"},
      {{1, 15, 7, 3, 8, 9, 0, 0, 0}, R"({"find_token": {"id": {"id_of": 1}}})"},
      {{1, 0, 0, 0, 10, 0}, R"({"find_token": {"again": 1}})"},
      {{1, 0, 2, 0, 200}, R"({"save_token": {"user_name": "y"}})"},
      {{1, 11, 1}, R"({"find_token_by_id": "7"})"},
      {{1, 0, 0, 0, 12, 0}, R"({"find_token_by_id": {"id_of": 1}})"},
      {{1, 13, 245}, R"({"delete_token": ""})"},
      {{1, 13, 252, 3, 0, 'a', 0xff, 'b'}, R"({"delete_token": "a\u00ffb"})"},
      {{1, 13, 254, 5, 1, 3, 0}, R"({"delete_token": "\u00e9\u00e9\u00e9x"})"},
      {{1, 13, 255, 255, 7, 5, 2, 0, 2}, R"({"delete_token": "99y"})"},
      {{1, 13, 255, 0, 1, 1, 4}, R"({"delete_token": "ax"})"},
      {{1, 14, 0}, R"({"delete_token": ""})"},
      {{1, 15, 3}, R"({"get_tokens": null})"},
      {{1, 15, 13}, R"({"reopen": null})"},
      {{1, 15, 6}, R"({"delete_tokens": null})"},
      {{1, 15, 7, 0xff, 0xff}, R"({"fill": 2047})"},
  };
  for (const auto& [bytes, operation] : kRows) {
    const Plan plan = plan_from_bytes(bytes);
    ASSERT_FALSE(plan.operations.empty()) << operation;
    const std::string json = json_of(plan);
    EXPECT_NE(json.find(std::string(operation) + "\n]"), json.npos) << json << operation;
  }
}

TEST(PlanBytes, HoldNoMoreThanSoMuchText) {
  Bytes bytes = {1};
  for (int k = 0; k < 100; ++k)
    bytes.insert(bytes.end(), {13, 255, 255, 2, 0, 0xff, 0xff, 0});  // 65,535 smileys
  std::size_t size = 0;
  for (const Operation& operation : plan_from_bytes(bytes).operations)
    size += operation.call.id.size();
  EXPECT_GT(size, kMostTextInBytes / 2);
  EXPECT_LE(size, kMostTextInBytes);
}

}  // namespace
}  // namespace assay
