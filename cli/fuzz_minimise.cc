// `assay fuzz TARGET --minimise FILE`: libFuzzer's -minimize_crash, which on its own never ends
// where the empty input fails too, and takes any failure for the one that it began with.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <vector>

#include "cli/cli.h"
#include "cli/fuzz_command.h"
#include "cli/fuzz_findings.h"
#include "cli/fuzz_process.h"
#include "cli/fuzz_target.h"
#include "cli/fuzz_yard.h"
#include "cli/places.h"
#include "cli/terminal.h"
#include "harness/execute.h"
#include "reports/layout.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr double kSecondsToMinimise = 60;
constexpr double kGrace = 2;           // for the step at hand, once the time is over
constexpr double kMostAfterStop = 10;  // for what was found until then

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

// The bytes of the smallest candidate that is smaller than `size` and of that kind.
std::optional<std::string> smallest_of_kind(const std::string& yard, std::size_t size,
                                            const std::string& kind) {
  const bool stopped = stop_requested();
  const std::int64_t began_ns = now_ns();
  for (const fs::path& candidate : candidates_in(yard)) {
    std::string smaller = read_file(candidate.string(), "");
    if (smaller.size() >= size) break;
    // A stop that was asked for before is no reason not to; the next ends this process.
    const double left = kMostAfterStop - static_cast<double>(now_ns() - began_ns) * 1e-9;
    const auto story =
        story_of_input(yard, candidate.filename().string(), stopped ? left : kMostSecondsOfInput,
                       stopped ? nullptr : &stop_requested());
    if (!story) break;
    if (story->kind == kind) return smaller;
  }
  return std::nullopt;
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

  const auto story_of = [&](const char* input) {
    return story_of_input(yard.path(), input, kMostSecondsOfInput, &stop_requested());
  };
  const auto story = story_of("input");
  if (!story) return kExitInterrupted;
  if (story->kind == kNotAgain)
    throw UsageError(file + ": " + target.name + " does not fail on it");
  std::cout << target.name << ": " << plural(bytes.size(), "byte") << ", " << visible(story->kind)
            << std::endl;
  const auto of_nothing = story_of("nothing");
  if (!of_nothing) return kExitInterrupted;
  if (of_nothing->kind != kNotAgain) {
    std::cout << "The empty input makes it fail too: there is nothing to make smaller, and the "
                 "fault is no matter of the input.\n";
    return kExitFindings;
  }

  const double seconds = request.seconds.value_or(kSecondsToMinimise);
  std::vector<std::string> words = target_limits();
  words.insert(words.end(),
               {"-minimize_crash=1", "-artifact_prefix=small-",
                fmt::format("-max_total_time={:.0f}", std::max(seconds, 1.0)), "input"});
  run_target(yard.path(), words, seconds + kGrace, &stop_requested());
  if (const auto smaller = smallest_of_kind(yard.path(), bytes.size(), story->kind)) {
    const std::string out = file + ".min";
    write_file(out, *smaller);
    std::cout << out << ": " << plural(smaller->size(), "byte") << ", of the same kind\nNext:\n  "
              << shows_again(request.program, target, out, story->kind) << '\n';
  } else if (stop_requested()) {
    std::cout << "Nothing smaller of the same kind was found before it was stopped.\n";
  } else {
    std::cout << fmt::format("Nothing smaller of the same kind was found in {:.0f} s.\n", seconds);
  }
  return stop_requested() ? kExitInterrupted : kExitFindings;
}

}  // namespace assay
