// The report for people: a table of rule groups and stores, what is not green and why, the story of
// each finding, and what the run as a whole says. Fits options.width columns but for replay
// commands and words that cannot be broken.
#pragma once

#include <string>

#include "reports/report_options.h"
#include "spec/verdict.h"

namespace assay {

std::string console_report(const RunResult& run, const ReportOptions& options);

}  // namespace assay
