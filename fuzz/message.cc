#include "fuzz/message.h"

#include <algorithm>
#include <cctype>

#include "spec/text.h"

namespace assay {

namespace {

constexpr std::size_t kLeastOfSecret = 8;

bool is_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

bool is_recognisable(std::string_view word) {
  return word.size() >= kLeastOfSecret &&
         word.find_first_of("0123456789-") != std::string_view::npos;
}

}  // namespace

std::optional<std::string> message_fault(std::string_view message) {
  if (message.empty()) return "the message is empty";
  if (!is_valid_utf8(message)) return "the message is not UTF-8: " + quoted(message, 300);
  if (length_in_characters(message) > kMostOfMessage)
    return "the message has " + std::to_string(length_in_characters(message)) +
           " characters: " + quoted(message, 300);
  // quoted() escapes what does not show; and these two, which do.
  std::string plain(message);
  std::ranges::replace_if(
      plain, [](char c) { return c == '"' || c == '\\'; }, '\'');
  if (quoted(plain, plain.size() + 1) != '"' + plain + '"')
    return "the message is not one line that can be read: " + quoted(message, kMostOfMessage);
  return std::nullopt;
}

std::optional<std::string> shown_secret(std::string_view message, std::string_view source) {
  for (std::size_t at = 0; at < message.size();) {
    std::size_t end = at;
    while (end < message.size() && is_of_word(message[end])) ++end;
    const std::string_view word = message.substr(at, end - at);
    if (is_recognisable(word) && source.find(word) != std::string_view::npos)
      return std::string(word);
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace assay
