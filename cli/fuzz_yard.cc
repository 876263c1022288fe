#include "cli/fuzz_yard.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/fuzz_output.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLogEnd = 4096;

// Those in the folders of fork modes, whose names tell the process.
std::vector<fs::path> entries_of_fork_modes(const std::string& yard) {
  std::vector<fs::path> entries;
  std::error_code failed;
  for (const auto& mode : fs::directory_iterator(yard, failed)) {
    if (!mode.path().filename().string().starts_with("libFuzzerTemp.FuzzWithFork")) continue;
    for (const auto& entry : fs::directory_iterator(mode.path(), failed))
      entries.push_back(entry.path());
  }
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
  std::error_code failed;
  for (const auto& mode : fs::directory_iterator(path_, failed))
    if (mode.path().filename().string().starts_with("libFuzzerTemp.FuzzWithFork"))
      std::ofstream(mode.path() / "STOP") << "stop";
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
      fs::copy_file(input.path(), corpus / input.path().filename(), fs::copy_options::skip_existing,
                    failed);
  }
}

}  // namespace assay
