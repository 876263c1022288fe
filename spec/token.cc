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
  return std::ranges::all_of(kFields, [&](Field field) { return a.text(field) == b.text(field); });
}

}  // namespace assay
