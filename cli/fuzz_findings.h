// The files that a target wrote because an input made it fail, and what kinds of failures they are.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/fuzz_output.h"

namespace assay {

// One new file that was looked at.
struct FoundCrash {
  std::string file;  // its path
  CrashStory story;
  std::size_t nth = 1;  // of its kind, those of earlier runs included; each input counts once
};

struct CrashKind {
  std::string first;      // the path of its first new file
  std::size_t files = 0;  // new ones
  bool known = false;     // an earlier run had one
};

// Where a target is to write: a folder of the run's own. The same input found again has the same
// name, and only so is it told from the file of an earlier run.
inline constexpr const char* kArtifactPrefix = "findings/incoming/";

// Watches a folder. Threads: one.
class FuzzFindings {
 public:
  // `folder` is where the files are kept, made where it is missing; what it holds now is old.
  // `directory` is where ./target can be run, and reaches the folder as ./findings.
  FuzzFindings(std::string folder, std::string directory);

  // Keeps what nobody looked at too.
  ~FuzzFindings();

  FuzzFindings(const FuzzFindings&) = delete;
  FuzzFindings& operator=(const FuzzFindings&) = delete;

  // Runs the target on new files, a few at a time, and returns what they are. Leaves beside each a
  // text file with its story. What took too long once, and not when it was run again, is no
  // finding: its file is called stalled-* from then on. A file that was not there at the last look
  // may be half written, and has to wait, unless nobody `writes` any more. Takes no longer than
  // `seconds`, and ends when a stop is requested: what it was at then, nobody has looked at.
  std::vector<FoundCrash> look(bool writes, double seconds);

  bool has_more() const;      // there are new files that nobody looked at
  std::size_t files() const;  // new ones, looked at or not
  std::size_t not_looked_at() const { return waiting().size(); }
  std::size_t slow_once() const { return slow_once_; }
  const std::map<std::string, CrashKind>& kinds() const { return kinds_; }

 private:
  std::vector<std::string> waiting() const;  // names
  bool keep(const std::string& name) const;  // moves it from where the target wrote it
  void put_back(const std::string& name) const;
  void keep_all() const;
  FoundCrash counted(const std::string& name, CrashStory story);
  void set_aside(const std::string& name);

  std::string folder_;
  std::string directory_;
  std::set<std::string> noticed_;
  std::set<std::string> seen_;
  std::map<std::string, std::size_t> counts_;  // of a kind, old ones too
  std::map<std::string, CrashKind> kinds_;     // those of the new files
  std::size_t looked_at_ = 0;                  // those set aside not counted
  std::size_t slow_once_ = 0;
};

// More than libFuzzer's own limit.
inline constexpr double kMostSecondsOfInput = 40;

// Runs ./target in `directory` on `file`, a path from there, and reads what it says. Where it does
// not fail, the kind says so. Nothing where `stop` was set before it ended, or the time was over
// and less than kMostSecondsOfInput.
std::optional<CrashStory> story_of_input(const std::string& directory, const std::string& file,
                                         double seconds, const std::atomic<bool>* stop);

// The kind of a story that does not come again.
inline constexpr const char* kNotAgain = "did not fail when it was run again";

}  // namespace assay
