// `assay list`, `assay explain`, `assay prove` and `assay doctor`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace assay {

struct ProofRequest {
  std::string program;  // what a line to copy begins with
  std::string store;
  std::size_t depth = 4;  // operations a plan
  int jobs = 1;
  std::optional<std::string> exec;    // a command that serves the store, in place of its name
  std::optional<std::string> plugin;  // a shared library that has it, likewise
  std::optional<std::string> mysql_url;
  std::string out_directory = "assay-results";
};

// Each returns the exit code, and throws UsageError with one line.
int list_command(const std::string& what, bool broken);
int explain_command(const std::string& name);
// Tries each method of an adapter once: 0 all is well, 1 the store does not do what it was asked, 2
// the adapter is wrong.
int doctor_command(const std::string& program, const std::string& exec);
int prove_command(const ProofRequest& request);

}  // namespace assay
