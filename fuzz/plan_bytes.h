// Plans as bytes, for fuzzers: every string of bytes is a plan, and means the same for ever.
//
//   input      version (1), then operations to the end; another version is the plan of no operation
//   operation  a byte, modulo 16:
//                0..4   save_token TOKEN      7, 8  find_token TOKEN
//                5      save_token REF TOKEN  9     find_token REF TOKEN    the id is that of REF
//                6      save_token SAVE       10    find_token SAVE         again
//                11, 12 find_token_by_id TEXT, REF
//                13, 14 delete_token TEXT, REF
//                15     a byte more, modulo 8: 0..3 get_tokens, 4, 5 reopen, 6 delete_tokens,
//                       7 fill, and its count in two bytes (modulo 2048)
//   TOKEN      two bytes, a bit for each field that is set, then a TEXT for each (with REF: no id)
//   REF, SAVE  a byte: which of the earlier saves and fills, or of the earlier saves; modulo their
//              number. Where there is none, there is no reference.
//   TEXT       a byte: 0..239 one of the pool, modulo its size; 240..247 the empty text;
//              248..251 a length and so many bytes; 252, 253 the same with a length of two bytes;
//              254 a unit (modulo 4: a, é, smiley, 9), an end (modulo 3: none, x, y) and how many
//              units, in two bytes (modulo 1024); 255, 255 the same, in three (modulo 131072);
//              255 and another byte as 254 and that byte
//
// Numbers have their low byte first. Where bytes run out there are zeros. Bytes of a text that are
// no UTF-8 are the characters with their numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "spec/plan.h"

namespace assay {

inline constexpr std::uint8_t kPlanBytesVersion = 1;
inline constexpr std::size_t kMostOperationsInBytes = 128;  // what follows is not read
inline constexpr std::size_t kMostTextInBytes = 1 << 20;    // of a plan; texts beyond are empty

Plan plan_from_bytes(std::span<const std::uint8_t> bytes);

// The bytes that plan_from_bytes() makes `plan` of; nothing where there are none, as for a plan too
// long, or a text that is no UTF-8.
std::optional<std::vector<std::uint8_t>> bytes_of_plan(const Plan& plan);

}  // namespace assay
