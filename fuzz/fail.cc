#include "fuzz/fail.h"

#include <cstdlib>
#include <iostream>

namespace assay {

void fail(std::string_view story) {
  std::cerr << "\nfuzz: " << story << '\n' << std::flush;
  std::abort();
}

}  // namespace assay
