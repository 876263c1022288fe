#include "fuzz/json_mutation.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "spec/plan.h"
#include "spec/token.h"

namespace assay {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostValues = 2000;  // looked at: a long text is changed near its beginning
constexpr std::size_t kDeepest = 100;      // JSON is written by recursion

// False where the value is nested too deep.
bool collect(Json& json, std::vector<Json*>& all, std::size_t depth) {
  if (depth > kDeepest) return false;
  if (all.size() < kMostValues) all.push_back(&json);
  return !json.is_structured() || std::all_of(json.begin(), json.end(), [&](Json& child) {
    return collect(child, all, depth + 1);
  });
}

Json any_value(FuzzRandom& random) {
  constexpr auto kValues = std::to_array<const char*>({"null",
                                                       "true",
                                                       "false",
                                                       "0",
                                                       "1",
                                                       "2",
                                                       "-1",
                                                       "1.0",

                                                       "18446744073709551615",
                                                       "18446744073709551616",
                                                       "-9223372036854775808",
                                                       "100000",
                                                       "100001",
                                                       "\"\"",
                                                       "\"a\"",
                                                       "\"2.0\"",
                                                       "\"\\u0000\"",
                                                       "\"\\n\"",
                                                       "\"\\u007f\"",
                                                       "\"\\u202e\"",
                                                       "\"\\ud83d\\ude00\"",
                                                       "\"\\u2028\"",
                                                       "\"id\"",
                                                       "\"memory\"",
                                                       "\"file\"",
                                                       "\"server\"",
                                                       "[]",
                                                       "{}",
                                                       "[[]]",
                                                       "{\"token\":null}",
                                                       "{\"tokens\":[]}",
                                                       "{\"id_of\":1}",
                                                       "{\"again\":1}",
                                                       "{\"id\":\"1\"}",
                                                       "{\"get_tokens\":null}",
                                                       "{\"save_token\":{\"access_token\":\"a\"}}",
                                                       "{\"fill\":3}",
                                                       "{\"reopen\":null}",
                                                       "{\"code\":-32000,\"message\":\"no\"}",
                                                       "{\"user_name\":255}"});
  return Json::parse(random.of(kValues), nullptr, false);
}

std::string any_name(FuzzRandom& random) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"jsonrpc",  "id",         "result",        "error",         "method",  "params",
       "token",    "tokens",     "code",          "message",       "name",    "version",
       "language", "protocol",   "capabilities",  "persistent",    "shared",  "concurrent",
       "storage",  "capacity",   "max_processes", "assay_plan",    "store",   "operations",
       "rule",     "divergence", "step",          "count",         "allowed", "happened",
       "outcomes", "replay",     "plan",          "shorter_tried", "id_of",   "again",
       "",         "\n",         "\x7f"});
  if (random.one_in(3)) return std::string(name_of(kFields[random.below(kFieldCount)]));
  if (random.one_in(3))
    return std::string(name_of(static_cast<Method>(random.below(kMethodCount))));
  return std::string(random.of(kNames));
}

void change_object(Json& object, FuzzRandom& random) {
  auto at = object.begin();
  if (!object.empty()) std::advance(at, random.below(object.size()));
  switch (random.below(3)) {
    case 0: object[any_name(random)] = any_value(random); break;
    case 1:
      if (!object.empty()) object.erase(at);
      break;
    default:
      if (object.empty()) break;
      object[any_name(random)] = Json(at.value());
      break;
  }
}

void change_list(Json& list, FuzzRandom& random) {
  const std::size_t at = list.empty() ? 0 : random.below(list.size());
  switch (random.below(3)) {
    case 0: list.push_back(any_value(random)); break;
    case 1:
      if (!list.empty()) list.erase(at);
      break;
    default:
      if (!list.empty()) list.push_back(Json(list[at]));
      break;
  }
}

void change_text(Json& json, FuzzRandom& random) {
  constexpr auto kPieces =
      std::to_array<std::string_view>({"a", "\"", "\\", "\n", "\x1f", "\x7f", "\u00e9",
                                       "\U0001f600", "\ufeff", "\ufffd", "\u2028"});
  auto text = json.get<std::string>();
  if (random.one_in(8))
    text.assign(random.below(400), 'x');
  else
    text += random.of(kPieces);
  json = text;
}

void change(Json& json, Json& other, FuzzRandom& random) {
  const bool is_plain = !json.is_structured() && !json.is_string();
  if (random.one_in(4) || (is_plain && !random.one_in(4))) {
    json = any_value(random);
  } else if (is_plain || random.one_in(4)) {
    json = Json(other);  // a copy first: `other` may hold `json`, or be within it
  } else if (json.is_object()) {
    change_object(json, random);
  } else if (json.is_array()) {
    change_list(json, random);
  } else {
    change_text(json, random);
  }
}

}  // namespace

std::string mutated_json(const std::string& text, FuzzRandom& random) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return text;
  for (std::size_t steps = 1 + random.below(3); steps > 0; --steps) {
    std::vector<Json*> all;
    if (!collect(json, all, 0)) return text;
    Json& other = *random.of(all);
    change(*random.of(all), other, random);
  }
  constexpr int kIndents[] = {-1, 0, 2};
  return json.dump(random.of(kIndents), ' ', random.one_in(2), Json::error_handler_t::replace);
}

}  // namespace assay
