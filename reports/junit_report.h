// The report for build servers: a testsuite a store, a testcase a rule. docs/formats.md tells what
// becomes of each judgement; something is red iff the run's exit code is not 0.
#pragma once

#include <string>

#include "reports/report_options.h"
#include "spec/verdict.h"

namespace assay {

std::string junit_report(const RunResult& run, const ReportOptions& options);

}  // namespace assay
