// A working corpus, and what libFuzzer adds to it. It looks at none of its writes: where there is
// no room, it leaves files that are cut or missing and ends well. So they are looked at here.
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace assay {

// The files of a folder; none where it cannot be read.
std::set<std::string> files_in(const std::string& folder);

// It is as long as libFuzzer wanted it: its name is its SHA-1.
bool is_whole_input(const std::filesystem::path& file);

// Puts an input that is whole into a corpus, also in place of one of its name that is not. False
// where that cannot be written; no part of it is left then.
bool copy_input(const std::filesystem::path& file, const std::string& corpus);

// What libFuzzer chose of a corpus.
struct ChosenInputs {
  std::string folder;             // where it wrote them
  std::size_t count = 0;          // how many it says they are
  std::vector<std::string> from;  // the folders that it chose them from
};

// Lets a corpus hold what was chosen in place of `before`, the names that it had when choosing
// began; files that libFuzzer did not name stay. Returns why it did not, or nothing; all that the
// corpus held is in it then.
std::string take_chosen(const ChosenInputs& chosen, const std::set<std::string>& before,
                        const std::string& corpus);

}  // namespace assay
