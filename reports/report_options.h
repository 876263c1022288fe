// What a user may choose of a report.
#pragma once

namespace assay {

struct ReportOptions {
  bool color = false;     // ANSI colours, in the reports for a terminal
  bool durations = true;  // false: two runs that found the same give the same bytes
  int width = 100;        // columns, in the reports for a terminal
  bool strict = false;    // a broken SHOULD counts as a failure
  bool coverage = false;  // in the report for a terminal, the evidence and the fingerprint too
};

}  // namespace assay
