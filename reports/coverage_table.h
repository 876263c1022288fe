// What stands behind the verdicts, store beside store: how often each situation was tried, in which
// orders and on how many records calls were made, with which texts; and which outcomes of the
// latitudes each store takes.
#pragma once

#include <string>

#include "reports/report_options.h"
#include "spec/verdict.h"

namespace assay {

// Stores that do not fit beside the others in options.width columns come in a further block below.
std::string coverage_table(const RunResult& run, const ReportOptions& options);

}  // namespace assay
