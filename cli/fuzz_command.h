// `assay fuzz`: runs fuzz targets that were built with libFuzzer, and tells what they find.
#pragma once

#include <optional>
#include <string>

#include "cli/fuzz_target.h"

namespace assay {

struct FuzzRequest {
  std::string program;                  // what a line to copy begins with
  std::string target;                   // empty: all, one after the other
  std::optional<double> seconds;        // of the whole; 60 where none are given
  int jobs = 1;                         // of a target, at once
  std::string corpus;                   // of the target; of several, a folder for each in it
  std::string targets;                  // the folder with the programs; see find_fuzz_targets()
  std::string out_directory;            // in it lie corpora and findings
  std::optional<std::string> minimise;  // a file to make smaller, in place of fuzzing
};

// Returns the exit code: 0 nothing was found, 1 something was, 3 a target executed nothing, 130
// interrupted. Throws UsageError with one line.
int fuzz_command(const FuzzRequest& request);

// The half of it that makes a file smaller: see fuzz_minimise.cc.
int minimise_crash(const FuzzRequest& request);

// The command that shows a crash file of `target` again; `kind` is what it is.
std::string shows_again(const std::string& program, const FuzzTarget& target,
                        const std::string& file, const std::string& kind);

}  // namespace assay
