// What libFuzzer and its targets print, read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// How far a campaign in fork mode has come.
struct FuzzStatus {
  std::uint64_t executions = 0;
  std::uint64_t coverage = 0;  // edges
  std::uint64_t features = 0;
  std::uint64_t corpus = 0;  // inputs that reach something of their own
};

// Reads a line of fork mode, "#1958: cov: 5 ft: 5 corp: 1 exec/s: 0 ..."; nothing where it is none.
std::optional<FuzzStatus> parse_fuzz_status(std::string_view line);

// How many executions the log of one job tells of: of its last line that begins "#1958<tab>".
std::uint64_t executions_in_log(std::string_view log);

// How many inputs a merge says that it chose; nothing where it does not say.
std::optional<std::uint64_t> chosen_by_merge(const std::vector<std::string>& output);

// What a target said when it was run on one input.
struct CrashStory {
  std::string kind;                // one line: findings with the same one are of one kind
  std::vector<std::string> lines;  // the target's own words, or the sanitizer's first
};

// Reads all that a target printed; nothing where it tells of no failure. A kind holds no number and
// no quoted text that another input might change.
std::optional<CrashStory> parse_crash(const std::vector<std::string>& output);

}  // namespace assay
