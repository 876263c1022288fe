// UTF-8, one Unicode scalar value at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay {

// What stands at one place of a text: a scalar value in `size` bytes, or one byte that is no
// UTF-8, as its value.
struct Character {
  char32_t value = 0;
  std::size_t size = 1;
  bool valid = true;
};

// The character that begins at byte `at`. REQUIRES: at < text.size().
//
// Overlong forms, surrogates and values past U+10FFFF are not valid.
Character character_at(std::string_view text, std::size_t at);

// Appends `value` to `text` as UTF-8. REQUIRES: `value` is a scalar value.
void append_character(std::string& text, char32_t value);

// True iff every byte is ASCII.
bool is_ascii(std::string_view text);

}  // namespace assay
