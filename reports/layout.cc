#include "reports/layout.h"

#include <algorithm>
#include <array>

#include "spec/text.h"
#include "spec/utf8.h"

namespace assay {
namespace {

// Where to end a line: at the last blank that lets it fit, else after `width` characters.
std::size_t line_end(std::string_view text, std::size_t width) {
  const std::size_t most = after_characters(text, width);
  if (most == text.size()) return most;
  const std::size_t blank = text.substr(0, most + 1).rfind(' ');
  return blank == text.npos || blank == 0 ? most : blank;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view one = text.substr(at, character_at(text, at).size);
    at += one.size();
    if (one == "\"" || one == "\\") {
      out += one;
      continue;
    }
    const std::string shown = quoted(one);
    out.append(shown, 1, shown.size() - 2);
  }
  return out;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  const std::size_t length = length_in_characters(text);
  if (length < width) out.append(width - length, ' ');
  return out;
}

std::size_t after_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) at += character_at(text, at).size;
  return at;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  width = std::max<std::size_t>(width, 1);
  do {
    const std::size_t end = line_end(text, width);
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    if (text.starts_with(' ')) text.remove_prefix(1);
  } while (!text.empty());
  return lines;
}

std::string hanging(std::string_view head, std::string_view text, std::size_t width) {
  const std::size_t indent = length_in_characters(head);
  std::string out;
  // Too narrow for the head: rather a line too long than a column of single letters.
  for (const std::string& line : wrapped(text, std::max(width, indent + 20) - indent)) {
    out += out.empty() ? std::string(head) : std::string(indent, ' ');
    out += line + '\n';
  }
  return out;
}

std::string short_count(std::uint64_t count) {
  constexpr std::string_view kUnits = "kMGTPE";
  if (count < 1000) return std::to_string(count);
  std::uint64_t tenths = count / 100;
  std::size_t unit = 0;
  for (; tenths >= 10'000; tenths /= 1000) ++unit;
  std::string out = std::to_string(tenths / 10);
  if (tenths < 100) out += '.' + std::to_string(tenths % 10);
  return out + kUnits[unit];
}

std::string grouped(std::uint64_t count) {
  std::string out = std::to_string(count);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, 1, ',');
  return out;
}

std::string plural(std::uint64_t count, std::string_view noun) {
  return grouped(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

std::string painted(std::string_view text, Tone tone, bool color) {
  constexpr std::array<std::string_view, 6> kStarts = {"",         "\x1b[32m", "\x1b[1;31m",
                                                       "\x1b[33m", "\x1b[2m",  "\x1b[1m"};
  if (!color || tone == Tone::kPlain || text.empty()) return std::string(text);
  return std::string(kStarts[static_cast<std::size_t>(tone)]) + std::string(text) + "\x1b[0m";
}

}  // namespace assay
