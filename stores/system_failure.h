// What a call of the system that failed is thrown as.
#pragma once

#include <string>
#include <system_error>

namespace assay {

// `code` is an errno; `what` is the call, or what it was for.
inline std::system_error system_failure(int code, const std::string& what) {
  return {std::error_code(code, std::generic_category()), what};
}

}  // namespace assay
