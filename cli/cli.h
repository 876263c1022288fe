// The `assay` command.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace assay {

// The exit codes of the command. A run's own (0, 1, 3, 130) are exit_code() of spec/verdict.h.
inline constexpr int kExitPass = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitInfra = 3;
inline constexpr int kExitInterrupted = 130;

// What a user can mend: told in one line, exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Runs the command with its arguments; returns the exit code. `program` is what the user typed to
// get here, and so what a line to copy begins with.
int run_cli(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace assay
