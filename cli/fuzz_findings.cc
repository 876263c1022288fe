#include "cli/fuzz_findings.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "cli/fuzz_process.h"
#include "cli/places.h"
#include "cli/terminal.h"
#include "harness/execute.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTimeout = "timeout-";
constexpr std::array<std::string_view, 4> kBegins = {"crash-", kTimeout, "oom-", "leak-"};
constexpr std::string_view kStory = ".txt";
constexpr const char* kIncoming = "/incoming";  // as in kArtifactPrefix
constexpr std::string_view kKindLine = "kind: ";
constexpr std::size_t kAtATime = 3;
// An input that fails at once is written again and again, in thousands of forms.
constexpr std::size_t kMostLookedAt = 100;

bool is_finding(std::string_view name) {
  return !name.ends_with(kStory) && std::ranges::any_of(kBegins, [&](std::string_view begin) {
    return name.starts_with(begin);
  });
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    names.push_back(at->path().filename().string());
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> findings_in(const std::string& folder) {
  std::vector<std::string> names = names_in(folder);
  std::erase_if(names, [](const std::string& name) { return !is_finding(name); });
  return names;
}

std::string kind_kept_in(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || !line.starts_with(kKindLine)) return "";
  return line.substr(kKindLine.size());
}

}  // namespace

FuzzFindings::FuzzFindings(std::string folder, std::string directory)
    : folder_(std::move(folder)), directory_(std::move(directory)) {
  prepare_out_directory(folder_ + kIncoming);
  keep_all();  // of a run that was killed
  for (const std::string& name : findings_in(folder_))
    if (const std::string kind = kind_kept_in(folder_ + "/" + name + ".txt"); !kind.empty())
      ++counts_[kind];
}

FuzzFindings::~FuzzFindings() {
  keep_all();
  std::error_code failed;
  fs::remove(folder_ + kIncoming, failed);
}

bool FuzzFindings::keep(const std::string& name) const {
  std::error_code failed;
  fs::rename(folder_ + kIncoming + "/" + name, folder_ + "/" + name, failed);
  return !failed;
}

void FuzzFindings::put_back(const std::string& name) const {
  std::error_code failed;
  fs::rename(folder_ + "/" + name, folder_ + kIncoming + "/" + name, failed);
}

void FuzzFindings::keep_all() const {
  for (const std::string& name : names_in(folder_ + kIncoming)) keep(name);
}

std::vector<std::string> FuzzFindings::waiting() const {
  std::vector<std::string> names = findings_in(folder_ + kIncoming);
  std::erase_if(names, [&](const std::string& name) { return seen_.contains(name); });
  return names;
}

bool FuzzFindings::has_more() const { return looked_at_ < kMostLookedAt && !waiting().empty(); }

std::size_t FuzzFindings::files() const { return looked_at_ + waiting().size(); }

std::vector<FoundCrash> FuzzFindings::look(bool writes, double seconds) {
  const std::int64_t began_ns = now_ns();
  std::vector<FoundCrash> found;
  std::size_t looks = 0;
  for (const std::string& name : waiting()) {
    const double left = seconds - static_cast<double>(now_ns() - began_ns) * 1e-9;
    if (looked_at_ == kMostLookedAt || looks == kAtATime || left <= 0) break;
    if (noticed_.insert(name).second && writes) continue;
    if (!keep(name)) {
      seen_.insert(name);  // a run beside this one has it
      continue;
    }
    auto story = story_of_input(directory_, "findings/" + name, std::min(left, kMostSecondsOfInput),
                                &stop_requested());
    if (!story) {
      put_back(name);
      break;
    }
    seen_.insert(name);
    ++looks;
    if (name.starts_with(kTimeout) && story->kind == kNotAgain)
      set_aside(name);
    else
      found.push_back(counted(name, std::move(*story)));
  }
  return found;
}

FoundCrash FuzzFindings::counted(const std::string& name, CrashStory story) {
  ++looked_at_;
  FoundCrash crash{folder_ + "/" + name, std::move(story)};
  const std::string notes = crash.file + std::string(kStory);
  const bool again = kind_kept_in(notes) == crash.story.kind;
  std::string text = std::string(kKindLine) + crash.story.kind + "\n\n";
  for (const std::string& line : crash.story.lines) text += line + "\n";
  write_file(notes, text);
  CrashKind& kind = kinds_[crash.story.kind];
  if (kind.files++ == 0) {
    kind.first = crash.file;
    kind.known = counts_.contains(crash.story.kind);
  }
  crash.nth = again ? counts_[crash.story.kind] : ++counts_[crash.story.kind];
  return crash;
}

// It was the machine that stalled: no finding of this run, nor of the next.
void FuzzFindings::set_aside(const std::string& name) {
  std::error_code failed;
  fs::rename(folder_ + "/" + name, folder_ + "/stalled-" + name.substr(kTimeout.size()), failed);
  ++slow_once_;
}

std::optional<CrashStory> story_of_input(const std::string& directory, const std::string& file,
                                         double seconds, const std::atomic<bool>* stop) {
  std::vector<std::string> arguments = target_limits();
  arguments.push_back(file);
  const TargetRun run = run_target(directory, arguments, seconds, stop);
  if (auto story = parse_crash(run.output)) return story;
  if (run.well) return CrashStory{kNotAgain, {kNotAgain}};
  if (!run.end.empty()) return CrashStory{"the target " + run.end, {"the target " + run.end}};
  if (seconds < kMostSecondsOfInput || (stop != nullptr && *stop)) return std::nullopt;
  return CrashStory{"took too long", {"took more than 40 seconds"}};
}

}  // namespace assay
