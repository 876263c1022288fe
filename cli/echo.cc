#include "cli/echo.h"

#include "spec/text.h"

namespace assay {

std::string on_one_line(std::string_view text, std::size_t most) {
  const std::string shown = quoted(text, most);
  // Between the quotes, behind which a length may stand; within, quotes and backslashes show.
  const std::string_view inner = std::string_view(shown).substr(1, shown.rfind('"') - 1);
  std::string out;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const bool escapes = inner[i] == '\\' && i + 1 < inner.size() && inner[i + 1] == '"';
    if (!escapes) out += inner[i];
  }
  return out;
}

std::string echoed(std::string_view text) {
  constexpr std::size_t kMost = 60;
  return "'" + on_one_line(text, kMost) + "'";
}

}  // namespace assay
