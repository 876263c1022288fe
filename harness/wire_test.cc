#include "harness/wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay {
namespace {

using ::testing::HasSubstr;

std::string answer_with(const std::string& result) {
  return R"({"jsonrpc":"2.0","id":7,"result":)" + result + "}";
}

Token token_of(const std::string& text) {
  return *read_answer(answer_with("{\"token\":" + text + "}"), Verb::kFindToken).token;
}

// Of every text: what is written reads back, by both readers.
TEST(Wire, CarriesEveryTextThereAndBack) {
  const std::vector<std::string> texts = {"",
                                          "plain",
                                          "a\"b\\c/",
                                          std::string("nul\0in", 6),
                                          "\n\r\t\b",
                                          "\x7f\x1e",
                                          "\u00e9\u0300",
                                          "\U0001f600\U0010ffff",
                                          "\ufeff\ufffd",
                                          "{\"a\":[1,2]}",
                                          "\\u0041",
                                          std::string(5000, 'x')};
  for (const std::string& text : texts) {
    const Token token = Token().with(Field::kUserName, text).with(Field::kId, "1");
    const std::string params = token_params(token);  // {"token":{...}}
    const std::string line = answer_with(params);
    EXPECT_EQ(*read_answer(line, Verb::kSaveToken).token->operator[](Field::kUserName), text);
    const auto quick = read_answer_quickly(line, Verb::kSaveToken);
    ASSERT_TRUE(quick) << line;
    EXPECT_EQ(*(*quick->token)[Field::kUserName], text);
    EXPECT_EQ(quick->id, 7U);
  }
}

TEST(Wire, WritesBytesThatAreNoUtf8AsReplacements) {
  const Token token = Token().with(Field::kUserName, "a\xff");
  EXPECT_EQ(token_params(token), "{\"token\":{\"user_name\":\"a\ufffd\"}}");
}

TEST(Wire, WritesARequestOnOneLine) {
  EXPECT_EQ(request_line(3, Verb::kDeleteToken, id_params("a\nb")),
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"delete_token\",\"params\":{\"id\":"
            "\"a\\u000ab\"}}\n");
}

TEST(Wire, TellsNullFromEmpty) {
  const Token token = token_of(R"({"user_name":"","client_id":null})");
  EXPECT_TRUE(token[Field::kUserName].has_value());
  EXPECT_FALSE(token[Field::kClientId].has_value());
  EXPECT_FALSE(read_answer(answer_with(R"({"token":null})"), Verb::kFindToken).token);
}

// The quick reader may leave a line to the other; it never reads one otherwise.
TEST(Wire, IsReadQuicklyAsItIsReadWithCare) {
  const std::vector<std::string> results = {R"({})",
                                            R"({"tokens":[]})",
                                            R"({"tokens":[{}]})",
                                            R"({"tokens":[{"id":"1"},{"id":"2"}]})",
                                            R"({ "tokens" : [ { "id" : "1" } ] })",
                                            R"({"tokens":[{"id":"1",}]})",
                                            R"({"tokens":[,]})",
                                            R"({"tokens":null})",
                                            R"({"token":null})",
                                            R"({"token":{"id":"1"}})",
                                            R"({"token":{"id":1}})",
                                            R"({"token":{"id":"1","id":"2"}})",
                                            R"({"token":{"x":"1"}})",
                                            R"({"token":{"id":null}})",
                                            R"({"token":{"id":"\ud83d\ude00"}})",
                                            R"({"token":{"id":"\ud83d"}})",
                                            R"({"token":{"id":"\ude00"}})",
                                            R"({"token":{"id":"\u00zz"}})",
                                            R"({"token":{"id":"\x"}})",
                                            "{\"token\":{\"id\":\"\xff\"}}",
                                            "{\"token\":{\"id\":\"\xc3\xa9\"}}",
                                            "{\"token\":{\"id\":\"\t\"}}",
                                            R"({"token":{"id":"\u0000\/\b\f\n\r\t"}})",
                                            R"([])",
                                            R"(null)",
                                            R"({"token":{"id":"1"})",
                                            R"({"token":{"id":"1"}}})",
                                            R"({"token":{"id":"1)"};
  std::size_t quick_ones = 0;
  for (const std::string& result : results)
    for (const Verb verb : {Verb::kClose, Verb::kSaveToken, Verb::kFindToken, Verb::kGetTokens}) {
      const std::string line = answer_with(result);
      const auto quick = read_answer_quickly(line, verb);
      if (!quick) continue;
      ++quick_ones;
      const Answer careful = read_answer(line, verb);
      EXPECT_EQ(quick->id, careful.id) << line;
      EXPECT_EQ(quick->token, careful.token) << line;
      EXPECT_EQ(quick->tokens, careful.tokens) << line;
    }
  EXPECT_GT(quick_ones, 12U);
}

TEST(Wire, IsReadQuicklyOnlyWithAllThatAnAnswerHas) {
  for (const char* line :
       {R"({"id":7,"result":{}})", R"({"jsonrpc":"2.0","result":{}})",
        R"({"jsonrpc":"2.0","id":7})", R"({"jsonrpc":"1.0","id":7,"result":{}})",
        R"({"jsonrpc":"2.0","id":07,"result":{}})", R"({"jsonrpc":"2.0","id":7.5,"result":{}})",
        R"({"jsonrpc":"2.0","id":-7,"result":{}})",
        R"({"jsonrpc":"2.0","id":7,"result":{},"error":null})",
        R"({"jsonrpc":"2.0","id":7,"id":8,"result":{}})",
        R"({"jsonrpc":"2.0","id":7,"result":{}} x)",
        R"({"jsonrpc":"2.0","id":99999999999999999999,"result":{}})"})
    EXPECT_FALSE(read_answer_quickly(line, Verb::kClose)) << line;
  EXPECT_TRUE(read_answer_quickly(R"({"result":{},"id":7,"jsonrpc":"2.0"})", Verb::kClose));
}

// A version is told in few words, also where it is a megabyte of brackets.
TEST(Wire, TellsAWrongVersionOnOneLine) {
  constexpr std::size_t kDeep = 500'000;
  const std::string deep = std::string(kDeep, '[') + std::string(kDeep, ']');
  const auto fault = [](const std::string& line) -> std::string {
    try {
      read_answer(line, Verb::kInitialize);
    } catch (const WireError& error) {
      return error.what();
    }
    return "none";
  };
  const auto of_version = [&](const std::string& version) {
    return fault(R"({"id":7,"result":{},"jsonrpc":)" + version + "}");
  };
  EXPECT_EQ(of_version("\"1\\n\u2028\""), R"("jsonrpc" is "1\n\u2028")");
  EXPECT_EQ(of_version("1.5"), R"("jsonrpc" is 1.5)");
  EXPECT_EQ(of_version(deep), R"("jsonrpc" is a list)");
  EXPECT_EQ(fault(answer_with("{\"protocol\":" + deep + "}")),
            "the adapter speaks protocol a list");
}

TEST(Wire, ReadsWhatAnAdapterSaysOfItself) {
  const Answer answer =
      read_answer(answer_with(R"({"name":"shop","version":"2","language":"Python","capabilities":)"
                              R"({"persistent":true,"shared":true,"storage":"file","concurrent":4,)"
                              R"("max_processes":2,"capacity":{"user_name":300}}})"),
                  Verb::kInitialize);
  EXPECT_EQ(answer.introduction.name, "shop");
  const Capabilities& capabilities = answer.introduction.capabilities;
  EXPECT_TRUE(capabilities.persistent);
  EXPECT_TRUE(capabilities.shared);
  EXPECT_EQ(capabilities.medium, Medium::kFile);
  EXPECT_EQ(capabilities.concurrent, 4);
  EXPECT_EQ(capabilities.capacity[index_of(Field::kUserName)], 300U);
  const Answer silent = read_answer(answer_with("{}"), Verb::kInitialize);
  EXPECT_EQ(silent.introduction.capabilities.medium, Medium::kMemory);
  EXPECT_FALSE(silent.introduction.capabilities.persistent);
}

TEST(Wire, ReadsErrorsAndTheNotificationOfACall) {
  const Answer error = read_answer(
      R"({"jsonrpc":"2.0","id":7,"error":{"code":-32001,"message":"lost"}})", Verb::kSaveToken);
  EXPECT_EQ(error.error, kCodeUnknown);
  EXPECT_EQ(error.message, "lost");
  EXPECT_TRUE(read_answer(R"({"jsonrpc":"2.0","method":"calling"})", Verb::kSaveToken).calling);
}

TEST(Wire, SaysWhatItExpectedInPlaceOfAMistake) {
  try {
    read_answer(answer_with(R"({"token":{"expires_in":1700000000000}})"), Verb::kFindToken);
    FAIL();
  } catch (const WireError& error) {
    EXPECT_STREQ(error.what(), "the token: expires_in is a number");
    EXPECT_THAT(error.expected(), HasSubstr("a text"));
    EXPECT_THAT(error.advice(), HasSubstr("\"expires_in\":\"1700000000000\""));
  }
}

}  // namespace
}  // namespace assay
