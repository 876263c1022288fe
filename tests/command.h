// Runs a program and keeps what it says.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace assay {

struct CommandResult {
  int code = -1;  // 128 and the signal where one ended it
  std::string out;
  std::string err;
};

struct Command {
  std::vector<std::string> arguments;              // the program first, looked up on PATH
  std::string directory = ".";                     // where it runs
  std::map<std::string, std::string> environment;  // added to this process's
};

// Runs `command` to its end, without a standard input. Throws std::runtime_error when no process
// can be made; a program that is not there ends with 127.
CommandResult run(const Command& command);

// The same of the assay command that was built with the tests.
CommandResult assay_with(std::vector<std::string> arguments,
                         std::map<std::string, std::string> environment = {});

// All of a file; "" where it cannot be read.
std::string content_of(const std::string& path);

}  // namespace assay
