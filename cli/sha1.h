// SHA-1, by which libFuzzer names inputs.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// As 40 hexadecimal digits. It keeps nobody from anything.
std::string sha1(std::string_view bytes);

}  // namespace assay
