#include "tests/command.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "stores/scratch_directory.h"

namespace assay {
namespace {

// Standard input, output and error of this process become these files. False where that fails.
bool redirect(const std::string& out, const std::string& err) {
  const int in_fd = ::open("/dev/null", O_RDONLY);
  const int out_fd = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err_fd = ::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  return ::dup2(in_fd, 0) == 0 && ::dup2(out_fd, 1) == 1 && ::dup2(err_fd, 2) == 2;
}

}  // namespace

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

CommandResult run(const Command& command) {
  const ScratchDirectory scratch;
  const std::string out = scratch / "out";
  const std::string err = scratch / "err";
  std::vector<char*> argv;
  argv.reserve(command.arguments.size() + 1);
  for (const std::string& argument : command.arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);

  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    for (const auto& [name, value] : command.environment) ::setenv(name.c_str(), value.c_str(), 1);
    if (redirect(out, err) && ::chdir(command.directory.c_str()) == 0)
      ::execvp(argv.front(), argv.data());
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, content_of(out), content_of(err)};
}

CommandResult assay_with(std::vector<std::string> arguments,
                         std::map<std::string, std::string> environment) {
  arguments.insert(arguments.begin(), ASSAY_BINARY);
  return run({std::move(arguments), ".", std::move(environment)});
}

}  // namespace assay
