// What a user wrote, shown back within an error text of one line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay {

// `text` with \n, \u202e and the like for what does not show, cut off after `most` characters.
std::string on_one_line(std::string_view text, std::size_t most = 300);

// The same in single quotes, cut off early: 'shop'.
std::string echoed(std::string_view text);

}  // namespace assay
