// The folder in which a target runs: everything that it is told of has a short name there.
//
// libFuzzer's fork mode runs itself through a shell and quotes nothing, so no name may have a
// blank. What a target leaves behind goes with the folder, also after a SIGKILL.
#pragma once

#include <cstdint>
#include <string>

#include "stores/janitor.h"

namespace assay {

// `target`, and links to what it reads and writes. Threads: one.
class FuzzYard {
 public:
  explicit FuzzYard(const std::string& program);

  const std::string& path() const { return path_; }

  // Lets `name` there stand for `path`.
  void link(const std::string& name, const std::string& path) const;

  // Tells the jobs of a fork mode in this folder to end.
  void ask_to_stop() const;

  // Executions of the jobs that have not ended yet.
  std::uint64_t executions_of_jobs() const;

  // Copies to a corpus what jobs found that did not end, where it is whole, and removes all that
  // jobs left. None may run.
  void rescue(const std::string& corpus) const;

  // A file can still be written here.
  bool has_room() const;

 private:
  Janitor janitor_;
  std::string path_;
};

}  // namespace assay
