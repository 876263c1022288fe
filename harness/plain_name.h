// Names that can be a part of the name of a file.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// `name` with a '-' for every run of what is no letter, digit, '.', '_' or '-', 60 characters at
// the most; `otherwise` where nothing is left.
std::string plain_name(std::string_view name, std::string_view otherwise);

}  // namespace assay
