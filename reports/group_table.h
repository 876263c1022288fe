// The table of a run: rule groups down, stores across.
#pragma once

#include <string>

#include "reports/report_options.h"
#include "spec/verdict.h"

namespace assay {

// The table, and a line that explains what stands in it. Stores that do not fit beside the others
// in options.width columns come in a further block below.
std::string group_table(const RunResult& run, const ReportOptions& options);

}  // namespace assay
