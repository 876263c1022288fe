#include "harness/plain_name.h"

#include <cctype>

namespace assay {

std::string plain_name(std::string_view name, std::string_view otherwise) {
  constexpr std::size_t kMost = 60;
  std::string out;
  for (const char c : name.substr(0, kMost)) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       std::string_view("._-").find(c) != std::string_view::npos;
    if (plain || (!out.empty() && out.back() != '-')) out += plain ? c : '-';
  }
  while (!out.empty() && (out.front() == '.' || out.front() == '-')) out.erase(0, 1);
  return out.empty() ? std::string(otherwise) : out;
}

}  // namespace assay
