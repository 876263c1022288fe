// One target, fuzzed for a while.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "cli/fuzz_findings.h"
#include "cli/fuzz_target.h"

namespace assay {

struct CampaignPlan {
  FuzzTarget target;
  double seconds = 60;
  int jobs = 1;
  std::string corpus;    // the working corpus: grows, and is kept
  std::string findings;  // where crash files go
};

// What there is to tell while it runs; all of it shows on a terminal as it is.
struct CampaignNews {
  std::function<void(std::string_view)> progress;  // how far it is, about twice a second
  std::function<void(const FoundCrash&)> finding;
};

struct CampaignResult {
  std::uint64_t executions = 0;
  double seconds = 0;
  std::uint64_t coverage = 0;  // edges
  std::uint64_t corpus = 0;    // files of the working corpus, at the end
  std::string not_merged;      // why the corpus may hold more inputs than it needs, or nothing
  std::map<std::string, CrashKind> kinds;
  std::size_t finding_files = 0;
  std::size_t not_looked_at = 0;
  std::size_t slow_once = 0;  // inputs that took too long, but not again
};

// Runs the target in libFuzzer's fork mode until the time is over or a stop was requested, and then
// lets the corpus be the smallest that reaches as much. Of a corpus, files that libFuzzer did not
// name stay. Throws UsageError where the target cannot fuzz, or a place cannot be written.
CampaignResult run_campaign(const CampaignPlan& plan, const CampaignNews& news);

}  // namespace assay
