// `assay fuzz TARGET --minimise FILE`: libFuzzer's -minimize_crash, which on its own never ends
// where the empty input fails too, and takes any failure for the one that it began with.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <vector>

#include "cli/cli.h"
#include "cli/fuzz_command.h"
#include "cli/fuzz_findings.h"
#include "cli/fuzz_process.h"
#include "cli/fuzz_target.h"
#include "cli/fuzz_yard.h"
#include "cli/places.h"
#include "cli/terminal.h"
#include "reports/layout.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr double kStandardSeconds = 60;
constexpr double kGrace = 2;  // for the step at hand, once the time is over

// What libFuzzer left in the yard, the smallest first.
std::vector<fs::path> candidates_in(const std::string& yard) {
  std::vector<fs::path> candidates;
  for (const auto& entry : fs::directory_iterator(yard))
    if (entry.path().filename().string().starts_with("small-")) candidates.push_back(entry.path());
  std::ranges::sort(candidates, [](const fs::path& a, const fs::path& b) {
    return std::pair(fs::file_size(a), a) < std::pair(fs::file_size(b), b);
  });
  return candidates;
}

}  // namespace

int minimise_crash(const FuzzRequest& request) {
  if (request.target.empty())
    throw UsageError(
        "--minimise needs the target that the file is of: assay fuzz TARGET "
        "--minimise FILE");
  const FuzzTarget target = fuzz_target_named(find_fuzz_targets(request.targets), request.target);
  const std::string& file = *request.minimise;
  const std::string bytes = read_file(file, "name a file that made the target fail");
  stop_on_signals();
  const FuzzYard yard(target.program);
  write_file(yard.path() + "/input", bytes);
  write_file(yard.path() + "/nothing", "");

  const CrashStory story = story_of_input(yard.path(), "input");
  if (story.kind == kNotAgain) throw UsageError(file + ": " + target.name + " does not fail on it");
  std::cout << target.name << ": " << plural(bytes.size(), "byte") << ", " << visible(story.kind)
            << std::endl;
  if (story_of_input(yard.path(), "nothing").kind != kNotAgain) {
    std::cout << "The empty input makes it fail too: there is nothing to make smaller, and the "
                 "fault is no matter of the input.\n";
    return kExitFindings;
  }

  const double seconds = request.seconds.value_or(kStandardSeconds);
  std::vector<std::string> words = target_limits();
  words.insert(words.end(),
               {"-minimize_crash=1", "-artifact_prefix=small-",
                fmt::format("-max_total_time={:.0f}", std::max(seconds, 1.0)), "input"});
  run_target(yard.path(), words, seconds + kGrace, &stop_requested());
  for (const fs::path& candidate : candidates_in(yard.path())) {
    const std::string smaller = read_file(candidate.string(), "");
    if (smaller.size() >= bytes.size()) break;
    if (story_of_input(yard.path(), candidate.filename().string()).kind != story.kind) continue;
    const std::string out = file + ".min";
    write_file(out, smaller);
    std::cout << out << ": " << plural(smaller.size(), "byte") << ", of the same kind\nNext:\n  "
              << shows_again(request.program, target, out, story.kind) << '\n';
    return stop_requested() ? kExitInterrupted : kExitFindings;
  }
  std::cout << fmt::format("Nothing smaller of the same kind was found in {:.0f} s.\n", seconds);
  return stop_requested() ? kExitInterrupted : kExitFindings;
}

}  // namespace assay
