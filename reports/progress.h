// How far a run has come, on one line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace assay {

struct Progress {
  std::string store;            // the one being put to the test
  std::size_t store_index = 0;  // from 0
  std::size_t store_count = 0;
  std::uint64_t cases = 0;
  std::uint64_t calls = 0;
  std::size_t findings = 0;
  double elapsed_s = 0;
  double budget_s = 0;  // 0 where the run is not bounded by time
};

// The line, of exactly `width` characters, so that it covers the one before it; without a line end,
// control characters or colour. What does not fit is left out, the store's name last.
std::string progress_line(const Progress& progress, int width);

}  // namespace assay
