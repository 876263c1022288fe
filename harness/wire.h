// The lines of the protocol: requests as they are written, answers as they are read.
// docs/protocol.md describes it.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "spec/store_factory.h"
#include "spec/token.h"

namespace assay {

inline constexpr int kProtocolVersion = 1;

// What an adapter is asked.
enum class Verb : std::uint8_t {
  kInitialize,
  kOpen,
  kClose,
  kDrop,
  kSaveToken,
  kFindToken,
  kFindTokenById,
  kDeleteToken,
  kDeleteTokens,
  kGetTokens,
  kShutdown,
};
inline constexpr std::size_t kVerbCount = 11;

// The name of a method of the protocol: "save_token".
std::string_view name_of(Verb verb);

// What an adapter says of itself. Texts that it leaves out are empty.
struct Introduction {
  std::string name;
  std::string version;
  std::string language;
  Capabilities capabilities;
};

// The params of a request.
std::string no_params();
std::string initialize_params(bool announce);
std::string storage_params(std::string_view storage);
std::string token_params(const Token& token);
std::string id_params(std::string_view id);

// One request, its line end included.
std::string request_line(std::uint64_t id, Verb verb, const std::string& params);

// Error codes of the protocol.
inline constexpr std::int64_t kCodeRefused = -32000;
inline constexpr std::int64_t kCodeUnknown = -32001;
inline constexpr std::int64_t kCodeNoMethod = -32601;
inline constexpr std::int64_t kCodeNoOrder = -32600;  // a call that may not come now

// One line of an adapter.
struct Answer {
  bool calling = false;  // no answer: the adapter is about to call its store
  std::uint64_t id = 0;
  std::optional<std::int64_t> error;  // its code
  std::string message;                // of the error
  std::optional<Token> token;         // save_token, find_token, find_token_by_id
  std::vector<Token> tokens;          // get_tokens
  Introduction introduction;          // initialize
};

// A line is not what it should be.
class WireError : public std::runtime_error {
 public:
  // `what`: "the key "token" is missing"; both in words that go on a line of their own.
  WireError(const std::string& what, std::string expected, std::string advice = {})
      : std::runtime_error(what), expected_(std::move(expected)), advice_(std::move(advice)) {}
  const std::string& expected() const { return expected_; }
  const std::string& advice() const { return advice_; }

 private:
  std::string expected_;
  std::string advice_;
};

// The id of an answer, or nothing where the line has none that can be read: for looking only.
std::optional<std::uint64_t> id_of_answer(std::string_view line);

// Reads the answer to `verb`. Throws WireError.
Answer read_answer(std::string_view line, Verb verb);

// The same, where the line is one that good adapters write and no error; else nothing, and
// read_answer() tells what is wrong, if anything is.
std::optional<Answer> read_answer_quickly(std::string_view line, Verb verb);

// What read_answer() wants of an answer to `verb`: `{"jsonrpc":"2.0","id":7,"result":{}}`.
std::string expected_answer(Verb verb, std::uint64_t id);

}  // namespace assay
