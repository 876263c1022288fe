#include "cli/fuzz_target.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/nearest.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = "_fuzz";
constexpr const char* kHowToBuild =
    "'./assay fuzz' in a checkout builds them; --targets DIR, or ASSAY_FUZZ_TARGETS, names a "
    "folder that has them";

std::string folder_of_this_program() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  return failed ? "." : program.parent_path().string();
}

FuzzTarget target_at(const fs::path& program) {
  FuzzTarget target{program.filename().string(), fs::absolute(program).string(), "", ""};
  const std::string beside = target.program;
  if (fs::is_directory(beside + "_seed_corpus"))
    target.seeds = fs::canonical(beside + "_seed_corpus").string();
  if (fs::is_regular_file(beside + ".dict"))
    target.dictionary = fs::canonical(beside + ".dict").string();
  return target;
}

}  // namespace

std::vector<FuzzTarget> find_fuzz_targets(const std::string& directory) {
  std::string where = directory;
  const char* named = std::getenv("ASSAY_FUZZ_TARGETS");
  if (where.empty() && named != nullptr) where = named;
  if (where.empty()) where = folder_of_this_program();
  std::error_code failed;
  std::vector<FuzzTarget> targets;
  for (const auto& entry : fs::directory_iterator(where, failed)) {
    const fs::path& path = entry.path();
    if (path.filename().string().ends_with(kEnding) && entry.is_regular_file() &&
        ::access(path.c_str(), X_OK) == 0)
      targets.push_back(target_at(path));
  }
  if (failed) throw UsageError(where + " is no folder that can be read; " + kHowToBuild);
  if (targets.empty()) throw UsageError("there is no fuzz target in " + where + "; " + kHowToBuild);
  std::ranges::sort(targets, {}, &FuzzTarget::name);
  return targets;
}

FuzzTarget fuzz_target_named(const std::vector<FuzzTarget>& targets, const std::string& name) {
  const auto target = std::ranges::find(targets, name, &FuzzTarget::name);
  if (target != targets.end()) return *target;
  std::vector<std::string> names;
  std::string list;
  for (const FuzzTarget& known : targets) {
    names.push_back(known.name);
    list += (list.empty() ? "" : ", ") + known.name;
  }
  throw UsageError("there is no fuzz target " + echoed(name) + "." + did_you_mean(name, names) +
                   " Built are: " + list);
}

}  // namespace assay
