// A text line by line, as the tests of reports look at it.
#pragma once

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace assay::testing {

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

inline bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace assay::testing
