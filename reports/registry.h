// The kinds of report: one row each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/report_options.h"
#include "spec/verdict.h"

namespace assay {

struct ReportRow {
  std::string_view name;     // as --report takes it
  std::string_view summary;  // one line
  // The whole report. A pure function: the same run and options give the same bytes.
  std::string (*render)(const RunResult& run, const ReportOptions& options);
};

// Every kind of report. Each has its golden file, reports/golden/<name>.txt.
std::span<const ReportRow> reports();

}  // namespace assay
