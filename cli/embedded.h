// Files of the source tree that the program carries with it.
#pragma once

#include <span>
#include <string_view>

namespace assay {

struct EmbeddedFile {
  std::string_view path;  // below the project's root
  std::string_view content;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace assay
