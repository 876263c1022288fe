// The command that starts an adapter, as a user writes it: "python3 'my adapter.py'".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

// A command in words, as a shell would split it. No shell reads it.
struct ExecCommand {
  std::string line;                // as it was given
  std::vector<std::string> words;  // one at the least
};

// Splits at blanks; '...', "..." and \ quote as in a shell. Throws AdapterFault for what is empty,
// not finished, or asks for a shell: a pipe, a redirection, a variable.
ExecCommand parse_exec(const std::string& line);

// The last part of the path of the last word that names a file: what a store is called that does
// not say. "python3 shop/my_store.py --fast" -> "my_store.py".
std::string last_path_part(const ExecCommand& command);

// The path of the program that the first word names, looked up on PATH where it has no slash.
// Throws AdapterFault where there is none, or where it may not be executed, and says what to do.
std::string find_program(const ExecCommand& command);

// Why a program that is there could not be started, by the error of execve().
std::string why_not_started(const std::string& path, int error);

// A word as a shell reads it back: quoted only where it has to be.
std::string shell_quoted(std::string_view word);

}  // namespace assay
