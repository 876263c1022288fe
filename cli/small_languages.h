// The small languages of the command line. Each parser throws UsageError, one line that names what
// to write instead.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/run_command.h"
#include "harness/run.h"

namespace assay {

// "90", "60s", "5m", "1.5h": seconds, more than 0 and a week at the most.
double parse_seconds(const std::string& text);

// A whole number of 64 bits.
std::uint64_t parse_number(const std::string& option, const std::string& text);

// The same, 1 at the least.
std::uint64_t parse_count(const std::string& option, const std::string& text);

// "2/4": the second of four parts.
Shard parse_shard(const std::string& text);

// GTEST_SHARD_INDEX (from 0) of GTEST_TOTAL_SHARDS; else JOB_COMPLETION_INDEX (from 0) of
// JOB_COMPLETIONS; else the whole.
Shard shard_from_environment();

// "TS-SAVE-07" or "SAVE-07".
Tag parse_rule(const std::string& text);

// "junit=results.xml", "json=-"; the format is one of these.
ReportTarget parse_report(const std::string& text, const std::vector<std::string>& formats);

}  // namespace assay
