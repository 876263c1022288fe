#include "cli/fuzz_process.h"

#include <algorithm>
#include <utility>

#include "harness/execute.h"

namespace assay {

namespace {

constexpr std::int64_t kTickNs = 100'000'000;
constexpr std::size_t kMostLines = 2000;
// libFuzzer runs itself through a shell that quotes nothing: so everything is named from here, by
// names without blanks. What a target throws away lies here too: a job that is killed goes with its
// janitor.
constexpr const char* kScript =
    R"(cd "$1" && export TMPDIR=. ASSAY_SCRATCH="$1" && shift && exec "$@" 2>&1)";

}  // namespace

AdapterProcess start_target(const std::string& directory, std::vector<std::string> arguments) {
  ExecCommand command{"", {"/bin/sh", "-c", kScript, "sh", directory, "./target"}};
  for (std::string& argument : arguments) command.words.push_back(std::move(argument));
  AdapterLimits limits;
  limits.memory_bytes = 0;  // each run has libFuzzer's own limit
  limits.end_ms = 0;        // once nobody is there to read
  return {command, limits};
}

TargetRun run_target(const std::string& directory, const std::vector<std::string>& arguments,
                     double seconds, const std::atomic<bool>* stop) {
  AdapterProcess process = start_target(directory, arguments);
  const std::int64_t end_ns = now_ns() + static_cast<std::int64_t>(seconds * 1e9);
  TargetRun run;
  for (auto read = AdapterProcess::Read::kNothing; read != AdapterProcess::Read::kEnd;) {
    if ((stop != nullptr && *stop) || now_ns() >= end_ns) return run;
    std::string_view line;
    read = process.read_line(line, std::min(end_ns, now_ns() + kTickNs));
    if (read == AdapterProcess::Read::kTooLong) {
      run.end = "said too long a line";
      return run;
    }
    if (read != AdapterProcess::Read::kLine) continue;
    if (run.output.size() == 2 * kMostLines)
      run.output.erase(run.output.begin(), run.output.begin() + kMostLines);
    run.output.emplace_back(line);
  }
  run.end = process.ended_within(1000);
  run.well = process.ended_well();
  return run;
}

std::vector<std::string> target_limits() { return {"-rss_limit_mb=2560", "-timeout=25"}; }

}  // namespace assay
