// The reports of `assay zoo`: the kill score, and how short the counterexamples are.
#pragma once

#include <string>

#include "reports/report_options.h"
#include "spec/zoo_result.h"

namespace assay {

// A line a store, then the score. `options.width` is not kept: names are not cut.
std::string zoo_console_report(const ZooResult& zoo, const ReportOptions& options);
// The same as a table in Markdown.
std::string zoo_markdown_report(const ZooResult& zoo, const ReportOptions& options);
// Versioned; see docs/formats.md.
std::string zoo_json_report(const ZooResult& zoo, const ReportOptions& options);

}  // namespace assay
