// A plan: what to do, as plain data. Generator, enumerator, replay files and minimiser all make
// plans.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/token.h"

namespace assay {

// What can be asked of a store: the six methods, and what a harness does around them.
enum class Method : std::uint8_t {
  kSaveToken,
  kFindToken,
  kFindTokenById,
  kDeleteToken,
  kDeleteTokens,
  kGetTokens,
  kReopen,  // close the store and open it again over the same storage
  kFill,    // save `count` tokens of as many users, and look only afterwards
};
inline constexpr std::size_t kMethodCount = 8;

// The name of a method in the published interface: "save_token".
constexpr std::string_view name_of(Method method) {
  constexpr std::array<std::string_view, kMethodCount> kNames = {
      "save_token",    "find_token", "find_token_by_id", "delete_token",
      "delete_tokens", "get_tokens", "reopen",           "fill"};
  return kNames[static_cast<std::size_t>(method)];
}

constexpr bool takes_token(Method method) {
  return method == Method::kSaveToken || method == Method::kFindToken;
}
constexpr bool takes_id(Method method) {
  return method == Method::kFindTokenById || method == Method::kDeleteToken;
}

// What was really called, every argument a value.
struct Call {
  Method method = Method::kGetTokens;
  Token token;            // save_token, find_token
  std::string id;         // find_token_by_id, delete_token
  std::size_t count = 0;  // fill
};

// One step of a plan: a call, in which what is unknown beforehand is named by the step that told
// it.
struct Operation {
  Call call;
  // The id (of the token, or the argument) is the one that this earlier step was given.
  std::optional<std::size_t> id_of;
  // The token is the caller's token as it reads after this earlier save.
  std::optional<std::size_t> again;
};

// Steps count from 0 here, and from 1 wherever a person reads them.
struct Plan {
  std::vector<Operation> operations;
};

// The k-th token of a fill: a user, an access token and a refresh token of its own.
Token fill_token(std::size_t k);

}  // namespace assay
