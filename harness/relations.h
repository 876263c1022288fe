// How a token stands to the records: in one pass, as bits.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/token.h"

namespace assay {

// A set of fields, a bit each.
using Fields = std::uint16_t;

constexpr Fields bit_of(Field field) { return static_cast<Fields>(1U << index_of(field)); }
template <typename... More>
constexpr Fields bits_of(More... fields) {
  return static_cast<Fields>((bit_of(fields) | ...));
}
inline constexpr Fields kCredentialBits =
    bits_of(Field::kAccessToken, Field::kRefreshToken, Field::kGrantToken);

struct Relations {
  Fields present = 0;        // of the token
  Fields empty = 0;          // set in the token, and empty
  Fields agrees = 0;         // some record holds the same
  Fields of_other_user = 0;  // another user's record holds the same
  Fields of_nobody = 0;      // an ownerless record holds the same
  Fields of_other_client = 0;
  Fields lacked = 0;  // is empty, and some record lacks it
};

Relations relations(const Token& token, const std::vector<Token>& records);

}  // namespace assay
