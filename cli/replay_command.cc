#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/cli.h"
#include "cli/other_commands.h"
#include "cli/places.h"
#include "cli/shelf.h"
#include "cli/terminal.h"
#include "harness/experiment.h"
#include "reports/story.h"
#include "spec/json.h"

namespace assay {

namespace {

PlanFile read_plan(const std::string& path) {
  try {
    return plan_from_json(
        read_file(path, "name a plan file, such as a run leaves in assay-results/"));
  } catch (const FormatError& error) {
    throw UsageError(path + ": " + error.what());
  }
}

void print_steps(const Plan& plan, const std::vector<std::string>& outcomes) {
  for (std::size_t k = 0; k < outcomes.size() && k < plan.operations.size(); ++k) {
    std::string arguments;
    for (const std::string& argument : arguments_of(plan.operations[k]))
      arguments += (arguments.empty() ? "" : ", ") + argument;
    std::cout << fmt::format("{:>3}. {:<16} {}\n     -> {}\n", k + 1,
                             name_of(plan.operations[k].call.method), arguments, outcomes[k]);
  }
}

}  // namespace

int replay_command(const ReplayRequest& request) {
  const auto& [program, file, store, exec, plugin, mysql_url] = request;
  const PlanFile plan = read_plan(file);
  Janitor janitor;
  Shelf shelf(janitor, mysql_url);
  if (store.has_value() + exec.has_value() + plugin.has_value() > 1)
    throw UsageError("--store, --exec and --plugin each name a store; give one of them");
  const std::string name = exec                 ? shelf.add(*exec)
                           : plugin             ? shelf.add_plugin(*plugin)
                           : store              ? *store
                           : plan.store.empty() ? "list"
                                                : plan.store;
  const std::string directory = janitor.make_directory("assay");
  Trial trial;
  try {
    const auto factory = shelf.make(name);
    trial = experiment(Bench{*factory, directory}, plan.plan);
    factory->drop(directory);
  } catch (const LoginRefused& error) {
    throw UsageError(error.what());
  } catch (const InfraError& error) {
    std::cerr << "assay: " << error.what() << '\n';
    return kExitInfra;
  }
  std::cout << "replaying " << file << " on " << name << "\n\n";
  const Terminal screen = terminal();
  if (trial.findings.empty()) {
    print_steps(plan.plan, trial.outcomes);
    std::cout << "\nEvery step did what is allowed.\n";
    return kExitPass;
  }
  for (Finding finding : trial.findings) {
    const std::string words = shelf.words(name);
    finding.replay =
        program + " replay " + file + " " + (words.empty() ? "--store " + name : words);
    std::cout << story(finding, {screen.color, static_cast<std::size_t>(screen.width)}) << '\n';
  }
  std::cout << trial.findings.size()
            << (trial.findings.size() == 1 ? " finding.\n" : " findings.\n");
  return kExitFindings;
}

}  // namespace assay
