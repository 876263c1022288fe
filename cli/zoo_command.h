// `assay zoo`: the broken stores under the standard profile, and what became of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/small_languages.h"

namespace assay {

struct ZooRequest {
  std::vector<std::string> stores;  // empty: all
  std::uint64_t seed = 1;
  double seconds = 60;  // to find, all together; minimising comes afterwards
  int jobs = 1;
  bool minimises = true;
  std::vector<ReportTarget> reports;  // formats: json, markdown
};

// Returns the exit code. Throws UsageError with one line.
int zoo_command(const ZooRequest& request);

}  // namespace assay
