// What every error text owes its reader.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

// The characters of the longest error text that still is one clear line.
inline constexpr std::size_t kMostOfMessage = 1000;

// Why `message` is not one clear line, or nothing: it is empty, too long, not UTF-8, or holds a
// line end or another character that does not show.
std::optional<std::string> message_fault(std::string_view message);

// What of `message` may be a secret of `source`, or nothing: letters, digits, '-' and '_' in a row,
// eight or more of them and not letters alone, that stand in both. [TS-SEC-02]
std::optional<std::string> shown_secret(std::string_view message, std::string_view source);

}  // namespace assay
