#include "harness/exec_command.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "harness/adapter_fault.h"
#include "spec/text.h"

namespace assay {

namespace {

constexpr std::array<std::string_view, 9> kShellWords = {"|", "||", "&",  "&&", ";",
                                                         "<", ">",  ">>", "2>"};

AdapterFault cannot_start(const std::string& line, const std::string& why) {
  return AdapterFault("cannot start the adapter " + quoted(line, 200) + ": " + why);
}

// One pass over the line.
class Splitter {
 public:
  explicit Splitter(const std::string& line) : line_(line) {}

  std::vector<std::string> split() {
    for (at_ = 0; at_ < line_.size(); ++at_) step(line_[at_]);
    if (quote_ != 0)
      throw cannot_start(line_, std::string("the quote ") + quote_ + " is not closed");
    end_word();
    return std::move(words_);
  }

 private:
  void step(char c) {
    if (quote_ == '\'') {
      if (c == '\'')
        quote_ = 0;
      else
        word_ += c;
    } else if (c == '\\' && escapes_next()) {
      begun_ = true;
      word_ += line_[++at_];
    } else if (c == '$' && names_variable()) {
      throw for_a_shell("$");
    } else if (quote_ == '"') {
      if (c == '"')
        quote_ = 0;
      else
        word_ += c;
    } else if (c == '\'' || c == '"') {
      quote_ = c;
      begun_ = true;
      quoted_ = true;
    } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      end_word();
    } else {
      begun_ = true;
      word_ += c;
    }
  }

  // Within "..." a backslash stands for itself, but before what is special there.
  bool escapes_next() const {
    if (at_ + 1 == line_.size()) return false;
    return quote_ == 0 || std::string_view("\"\\$`").find(line_[at_ + 1]) != std::string::npos;
  }

  bool names_variable() const {
    if (at_ + 1 == line_.size()) return false;
    const char next = line_[at_ + 1];
    return std::isalpha(static_cast<unsigned char>(next)) != 0 ||
           std::string_view("_{(").find(next) != std::string::npos;
  }

  void end_word() {
    if (!begun_) return;
    if (!quoted_ && std::ranges::find(kShellWords, word_) != kShellWords.end())
      throw for_a_shell(word_);
    words_.push_back(std::move(word_));
    word_.clear();
    begun_ = quoted_ = false;
  }

  AdapterFault for_a_shell(const std::string& what) const {
    return cannot_start(line_, "no shell reads the command, and '" + what +
                                   "' is for one; write a script that does it, or sh -c '...'");
  }

  const std::string& line_;
  std::size_t at_ = 0;
  char quote_ = 0;
  bool begun_ = false;
  bool quoted_ = false;
  std::string word_;
  std::vector<std::string> words_;
};

// "" where it can be executed.
std::string obstacle(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    return "there is no file " + quoted(path, 200) + " (" + std::strerror(errno) + ")";
  if (S_ISDIR(status.st_mode)) return quoted(path, 200) + " is a directory";
  if (access(path.c_str(), X_OK) != 0)
    return quoted(path, 200) + " may not be executed; 'chmod +x' it, or write its interpreter " +
           "before it, such as python3 " + path;
  return "";
}

// The interpreter that the first line of a script names, or "".
std::string interpreter_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string line;
  if (!std::getline(in, line) || !line.starts_with("#!")) return "";
  line.erase(0, 2);
  line.erase(0, std::min(line.find_first_not_of(" \t"), line.size()));
  return line.substr(0, line.find_first_of(" \t"));
}

}  // namespace

ExecCommand parse_exec(const std::string& line) {
  ExecCommand command{line, Splitter(line).split()};
  if (command.words.empty() || command.words.front().empty())
    throw cannot_start(line, "the command is empty; write one such as \"python3 my_adapter.py\"");
  return command;
}

std::string last_path_part(const ExecCommand& command) {
  std::string path = command.words.front();
  std::error_code ignored;
  for (std::size_t i = 1; i < command.words.size(); ++i)
    if (std::filesystem::is_regular_file(command.words[i], ignored)) path = command.words[i];
  return std::filesystem::path(path).filename().string();
}

std::string find_program(const ExecCommand& command) {
  const std::string& name = command.words.front();
  if (name.find('/') != std::string::npos) {
    const std::string why = obstacle(name);
    if (!why.empty()) throw cannot_start(command.line, why);
    return name;
  }
  const char* path = std::getenv("PATH");
  std::string rest = path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    std::string candidate = (end == 0 ? "." : rest.substr(0, end)) + "/" + name;
    if (obstacle(candidate).empty()) return candidate;
    rest.erase(0, end + 1);
  }
  std::string why = "there is no program '" + name + "' on the PATH; install it, or write its path";
  std::error_code ignored;
  if (name.find('=') != std::string::npos)
    why = "no shell reads the command; to set a variable write env before it: env " + name + " ...";
  else if (std::filesystem::is_regular_file(name, ignored))
    why = "there is no program '" + name + "' on the PATH; for the file here write ./" + name;
  throw cannot_start(command.line, why);
}

std::string why_not_started(const std::string& path, int error) {
  if (error == ENOENT) {
    const std::string interpreter = interpreter_of(path);
    if (!interpreter.empty())
      return "the interpreter " + quoted(interpreter, 200) + ", which the first line of " +
             quoted(path, 200) + " names, is not there";
  }
  if (error == ENOEXEC)
    return quoted(path, 200) + " is no program; begin it with a line such as " +
           "#!/usr/bin/env python3, or write its interpreter before it";
  return quoted(path, 200) + ": " + std::strerror(error);
}

std::string shell_quoted(std::string_view word) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("_-./=:,+@%").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, plain)) return std::string(word);
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace assay
