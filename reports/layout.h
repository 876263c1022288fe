// How text is laid out on a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// `text` on one line: what does not show is written as quoted() of spec/text.h writes it, all else
// stays. The result holds no control character and is valid UTF-8.
std::string visible(std::string_view text);

// `text`, filled up with blanks to `width` characters.
std::string padded(std::string_view text, std::size_t width);

// The byte after the first `count` characters of `text`, or after its last.
std::size_t after_characters(std::string_view text, std::size_t count);

// The lines of `text`, broken at blanks so that none is longer than `width` characters; a longer
// word is broken where the line ends. At least one line.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// `head`, then `text` wrapped to `width` columns, every further line indented by the length of
// `head`. Ends with a line end.
std::string hanging(std::string_view head, std::string_view text, std::size_t width);

// A count in five characters at the most, never more than the truth: 999, 1.2k, 41k, 3.4M.
std::string short_count(std::uint64_t count);

// A count with a comma before every three digits: 1,234,567.
std::string grouped(std::uint64_t count);

// "1 rule", "2 rules".
std::string plural(std::uint64_t count, std::string_view noun);

// What a colour stands for.
enum class Tone : std::uint8_t { kPlain, kGood, kBad, kWarning, kQuiet, kStrong };

// `text` in the colour of `tone`; `text` itself where `color` is false.
std::string painted(std::string_view text, Tone tone, bool color);

}  // namespace assay
