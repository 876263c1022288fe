// `assay run`: puts stores to the test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/config.h"
#include "harness/run.h"

namespace assay {

struct ReportTarget {
  std::string format;
  std::string file;  // "-": standard output
};

struct RunRequest {
  std::string program = "assay";      // what the line that replays a finding begins with
  std::vector<std::string> stores;    // empty, without exec and plugin: the built-in ones
  std::optional<std::string> exec;    // a command that serves one store more
  std::optional<std::string> plugin;  // a shared library with one store more
  std::optional<std::string> mysql_url;
  std::uint64_t seed = 0;
  double seconds = 60;                 // of the whole run
  std::optional<std::uint64_t> cases;  // of each store, in place of the seconds
  int jobs = 1;
  Shard shard;
  std::vector<ReportTarget> reports;
  std::string out_directory = "assay-results";
  bool strict = false;
  bool explain_coverage = false;  // shows the evidence too
  std::optional<Config> config;   // of the directory: its stores where none is named
  bool update_expectations = false;
};

// Returns the exit code. Throws UsageError and std::runtime_error with one line.
int run_command(const RunRequest& request);

}  // namespace assay
