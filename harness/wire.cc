// The writing half, and what is read at once; wire_read.cc has the rest.
#include "harness/wire.h"

#include <array>
#include <cstdio>
#include <utility>

#include "spec/utf8.h"

namespace assay {

namespace {

constexpr std::array<std::string_view, kVerbCount> kNames = {
    "initialize",       "open",         "close",         "drop",       "save_token", "find_token",
    "find_token_by_id", "delete_token", "delete_tokens", "get_tokens", "shutdown"};

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

void append_escaped(std::string& out, const Character& character, std::string_view bytes) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  const char32_t value = character.value;
  if (!character.valid) {
    out += kReplacement;
  } else if (value == '"' || value == '\\') {
    out += '\\';
    out += bytes;
  } else if (value < 0x20 || value == 0x7f) {
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(value));
    out += escape;
  } else {
    out += bytes;
  }
}

// Appends `text` in quotes.
void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_plain(static_cast<unsigned char>(text[end]))) ++end;
    out += text.substr(at, end - at);
    at = end;
    if (at == text.size()) break;
    const Character character = character_at(text, at);
    append_escaped(out, character, text.substr(at, character.size));
    at += character.size;
  }
  out += '"';
}

std::string object_with(std::string_view key, std::string_view text) {
  std::string out = "{\"" + std::string(key) + "\":";
  append_text(out, text);
  return out + '}';
}

}  // namespace

std::string_view name_of(Verb verb) { return kNames[static_cast<std::size_t>(verb)]; }

std::string no_params() { return "{}"; }

std::string initialize_params(bool announce) {
  return "{\"protocol\":" + std::to_string(kProtocolVersion) +
         (announce ? ",\"announce\":true}" : "}");
}

std::string storage_params(std::string_view storage) { return object_with("storage", storage); }

std::string id_params(std::string_view id) { return object_with("id", id); }

std::string token_params(const Token& token) {
  std::string out = "{\"token\":{";
  bool first = true;
  for (const Field field : kFields) {
    if (!token[field]) continue;
    if (!std::exchange(first, false)) out += ',';
    out += '"';
    out += name_of(field);
    out += "\":";
    append_text(out, *token[field]);
  }
  return out += "}}";
}

std::string request_line(std::uint64_t id, Verb verb, const std::string& params) {
  std::string out = "{\"jsonrpc\":\"2.0\",\"id\":";
  out += std::to_string(id);
  out += ",\"method\":\"";
  out += name_of(verb);
  out += "\",\"params\":";
  out += params;
  return out += "}\n";
}

std::string expected_answer(Verb verb, std::uint64_t id) {
  std::string result = "{}";
  switch (verb) {
    case Verb::kInitialize:
      result = R"({"name":"...","version":"...","language":"...","capabilities":{...}})";
      break;
    case Verb::kSaveToken: result = R"({"token":{...}})"; break;
    case Verb::kFindToken:
    case Verb::kFindTokenById: result = R"({"token":{...}} or {"token":null})"; break;
    case Verb::kGetTokens: result = R"({"tokens":[{...}, ...]})"; break;
    default: break;
  }
  const std::string id_text = std::to_string(id);
  std::string out = R"({"jsonrpc":"2.0","id":)" + id_text + ",\"result\":" + result + "}";
  return out;
}

}  // namespace assay
