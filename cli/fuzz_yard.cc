#include "cli/fuzz_yard.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/fuzz_corpus.h"
#include "cli/fuzz_output.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLogEnd = 4096;
constexpr std::size_t kRoom = 1U << 16;  // more than most inputs

// The folders of fork modes.
std::vector<fs::path> fork_modes(const std::string& yard) {
  std::vector<fs::path> modes;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(yard, failed))
    if (entry.path().filename().string().starts_with("libFuzzerTemp.FuzzWithFork"))
      modes.push_back(entry.path());
  return modes;
}

// What they hold; the names tell the process.
std::vector<fs::path> entries_of_fork_modes(const std::string& yard) {
  std::vector<fs::path> entries;
  std::error_code failed;
  for (const fs::path& mode : fork_modes(yard))
    for (const auto& entry : fs::directory_iterator(mode, failed)) entries.push_back(entry.path());
  return entries;
}

// "C12": what the twelfth job found.
bool is_corpus_of_job(std::string_view name) {
  return name.size() > 1 && name.front() == 'C' &&
         std::ranges::all_of(name.substr(1), [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::string end_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(file.tellg(), 0));
  std::string text(std::min(size, kLogEnd), '\0');
  file.seekg(-static_cast<std::streamoff>(text.size()), std::ios::end);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return text;
}

}  // namespace

FuzzYard::FuzzYard(const std::string& program) : path_(janitor_.make_directory("assay-fuzz")) {
  link("target", program);
}

void FuzzYard::link(const std::string& name, const std::string& path) const {
  fs::create_symlink(fs::absolute(path), path_ + "/" + name);
}

void FuzzYard::ask_to_stop() const {
  for (const fs::path& mode : fork_modes(path_)) std::ofstream(mode / "STOP") << "stop";
}

std::uint64_t FuzzYard::executions_of_jobs() const {
  std::uint64_t executions = 0;
  for (const fs::path& entry : entries_of_fork_modes(path_))
    if (entry.extension() == ".log") executions += executions_in_log(end_of(entry));
  return executions;
}

void FuzzYard::rescue(const std::string& corpus) const {
  std::error_code failed;
  for (const fs::path& entry : entries_of_fork_modes(path_)) {
    if (!is_corpus_of_job(entry.filename().string())) continue;
    for (const auto& input : fs::directory_iterator(entry, failed))
      if (is_whole_input(input.path())) copy_input(input.path(), corpus);
  }
  for (const fs::path& mode : fork_modes(path_)) fs::remove_all(mode, failed);
}

bool FuzzYard::has_room() const {
  const std::string probe = path_ + "/room";
  std::ofstream file(probe, std::ios::binary);
  file << std::string(kRoom, '\0');
  file.close();
  std::error_code failed;
  fs::remove(probe, failed);
  return !file.fail();
}

}  // namespace assay
