#include "reports/registry.h"

#include <array>

#include "reports/console_report.h"
#include "reports/json_report.h"
#include "reports/junit_report.h"

namespace assay {

std::span<const ReportRow> reports() {
  static constexpr std::array kReports = {
      ReportRow{"console", "a table and the story of each finding, for people", console_report},
      ReportRow{"json", "everything, versioned, for programs (docs/formats.md)", json_report},
      ReportRow{"junit", "JUnit XML, for the test page of a build server", junit_report},
  };
  return kReports;
}

}  // namespace assay
