// What is checked in for the fuzz targets: complete, told of, and small.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

const fs::path kRoot = ASSAY_SOURCE_DIR;
const fs::path kBugs = kRoot / "fuzz/bugs";
const fs::path kCorpora = kRoot / "fuzz/corpus";

// The files below a folder, as paths from there.
std::set<std::string> files_below(const fs::path& folder) {
  std::set<std::string> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files.insert(entry.path().lexically_relative(folder).generic_string());
  return files;
}

std::vector<std::string> targets() {
  std::vector<std::string> names;
  for (const char* folder : {"fuzz", "cli"})
    for (const auto& entry : fs::directory_iterator(kRoot / folder))
      if (entry.path().filename().string().ends_with("_fuzz.cc"))
        names.push_back(entry.path().stem());
  return names;
}

// The rows of the table: | `target/file` | what it was | 2026-11-24 |
struct Row {
  std::string file, what, day;
};

std::vector<Row> rows_of(const fs::path& page) {
  std::vector<Row> rows;
  std::ifstream in(page);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    for (std::size_t at = 1; at < line.size();) {
      const std::size_t end = line.find('|', at);
      if (end == line.npos) break;
      cells.push_back(line.substr(at + 1, end - at - 2));
      at = end + 1;
    }
    if (cells.size() != 3) {
      ADD_FAILURE() << "no row of three cells: " << line;
      continue;
    }
    rows.push_back({cells[0].substr(1, cells[0].size() - 2), cells[1], cells[2]});
  }
  return rows;
}

TEST(Corpus, HasALineForEachBugAndABugForEachLine) {
  std::set<std::string> told;
  for (const auto& [file, what, day] : rows_of(kBugs / "README.md")) {
    EXPECT_TRUE(told.insert(file).second) << file << " is told of twice";
    EXPECT_GT(what.size(), 20U) << file << ": what was it?";
    EXPECT_THAT(day, ::testing::MatchesRegex("20[0-9][0-9]-[0-1][0-9]-[0-3][0-9]")) << file;
  }
  std::set<std::string> there = files_below(kBugs);
  there.erase("README.md");
  EXPECT_EQ(told, there);
}

TEST(Corpus, IsThereForEachTargetAndForNoOther) {
  const auto names = targets();
  EXPECT_GE(names.size(), 3U);
  for (const std::string& name : names)
    EXPECT_FALSE(files_below(kCorpora / name).empty()) << name << " has no seeds";
  for (const fs::path& folder : {kCorpora, kBugs})
    for (const std::string& file : files_below(folder)) {
      const std::string target = file.substr(0, file.find('/'));
      if (file == "README.md") continue;
      EXPECT_NE(std::ranges::find(names, target), names.end()) << file << " is of no target";
    }
  for (const std::string& file : files_below(kRoot / "fuzz/dictionaries"))
    EXPECT_NE(std::ranges::find(names, file.substr(0, file.find('.'))), names.end())
        << file << " is of no target";
}

TEST(Corpus, IsSmall) {
  constexpr std::uintmax_t kMost = 2U << 20U;
  std::uintmax_t size = 0;
  for (const fs::path& folder : {kCorpora, kBugs})
    for (const std::string& file : files_below(folder)) size += fs::file_size(folder / file);
  EXPECT_LT(size, kMost);
}

}  // namespace
}  // namespace assay
