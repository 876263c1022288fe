#include "cli/replay_line.h"

#include "fuzz/replay_token.h"
#include "harness/exec_command.h"

namespace assay {

std::string replay_line(const std::string& program, const Plan& plan, const std::string& file,
                        const std::string& words) {
  const auto token = replay_token(plan);
  if (!token && file.empty())
    return "its plan could not be saved: name another place with --out, and run with the same "
           "--seed";
  return program + " replay " + (token ? *token : shell_quoted(file)) + " " + words;
}

}  // namespace assay
