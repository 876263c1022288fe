// The reading half of harness/wire.h: strict, and every mistake told with what was expected.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/wire.h"
#include "spec/text.h"

namespace assay {

namespace {

using Json = nlohmann::json;

std::string kind_of(const Json& json) {
  switch (json.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::boolean: return json.get<bool>() ? "true" : "false";
    case Json::value_t::string: return "a text";
    case Json::value_t::array: return "a list";
    case Json::value_t::object: return "an object";
    default: return "a number";
  }
}

// What was found, for where one value is expected: never a whole list or object, which may be long.
std::string in_words(const Json& json) {
  if (json.is_string()) return quoted(json.get_ref<const std::string&>());
  return json.is_number() ? json.dump() : kind_of(json);
}

[[noreturn]] void fail_for_kind(const std::string& name, const std::string& expected,
                                const Json& found) {
  throw WireError(name + " is " + kind_of(found), expected);
}

const Json& member(const Json& object, const char* key, const std::string& of,
                   const std::string& expected) {
  const auto found = object.find(key);
  if (found == object.end())
    throw WireError("the key \"" + std::string(key) + "\" is missing in " + of, expected);
  return *found;
}

std::string read_text(const Json& json, const std::string& name) {
  if (!json.is_string()) fail_for_kind(name, "a text, in quotes", json);
  return json.get<std::string>();
}

std::string known_fields() {
  std::string out;
  for (const Field field : kFields) out += (out.empty() ? "" : ", ") + std::string(name_of(field));
  return out;
}

Token read_token(const Json& json, const std::string& name) {
  if (!json.is_object())
    fail_for_kind(name, "a token: an object of its fields, each of them a text", json);
  Token token;
  for (const auto& [key, value] : json.items()) {
    const auto field = find_field(key);
    if (!field)
      throw WireError(name + " has an unknown key " + quoted(key), "no keys but " + known_fields());
    if (value.is_null()) continue;
    if (!value.is_string()) {
      const std::string what = name + ": " + key;
      throw WireError(what + " is " + kind_of(value), "a text, in quotes, or the key left out",
                      value.is_number()
                          ? "write the number as a text: \"" + key + "\":\"" + value.dump() + "\""
                          : "");
    }
    token[*field] = value.get<std::string>();
  }
  return token;
}

bool read_flag(const Json& json, const std::string& name) {
  if (!json.is_boolean()) fail_for_kind(name, "true or false", json);
  return json.get<bool>();
}

std::size_t read_count(const Json& json, const std::string& name) {
  if (!json.is_number_unsigned() || json.get<std::uint64_t>() == 0)
    fail_for_kind(name, "a whole number, 1 or more", json);
  return json.get<std::size_t>();
}

Medium read_medium(const Json& json) {
  constexpr const char* kName = "the capability \"storage\"";
  const std::string text = read_text(json, kName);
  if (text == "memory") return Medium::kMemory;
  if (text == "file") return Medium::kFile;
  if (text == "server") return Medium::kServer;
  throw WireError(std::string(kName) + " is " + quoted(text), "\"memory\", \"file\" or \"server\"");
}

void read_capacity(const Json& json, Capabilities& capabilities) {
  if (!json.is_object())
    fail_for_kind("the capability \"capacity\"", "an object such as {\"user_name\":255}", json);
  for (const auto& [key, value] : json.items()) {
    const auto field = find_field(key);
    if (!field)
      throw WireError("the capability \"capacity\" names an unknown field " + quoted(key),
                      "no fields but " + known_fields());
    capabilities.capacity[index_of(*field)] = read_count(value, "the capacity of " + key);
  }
}

Capabilities read_capabilities(const Json& json) {
  Capabilities capabilities;
  if (!json.is_object()) fail_for_kind("\"capabilities\"", "an object", json);
  for (const auto& [key, value] : json.items()) {
    const std::string name = "the capability \"" + key + "\"";
    if (key == "persistent")
      capabilities.persistent = read_flag(value, name);
    else if (key == "shared")
      capabilities.shared = read_flag(value, name);
    else if (key == "concurrent")
      capabilities.concurrent =
          static_cast<int>(std::min<std::size_t>(read_count(value, name), 1U << 16U));
    else if (key == "storage")
      capabilities.medium = read_medium(value);
    else if (key == "capacity")
      read_capacity(value, capabilities);
    else if (key == "max_processes")
      read_count(value, name);
    else
      throw WireError("there is no capability " + quoted(key),
                      "none but persistent, shared, concurrent, storage, capacity, max_processes");
  }
  return capabilities;
}

Introduction read_introduction(const Json& result) {
  Introduction introduction;
  const auto text = [&](const char* key) {
    const auto found = result.find(key);
    if (found == result.end()) return std::string();
    return read_text(*found, "\"" + std::string(key) + "\"");
  };
  introduction.name = text("name");
  introduction.version = text("version");
  introduction.language = text("language");
  if (const auto found = result.find("protocol"); found != result.end())
    if (!found->is_number_integer() || found->get<std::int64_t>() != kProtocolVersion)
      throw WireError("the adapter speaks protocol " + in_words(*found),
                      "protocol " + std::to_string(kProtocolVersion),
                      "take an adapter and an assay that speak the same protocol");
  if (const auto found = result.find("capabilities"); found != result.end())
    introduction.capabilities = read_capabilities(*found);
  return introduction;
}

void read_error(const Json& error, Answer& answer) {
  const std::string expected =
      "\"error\":{\"code\":-32000,\"message\":\"...\"}, with -32000 for a refusal (nothing "
      "changed) and -32001 for an unknown outcome";
  if (!error.is_object()) fail_for_kind("\"error\"", expected, error);
  const Json& code = member(error, "code", "\"error\"", expected);
  if (!code.is_number_integer()) fail_for_kind("the error's \"code\"", expected, code);
  answer.error = code.get<std::int64_t>();
  const Json& message = member(error, "message", "\"error\"", expected);
  if (!message.is_string()) fail_for_kind("the error's \"message\"", expected, message);
  answer.message = message.get<std::string>();
}

void read_result(const Json& result, Verb verb, Answer& answer) {
  const std::string expected = expected_answer(verb, answer.id);
  if (!result.is_object()) fail_for_kind("\"result\"", expected, result);
  switch (verb) {
    case Verb::kInitialize: answer.introduction = read_introduction(result); return;
    case Verb::kSaveToken:
      answer.token = read_token(member(result, "token", "\"result\"", expected), "the token");
      return;
    case Verb::kFindToken:
    case Verb::kFindTokenById: {
      const Json& token = member(result, "token", "\"result\"", expected);
      if (!token.is_null()) answer.token = read_token(token, "the token");
      return;
    }
    case Verb::kGetTokens: {
      const Json& tokens = member(result, "tokens", "\"result\"", expected);
      if (!tokens.is_array())
        fail_for_kind("\"tokens\"", "a list of tokens; [] is an empty one", tokens);
      answer.tokens.reserve(tokens.size());
      for (const Json& token : tokens)
        answer.tokens.push_back(read_token(
            token, "token " + std::to_string(answer.tokens.size() + 1) + " of the list"));
      return;
    }
    default: return;
  }
}

// Why nlohmann does not take it for JSON, in words.
[[noreturn]] void fail_for_json(std::string_view line, const std::string& error) {
  if (!is_valid_utf8(line))
    throw WireError("the line is not UTF-8", "text in UTF-8",
                    "encode what the adapter writes as UTF-8, and refuse text that cannot be");
  if (error.find("surrogate") != std::string::npos)
    throw WireError("the line has half of a surrogate pair, such as \\ud800, which is no text",
                    "whole characters", "refuse text that is cut off in the middle of a character");
  const bool is_prose = line.empty() || (line.front() != '{' && line.front() != '[');
  throw WireError(is_prose ? "the line is not of the protocol" : "the line is not JSON",
                  "one JSON object a line, and nothing else",
                  "standard output is for the protocol alone: let the store print to standard "
                  "error, or not at all");
}

Json parse(std::string_view line) {
  try {
    Json json = Json::parse(line);
    if (!json.is_object()) fail_for_json(line, "");
    return json;
  } catch (const Json::exception& error) {
    fail_for_json(line, error.what());
  }
}

bool read_notification(const Json& json) {
  const auto method = json.find("method");
  if (method == json.end()) return false;
  if (*method == "calling" && !json.contains("id")) return true;
  throw WireError("the line is a request, and the adapter only answers", "an answer",
                  "write only answers, and the notification \"calling\" where it is asked for");
}

}  // namespace

std::optional<std::uint64_t> id_of_answer(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || json.contains("method")) return std::nullopt;
  const auto id = json.find("id");
  if (id == json.end() || !id->is_number_unsigned()) return std::nullopt;
  return id->get<std::uint64_t>();
}

Answer read_answer(std::string_view line, Verb verb) {
  const Json json = parse(line);
  Answer answer;
  answer.calling = read_notification(json);
  if (answer.calling) return answer;
  const std::string expected = expected_answer(verb, 7);
  const Json& id = member(json, "id", "the answer", "the id of the request");
  if (!id.is_number_unsigned())
    fail_for_kind("the answer's \"id\"", "the id of the request, a number as it was sent", id);
  answer.id = id.get<std::uint64_t>();
  const Json& version = member(json, "jsonrpc", "the answer", "\"jsonrpc\":\"2.0\"");
  if (version != "2.0")
    throw WireError("\"jsonrpc\" is " + in_words(version), "\"jsonrpc\":\"2.0\"");
  const auto error = json.find("error");
  const auto result = json.find("result");
  if (error != json.end() && result != json.end())
    throw WireError("the answer has a \"result\" and an \"error\" at once", "one of them",
                    "leave \"error\" out where the call returned; a null is one too many");
  if (error != json.end())
    read_error(*error, answer);
  else if (result != json.end())
    read_result(*result, verb, answer);
  else
    throw WireError("the answer has neither a \"result\" nor an \"error\"",
                    expected_answer(verb, answer.id));
  return answer;
}

}  // namespace assay
