// `assay replay`: from a plan, in whatever form it was left, to its story; a shorter plan that
// tells the same; and a file that keeps it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace assay {

struct ReplayRequest {
  std::string program;              // what a line to copy begins with
  std::vector<std::string> inputs;  // see replay_input.h
  // Where: all that is named, "all" for every built-in store that needs no server. Where nothing
  // is, the store that the plan names; else all, and list alone for a plan as JSON.
  std::vector<std::string> stores;
  std::optional<std::string> exec;
  std::optional<std::string> plugin;
  std::optional<std::string> mysql_url;
  bool minimises = false;
  std::optional<std::string> rule;  // what is found under another is left out
  std::optional<std::string> save;  // a file for the plan, as JSON
  std::optional<std::string> emit;  // a form of emit.h
  std::string output = "-";         // where that goes
};

// Returns the exit code: 1 where something was found, unless a form was asked for, and written.
// Throws UsageError with one line.
int replay_command(const ReplayRequest& request);

}  // namespace assay
