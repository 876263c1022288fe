// What is no plan, no token and no finding, and what is said of it.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/json.h"

namespace assay {
namespace {

using namespace std::string_literals;

std::string message_of(const std::function<void()>& read) {
  try {
    read();
  } catch (const FormatError& error) {
    return error.what();
  }
  return "no error";
}

std::string plan_error(const std::string& text) {
  return message_of([&] { plan_from_json(text); });
}

// The error of a plan with these operations.
std::string operations_error(const std::string& operations) {
  return plan_error(R"({"assay_plan": 1, "operations": [)" + operations + "]}");
}

struct Case {
  std::string text;
  std::string error;
};

TEST(JsonRead, TellsLineAndColumnOfWhatIsNotJson) {
  const std::vector<Case> kCases = {
      {"",
       "this is not JSON: line 1, column 1: unexpected end of input; expected '[', '{', or a "
       "literal"},
      {"{\n  \"assay_plan\": 1,\n  x}",
       "this is not JSON: line 3, column 3: invalid literal; expected string literal"},
      {"{\"assay_plan\": 1",
       "this is not JSON: line 1, column 17: unexpected end of input; "
       "expected '}'"},
      {"{} {}", "this is not JSON: line 1, column 4: unexpected '{'; expected end of input"},
      {"{\"a\": 1e999}", "a number in it is too large"},
  };
  for (const Case& c : kCases) EXPECT_EQ(plan_error(c.text), c.error);
}

TEST(JsonRead, RefusesTextThatIsNotUnicode) {
  for (const std::string& text :
       {R"("\ud800")"s, R"("\udc00x")"s, "\"a\xFF\""s, "\"\xED\xA0\x80\""s, "\"a\nb\""s}) {
    const std::string error = plan_error(text);
    EXPECT_TRUE(error.starts_with("this is not JSON: line ")) << error;
    EXPECT_EQ(error.find_first_of("\n\xFF\xED"), error.npos) << error;
    EXPECT_EQ(error.find("last read"), error.npos) << error;
  }
}

// Also where what was read last is like the words of the parser.
TEST(JsonRead, ShowsNothingOfTheTextThatItCannotRead) {
  for (const std::string& text : {"\"enter-ann-1\xFF\""s, "\"x'; expected enter-ann-1\xFF\""s,
                                  "\"x; last read: 'y'; expected enter-ann-1\n\""s, "enter-ann-1"s,
                                  "{\"a\": 1; expected enter-ann-1"s}) {
    const std::string error = plan_error(text);
    EXPECT_TRUE(error.starts_with("this is not JSON: line ")) << error;
    EXPECT_EQ(error.find("ann"), error.npos) << error;
  }
}

TEST(JsonRead, TellsWhatIsNotAPlan) {
  const std::vector<Case> kCases = {
      {"[]", "expected a plan, as an object, found a list"},
      {"7", "expected a plan, as an object, found a number"},
      {"{}", "this is not a plan: the key \"assay_plan\" with its version is missing"},
      {R"({"assay_plan": 2, "news": []})",
       "this plan is of version 2, and this assay reads up to 1; take a newer assay"},
      {R"({"assay_plan": 0})", "assay_plan: expected a whole number from 1 to 1, found 0"},
      {R"({"assay_plan": 1.0})", "assay_plan: expected a whole number from 1 to 1, found 1.0"},
      {R"({"assay_plan": "1"})", "assay_plan: expected a whole number from 1 to 1, found text"},
      {R"({"assay_plan": 1})", "the key \"operations\" is missing"},
      {R"({"assay_plan": 1, "operations": {}})", "operations: expected a list, found an object"},
      {R"({"assay_plan": 1, "store": null, "operations": []})", "store: expected text, found null"},
      {R"({"assay_plan": 1, "operations": [], "sed": 1})",
       "unknown key \"sed\"; expected one of assay_plan, store, operations"},
      {R"({"assay_plan": 1, "assay_plan": 1, "operations": []})",
       "the key \"assay_plan\" stands twice in one object"},
  };
  for (const Case& c : kCases) EXPECT_EQ(plan_error(c.text), c.error);
}

TEST(JsonRead, TellsWhichOperationIsWrongAndHow) {
  const std::vector<Case> kCases = {
      {"7", "operation 1: expected an object such as {\"get_tokens\": null}, found a number"},
      {"{}", "operation 1: expected one method, found 0 keys"},
      {R"({"get_tokens": null, "reopen": null})", "operation 1: expected one method, found 2 keys"},
      {R"({"get_tokens": null}, {"save": {}})",
       "operation 2: unknown method \"save\"; expected one of save_token, find_token, "
       "find_token_by_id, delete_token, delete_tokens, get_tokens, reopen, fill"},
      {R"({"get_tokens": {}})", "operation 1, get_tokens: expected null, found an object"},
      {R"({"find_token_by_id": 7})",
       "operation 1, find_token_by_id: expected text, found a number"},
      {R"({"fill": -1})", "operation 1, fill: expected a whole number from 0 to 100000, found -1"},
      {R"({"fill": 100001})",
       "operation 1, fill: expected a whole number from 0 to 100000, found 100001"},
      {R"({"save_token": "x"})",
       "operation 1, save_token: expected a token, as an object of its fields, found text"},
      {R"({"save_token": {"id": 7}})",
       "operation 1, save_token, id: expected text, found a number"},
      {R"({"save_token": {"user_name": null}})",
       "operation 1, save_token, user_name: expected text, found null"},
      {R"({"find_token": {"user": "a"}})",
       "operation 1, find_token: unknown key \"user\"; expected one of id, user_name, client_id, "
       "client_secret, refresh_token, access_token, grant_token, expires_in, redirect_url, "
       "api_domain"},
      {R"({"find_token": {"id": "1", "id": "2"}})", "the key \"id\" stands twice in one object"},
  };
  for (const Case& c : kCases) EXPECT_EQ(operations_error(c.text), c.error);
}

TEST(JsonRead, StepsReferToEarlierStepsThatGiveSuchAThing) {
  const std::string kSave = R"({"save_token": {}}, {"fill": 3}, {"get_tokens": null}, )";
  const std::vector<Case> kCases = {
      {R"({"delete_token": {"id_of": 1}})", "no error"},
      {R"({"delete_token": {"id_of": 2}})", "no error"},
      {R"({"save_token": {"again": 1}})", "no error"},
      {R"({"delete_token": {"id_of": 3}})",
       "operation 4, delete_token, id_of: expected an earlier save_token or fill, and step 3 is a "
       "get_tokens"},
      {R"({"save_token": {"again": 2}})",
       "operation 4, save_token, again: expected an earlier save_token, and step 2 is a fill"},
      {R"({"save_token": {"again": 4}})",
       "operation 4, save_token, again: expected an earlier save_token, and step 4 is not earlier"},
      {R"({"save_token": {"id": {"id_of": 9}}})",
       "operation 4, save_token, id, id_of: expected an earlier save_token or fill, and step 9 is "
       "not earlier"},
      {R"({"find_token_by_id": {"id_of": 0}})",
       "operation 4, find_token_by_id, id_of: expected a whole number from 1 to 10000, found 0"},
      {R"({"find_token_by_id": {"id_of": "1"}})",
       "operation 4, find_token_by_id, id_of: expected a whole number from 1 to 10000, found text"},
      {R"({"find_token_by_id": {"of": 1}})",
       "operation 4, find_token_by_id: unknown key \"of\"; expected one of id_of"},
      {R"({"find_token_by_id": {}})",
       "operation 4, find_token_by_id: the key \"id_of\" is missing"},
      {R"({"save_token": {"again": 1, "id": "x"}})",
       "operation 4, save_token: unknown key \"id\"; expected one of again"},
      {R"({"save_token": {"user_name": {"id_of": 1}}})",
       "operation 4, save_token, user_name: expected text, found an object"},
  };
  for (const Case& c : kCases) EXPECT_EQ(operations_error(kSave + c.text), c.error);
}

std::string many(const std::string& operation, std::size_t count) {
  std::string out = operation;
  for (std::size_t i = 1; i < count; ++i) out += "," + operation;
  return out;
}

TEST(JsonRead, BoundsWhatAPlanMayAskFor) {
  EXPECT_EQ(operations_error(many(R"({"reopen": null})", kMostOperations)), "no error");
  EXPECT_EQ(operations_error(many(R"({"reopen": null})", kMostOperations + 1)),
            "operations: there are 10001, and a plan has 10000 at most");
  EXPECT_EQ(operations_error(many(R"({"fill": 100000})", 1)), "no error");
  EXPECT_EQ(operations_error(many(R"({"fill": 50001})", 2)),
            "operations: the fills come to 100002 tokens, and a plan fills 100000 at most");
}

TEST(JsonRead, DeepNestingIsAnErrorAndNoCrash) {
  EXPECT_EQ(plan_error(std::string(1'000'000, '[')), "it is nested deeper than any plan");
  EXPECT_EQ(operations_error("[[]]"),
            "operation 1: expected an object such as {\"get_tokens\": null}, found a list");
}

TEST(JsonRead, TokensHoldTextsAlone) {
  EXPECT_EQ(message_of([] { token_from_json(R"({"id": {"id_of": 1}})"); }),
            "id: expected text, found an object");
  EXPECT_EQ(message_of([] { token_from_json("[]"); }),
            "expected a token, as an object of its fields, found a list");
}

TEST(JsonRead, FindingsAreReadAsStrictly) {
  const std::string kPlan = R"({"assay_plan": 1, "operations": []})";
  const auto error = [&](std::string_view key, const std::string& value) {
    std::string text = "{";
    for (const auto& [k, v] :
         std::vector<std::pair<std::string, std::string>>{{"rule", R"("TS-SAVE-01")"},
                                                          {"method", R"("save_token")"},
                                                          {"divergence", R"("refused")"},
                                                          {"step", "1"},
                                                          {"count", "1"},
                                                          {"allowed", "[]"},
                                                          {"happened", R"("")"},
                                                          {"outcomes", "[]"},
                                                          {"replay", R"("")"},
                                                          {"plan", kPlan}}) {
      if (k == key && value.empty()) continue;
      text += "\"" + k + "\": " + (k == key ? value : v) + (k == "plan" ? "" : ", ");
    }
    return message_of([&] { finding_from_json(text + "}"); });
  };
  EXPECT_EQ(error("none", ""), "no error");
  EXPECT_EQ(error("rule", R"("TS-SAVE-99")"), "rule: unknown rule \"TS-SAVE-99\"");
  EXPECT_EQ(error("divergence", R"("?")"), "divergence: unknown divergence \"?\"");
  EXPECT_EQ(error("step", "0"),
            "step: expected a whole number from 1 to 9007199254740992, found 0");
  EXPECT_EQ(error("allowed", R"([7])"), "allowed: expected text, found a number");
  EXPECT_EQ(error("replay", ""), "the key \"replay\" is missing");
  EXPECT_EQ(error("plan", R"({"assay_plan": 1, "operations": [0]})").substr(0, 18),
            "plan, operation 1:");
}

}  // namespace
}  // namespace assay
