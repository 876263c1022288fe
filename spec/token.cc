#include "spec/token.h"

#include <algorithm>

namespace assay {

bool Token::has_credential() const {
  return std::ranges::any_of(kCredentials, [this](Field field) { return has(field); });
}

bool Token::is_empty() const {
  return std::ranges::none_of(kFields, [this](Field field) { return has(field); });
}

bool operator==(const Token& a, const Token& b) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto& x = a.fields_[i];
    const auto& y = b.fields_[i];
    if (!x && !y) continue;
    const bool equal = x && y ? *x == *y : (x ? x->empty() : y->empty());
    if (!equal) return false;
  }
  return true;
}

}  // namespace assay
