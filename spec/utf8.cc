#include "spec/utf8.h"

#include <cstdint>
#include <cstring>

namespace assay {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// How many bytes a first byte announces; 0 where it can be no first byte.
std::size_t announced_size(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;  // a continuation, or an overlong form
  if (first < 0xE0) return 2;
  if (first < 0xF0) return 3;
  return first < 0xF5 ? 4 : 0;
}

bool is_scalar(char32_t value, std::size_t size) {
  if (size == 3) return value >= 0x800 && (value < 0xD800 || value > 0xDFFF);
  if (size == 4) return value >= 0x10000 && value <= 0x10FFFF;
  return true;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  const unsigned char first = byte_at(text, at);
  const Character stray{first, 1, false};
  const std::size_t size = announced_size(first);
  if (size == 1) return {first, 1, true};
  if (size == 0 || at + size > text.size()) return stray;
  char32_t value = first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const unsigned char next = byte_at(text, at + i);
    if ((next & 0xC0U) != 0x80U) return stray;
    value = (value << 6U) | (next & 0x3FU);
  }
  return is_scalar(value, size) ? Character{value, size, true} : stray;
}

void append_character(std::string& text, char32_t value) {
  const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
  const auto put_tail = [&put, value](unsigned shift) { put(0x80U | ((value >> shift) & 0x3FU)); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0U | (value >> 6U));
    put_tail(0);
  } else if (value < 0x10000) {
    put(0xE0U | (value >> 12U));
    put_tail(6);
    put_tail(0);
  } else {
    put(0xF0U | (value >> 18U));
    put_tail(12);
    put_tail(6);
    put_tail(0);
  }
}

// Eight bytes at a time: every generated text passes here.
bool is_ascii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::uint64_t seen = 0;
  std::size_t at = 0;
  for (; at + sizeof(seen) <= text.size(); at += sizeof(seen)) {
    std::uint64_t block = 0;
    std::memcpy(&block, text.data() + at, sizeof(block));
    seen |= block;
  }
  for (; at < text.size(); ++at) seen |= byte_at(text, at);
  return (seen & kHighBits) == 0;
}

}  // namespace assay
