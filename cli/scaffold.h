// What `assay new` writes: a store to begin with, its adapter, and what runs it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct ScaffoldFile {
  std::string_view from;  // an embedded file
  std::string_view to;    // below the new directory
};

struct Scaffold {
  std::string_view word;      // on the command line: "python"
  std::string_view language;  // "Python"
  std::vector<ScaffoldFile> files;
  std::string_view edit;      // the store among them
  std::string_view adapter;   // the adapter among them
  std::string_view exec;      // how the store is started, in the new directory
  std::string_view packages;  // of Debian, that it takes
  std::string_view build;     // shell command that makes build/store, run by run.sh; or empty
};

// "{name}" stands for the name in every text.
const std::vector<Scaffold>& scaffolds();

// Writes the directory `name`. Throws UsageError for a language that is not there, a name that no
// file may have, and a directory that is there already; nothing is written then.
int new_command(const std::string& language, const std::string& name);

}  // namespace assay
