// Where commands leave what they write.
#pragma once

#include <string>
#include <string_view>

#include "spec/finding.h"

namespace assay {

// Makes the directory where it is missing. Throws UsageError where it cannot be written to; it
// tells of the option that names another.
void prepare_out_directory(const std::string& path, std::string_view option = "--out");

// Throws UsageError where a file there could not be written; nothing is.
void require_writable(const std::string& path);

// Throws UsageError, in one line that names the place. What was there before is then there still.
void write_file(const std::string& path, const std::string& content);

// All of a file; of standard input for "-". Throws UsageError, in one line that ends with what to
// do.
std::string read_file(const std::string& path, const std::string& what_to_do);

// Keeps a finding's plan as a file that `assay replay` reads; returns its path.
std::string save_plan(const std::string& directory, const std::string& store, int nth,
                      const Finding& finding);

}  // namespace assay
