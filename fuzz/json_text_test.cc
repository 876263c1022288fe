#include "fuzz/json_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/json_mutation.h"

namespace assay {
namespace {

using ::testing::HasSubstr;

const std::string kPlan =
    R"({"assay_plan": 1, "operations": [{"save_token": {"access_token": "a"}}, {"fill": 2}]})";

TEST(JsonText, IsReadRightlyByTheReadersThatThereAre) {
  for (const char* text : {kPlan.c_str(), "", "{}", "[", "{\"assay_plan\": 2}", "\xff", "nul\x01",
                           "{\"id\": \"\\u0000\"}", "{\"id\": \"1\", \"id\": \"2\"}"}) {
    EXPECT_EQ(plan_text_fault(text), std::nullopt) << text;
    EXPECT_EQ(finding_text_fault(text), std::nullopt) << text;
    EXPECT_EQ(token_text_fault(text), std::nullopt) << text;
  }
}

TEST(JsonText, ShowsAWriterThatForgets) {
  JsonForms forms;
  forms.write_plan = [](const PlanFile& file) {
    PlanFile less = file;
    less.plan.operations.pop_back();
    return to_json(less);
  };
  EXPECT_THAT(plan_text_fault(kPlan, forms).value_or(""), HasSubstr("reads otherwise"));
}

TEST(JsonText, ShowsAReaderThatThrowsAnother) {
  JsonForms forms;
  forms.read_token = [](std::string_view) -> Token { throw std::out_of_range("x"); };
  EXPECT_THAT(token_text_fault("{}", forms).value_or(""), HasSubstr("no FormatError"));
  forms.read_token = [](std::string_view) -> Token { throw FormatError(""); };
  EXPECT_THAT(token_text_fault("{}", forms).value_or(""), HasSubstr("empty"));
}

TEST(JsonText, HasBoundsWhoeverReadsIt) {
  JsonForms forms;
  forms.read_plan = [](std::string_view) {
    PlanFile file;
    file.plan.operations.push_back({{Method::kFill, {}, "", kMostFilled + 1}, {}, {}});
    return file;
  };
  EXPECT_THAT(plan_text_fault(kPlan, forms).value_or(""), HasSubstr("more is filled"));
}

TEST(JsonMutation, IsTheSameForTheSameSeedAndTakesEveryText) {
  for (const std::string& text :
       {kPlan, std::string(), std::string("{"), std::string("\xff"), std::string(3000, '[')})
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      FuzzRandom one(seed), two(seed);
      EXPECT_EQ(mutated_json(text, one), mutated_json(text, two));
    }
}

}  // namespace
}  // namespace assay
