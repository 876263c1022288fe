#include "spec/plan.h"

#include <string>

namespace assay {

Token fill_token(std::size_t k) {
  const std::string number = std::to_string(k);
  return Token()
      .with(Field::kUserName, "fill-" + number)
      .with(Field::kAccessToken, "fill-access-" + number)
      .with(Field::kRefreshToken, "fill-refresh-" + number);
}

}  // namespace assay
