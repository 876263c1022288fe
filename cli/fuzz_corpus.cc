#include "cli/fuzz_corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "cli/sha1.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

// Nothing where it cannot be read.
std::string sha1_of(const fs::path& file) {
  std::error_code failed;
  if (!fs::is_regular_file(file, failed)) return "";
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.bad() ? "" : sha1(std::move(text).str());
}

bool is_named_by_libfuzzer(const std::string& name) {
  return name.size() == 40 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// How many inputs are there more than once. What an unsteady target does with one of them may be
// new twice, and then it is chosen twice and written once.
std::size_t repeated_in(const std::vector<std::string>& folders) {
  std::set<std::string> met;
  std::size_t repeated = 0;
  std::error_code failed;
  for (const std::string& folder : folders)
    for (const auto& entry : fs::recursive_directory_iterator(folder, failed))
      if (entry.is_regular_file(failed) && !met.insert(sha1_of(entry.path())).second) ++repeated;
  return repeated;
}

}  // namespace

std::set<std::string> files_in(const std::string& folder) {
  std::set<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file(failed)) names.insert(entry.path().filename().string());
  return names;
}

bool is_whole_input(const fs::path& file) { return sha1_of(file) == file.filename().string(); }

bool copy_input(const fs::path& file, const std::string& corpus) {
  const fs::path copy = fs::path(corpus) / file.filename();
  std::error_code failed;
  if (fs::exists(copy, failed)) {
    if (!fs::is_regular_file(copy, failed)) return false;
    if (is_whole_input(copy)) return true;
  }
  fs::copy_file(file, copy, fs::copy_options::overwrite_existing, failed);
  if (!failed && is_whole_input(copy)) return true;
  fs::remove(copy, failed);
  return false;
}

std::string take_chosen(const ChosenInputs& chosen, const std::set<std::string>& before,
                        const std::string& corpus) {
  const fs::path folder = chosen.folder;
  const std::set<std::string> names = files_in(chosen.folder);
  const auto whole = static_cast<std::size_t>(std::ranges::count_if(
      names, [&](const std::string& name) { return is_whole_input(folder / name); }));
  if (whole < names.size() ||
      (whole < chosen.count && whole + repeated_in(chosen.from) < chosen.count))
    return fmt::format("of {} inputs that the target chose, {} were written whole", chosen.count,
                       whole);
  for (const std::string& name : names)
    if (!copy_input(folder / name, corpus)) return "cannot write to " + corpus;
  std::error_code failed;
  for (const std::string& name : before)
    if (is_named_by_libfuzzer(name) && !names.contains(name))
      fs::remove(fs::path(corpus) / name, failed);
  return "";
}

}  // namespace assay
