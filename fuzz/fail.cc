#include "fuzz/fail.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace assay {

void fail(std::string_view story) {
  std::cerr << "\nfuzz: " << story << '\n' << std::flush;
  std::abort();
}

void stop(std::string_view reason) {
  constexpr int kInterrupted = 72;
  std::cerr << "fuzz: " << reason << '\n' << std::flush;
  ::_exit(kInterrupted);  // std::exit() within an input is a crash to libFuzzer
}

}  // namespace assay
