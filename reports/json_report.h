// The report for programs. docs/formats.md describes it.
#pragma once

#include <string>

#include "reports/report_options.h"
#include "spec/verdict.h"

namespace assay {

std::string json_report(const RunResult& run, const ReportOptions& options);

}  // namespace assay
