#include "fuzz/answer_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using ::testing::HasSubstr;

const std::string kAnswer =
    R"({"jsonrpc":"2.0","id":7,"result":{"token":{"id":"1","user_name":"a\n"}}})";

std::string told(std::string_view line, const AnswerReaders& readers,
                 Verb verb = Verb::kFindToken) {
  return answer_fault(line, verb, readers).value_or("");
}

TEST(AnswerLine, IsReadRightlyByTheReadersThatThereAre) {
  for (int verb = 0; verb < static_cast<int>(kVerbCount); ++verb)
    for (const char* line :
         {kAnswer.c_str(), "", "{}", "null", R"({"jsonrpc":"2.0","id":7,"result":{}})",
          R"({"jsonrpc":"2.0","id":7,"result":{"tokens":[{"id":"1"},{"id":""}]}})",
          R"({"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"no"}})",
          R"({"jsonrpc":"2.0","method":"calling"})", "{\"id\":\"\xff\"}"})
      EXPECT_EQ(answer_fault(line, static_cast<Verb>(verb)), std::nullopt) << line;
}

TEST(AnswerLine, ShowsAQuickReaderThatReadsOtherwise) {
  AnswerReaders readers;
  readers.quick = [](std::string_view line, Verb verb) {
    auto answer = read_answer_quickly(line, verb);
    if (answer && answer->token) (*answer->token)[Field::kUserName] = "b";
    return answer;
  };
  EXPECT_THAT(told(kAnswer, readers), HasSubstr("quick reader reads it otherwise"));
  readers.quick = [](std::string_view, Verb) { return std::optional<Answer>(Answer()); };
  EXPECT_THAT(told("{", readers), HasSubstr("quick reader reads what is refused"));
  readers.quick = [](std::string_view, Verb) { return std::optional<Answer>(); };
  EXPECT_THAT(told(kAnswer, readers), HasSubstr("quick reader refuses"));
}

TEST(AnswerLine, ShowsACarefulReaderThatForgets) {
  AnswerReaders readers;
  readers.quick = [](std::string_view, Verb) { return std::optional<Answer>(); };
  readers.careful = [](std::string_view line, Verb verb) {
    Answer answer = read_answer(line, verb);
    if (line.find("\\u000a") != line.npos) (*answer.token)[Field::kUserName].reset();
    return answer;
  };
  EXPECT_THAT(told(kAnswer, readers), HasSubstr("reads otherwise"));
}

TEST(AnswerLine, ShowsRefusalsThatAreNotClear) {
  AnswerReaders readers;
  readers.careful = [](std::string_view, Verb) -> Answer { throw WireError("a\nb", "c"); };
  EXPECT_THAT(told("{", readers), HasSubstr("not one line"));
  readers.careful = [](std::string_view, Verb) -> Answer { throw WireError("a", ""); };
  EXPECT_THAT(told("{", readers), HasSubstr("what was expected"));
  readers.careful = [](std::string_view, Verb) -> Answer { throw std::out_of_range("x"); };
  EXPECT_THAT(told("{", readers), HasSubstr("no WireError"));
}

}  // namespace
}  // namespace assay
