#include "fuzz/answer_line.h"

#include <algorithm>
#include <exception>

#include "fuzz/message.h"
#include "spec/text.h"

namespace assay {

namespace {

using Fault = std::optional<std::string>;

bool same(const std::vector<Token>& a, const std::vector<Token>& b) {
  return std::ranges::equal(a, b, [](const Token& x, const Token& y) { return identical(x, y); });
}

bool same(const std::optional<Token>& a, const std::optional<Token>& b) {
  return a.has_value() == b.has_value() && (!a || identical(*a, *b));
}

bool same(const Answer& a, const Answer& b) {
  return a.calling == b.calling && a.id == b.id && a.error == b.error && a.message == b.message &&
         same(a.token, b.token) && same(a.tokens, b.tokens) &&
         a.introduction.name == b.introduction.name &&
         a.introduction.version == b.introduction.version &&
         a.introduction.language == b.introduction.language;
}

// The token alone, as the writer of requests has it.
std::string written(const Token& token) {
  constexpr std::string_view kBefore = "{\"token\":";
  const std::string params = token_params(token);
  return params.substr(kBefore.size(), params.size() - kBefore.size() - 1);
}

// The line that would have carried this answer; nothing where requests carry none of its kind.
std::optional<std::string> written(const Answer& answer, Verb verb) {
  if (answer.calling || answer.error || verb == Verb::kInitialize) return std::nullopt;
  std::string result = "{}";
  if (verb == Verb::kGetTokens) {
    result = "{\"tokens\":[";
    for (const Token& token : answer.tokens)
      result += (result.back() == '[' ? "" : ",") + written(token);
    result += "]}";
  } else if (verb == Verb::kSaveToken || verb == Verb::kFindToken || verb == Verb::kFindTokenById) {
    result = "{\"token\":" + (answer.token ? written(*answer.token) : "null") + "}";
  }
  return "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(answer.id) + ",\"result\":" + result + "}";
}

Fault capability_fault(const Capabilities& capabilities) {
  if (capabilities.concurrent < 1 || capabilities.concurrent > 1 << 16)
    return "concurrent is " + std::to_string(capabilities.concurrent);
  if (std::ranges::any_of(capabilities.capacity, [](const auto& most) { return most == 0U; }))
    return "a capacity is 0";
  return std::nullopt;
}

Fault refusal_fault(const WireError& error) {
  if (auto fault = message_fault(error.what())) return *fault;
  if (auto fault = message_fault(error.expected())) return "what was expected: " + *fault;
  if (error.advice().empty()) return std::nullopt;
  if (auto fault = message_fault(error.advice())) return "the advice: " + *fault;
  return std::nullopt;
}

Fault round_trip_fault(const Answer& answer, Verb verb, const AnswerReaders& readers) {
  const auto line = written(answer, verb);
  if (!line) return std::nullopt;
  if (!same(answer, readers.careful(*line, verb)))
    return "what is written of it reads otherwise: " + quoted(*line, 300);
  const auto quick = readers.quick(*line, verb);
  if (!quick) return "the quick reader refuses what is written of it: " + quoted(*line, 300);
  if (!same(answer, *quick))
    return "the quick reader reads what is written of it otherwise: " + quoted(*line, 300);
  return std::nullopt;
}

Fault accepted_fault(const Answer& answer, const std::optional<Answer>& quick,
                     std::string_view line, Verb verb, const AnswerReaders& readers) {
  if (quick && !same(answer, *quick)) return "the quick reader reads it otherwise";
  const auto id = id_of_answer(line);
  if (answer.calling ? id.has_value() : id != answer.id) return "id_of_answer() reads another id";
  if (auto fault = capability_fault(answer.introduction.capabilities)) return fault;
  return round_trip_fault(answer, verb, readers);
}

}  // namespace

std::optional<std::string> answer_fault(std::string_view line, Verb verb,
                                        const AnswerReaders& readers) {
  try {
    id_of_answer(line);
    const auto quick = readers.quick(line, verb);
    std::optional<Answer> answer;
    try {
      answer = readers.careful(line, verb);
    } catch (const WireError& error) {
      if (quick)
        return "the quick reader reads what is refused: " + quoted(std::string_view(error.what()));
      return refusal_fault(error);
    }
    return accepted_fault(*answer, quick, line, verb, readers);
  } catch (const std::exception& error) {
    return "threw what is no WireError: " + quoted(std::string_view(error.what()), 300);
  }
}

}  // namespace assay
