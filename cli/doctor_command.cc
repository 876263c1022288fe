#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "cli/cli.h"
#include "cli/other_commands.h"
#include "harness/doctor.h"
#include "spec/text.h"
#include "stores/janitor.h"

namespace assay {

int doctor_command(const std::string& program, const std::string& exec) {
  const ExecCommand command = parse_exec(exec);
  find_program(command);
  Janitor janitor;
  const Diagnosis diagnosis = examine(command, AdapterLimits{}, janitor.make_directory("assay"));
  std::cout << "the adapter " << quoted(exec, 200) << "\n\n";
  for (const DoctorStep& step : diagnosis.steps) {
    std::string line =
        fmt::format("  {:<6} {:<17} {}", step.well ? "ok" : "wrong", step.call, step.words);
    line.erase(line.find_last_not_of(' ') + 1);
    std::cout << line << '\n';
  }
  if (!diagnosis.fault.empty()) {
    std::cout << std::flush;
    std::cerr << "\nassay: " << diagnosis.fault << '\n';
    return kExitUsage;
  }
  if (!std::ranges::all_of(diagnosis.steps, &DoctorStep::well)) {
    std::cout << "\nThe adapter can be spoken with; mend first what is wrong above.\n";
    return kExitFindings;
  }
  std::cout << "\nThe adapter speaks the protocol. Put the store to the test:\n  " << program
            << " run --exec " << shell_quoted(exec) << '\n';
  return kExitPass;
}

}  // namespace assay
