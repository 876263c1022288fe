#include "spec/token.h"

#include <algorithm>
#include <cstring>

namespace assay {

constinit const Token::Fields Token::kNone = {};

bool Token::has_credential() const {
  return std::ranges::any_of(kCredentials, [this](Field field) { return has(field); });
}

bool Token::is_empty() const {
  return std::ranges::none_of(kFields, [this](Field field) { return has(field); });
}

namespace {

// Most texts are shorter than 16 bytes: two loads of each, where memcmp() takes a call.
bool same_text(const std::string& a, const std::string& b) {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size < 8 || size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
  const auto word = [](const char* at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
  };
  return word(a.data()) == word(b.data()) && word(a.data() + size - 8) == word(b.data() + size - 8);
}

}  // namespace

bool operator==(const Token& a, const Token& b) {
  const Token::Fields& of_a = a.fields();
  const Token::Fields& of_b = b.fields();
  if (&of_a == &of_b) return true;
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto& x = of_a[i];
    const auto& y = of_b[i];
    if (!x && !y) continue;
    const bool equal = x && y ? same_text(*x, *y) : (x ? x->empty() : y->empty());
    if (!equal) return false;
  }
  return true;
}

bool identical(const Token& a, const Token& b) {
  const Token::Fields& of_a = a.fields();
  const Token::Fields& of_b = b.fields();
  return &of_a == &of_b || of_a == of_b;
}

}  // namespace assay
