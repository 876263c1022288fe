// The texts that plans in few bytes are made of: a table that grows at its end alone.
//
// What a replay token or a fuzzer's input meant once it means for ever, so a text never moves: a
// version of the pool is the first so many texts of a field, and a later version has more of them.
// The pool is no part of what random tests draw from; a test tells when they draw what it lacks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/token.h"

namespace assay {

inline constexpr std::uint8_t kPoolVersion = 1;
inline constexpr std::size_t kMostPoolTexts = 240;  // of a field, so that an index fits in a byte

// How many texts of each field version 1 has: what a byte beyond them stands for depends on it.
inline constexpr std::array<std::size_t, kFieldCount> kPoolSizes = {178, 161, 161, 159, 158,
                                                                    158, 158, 177, 155, 155};

// The texts of a field, none empty and none twice. Threads: any.
const std::vector<std::string>& pool_of(Field field);

// Where `text` stands in the pool of the field, if it does.
std::optional<std::size_t> pool_index(Field field, std::string_view text);

}  // namespace assay
