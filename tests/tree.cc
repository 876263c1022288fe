#include "tests/tree.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace assay::tree {
namespace {

constexpr std::size_t kMostLines = 400;
constexpr std::size_t kMostColumns = 100;

// Whom each folder may include; a folder may always include itself.
struct Arrow {
  std::string_view from;
  std::string_view to;  // between blanks
};
constexpr auto kArrows = std::to_array<Arrow>({
    {"spec", " "},
    {"stores", " spec "},
    {"harness", " spec "},
    {"reports", " spec "},
    {"fuzz", " spec harness stores "},
    {"adapters", " spec stores "},
    {"face", " spec harness reports "},
    {"cli", " spec harness stores reports face fuzz "},
    {"tests", " spec harness stores reports face cli adapters fuzz "},
    {"bench", " spec harness stores fuzz reports cli "},
});

std::string_view folder_of(std::string_view path) {
  const auto slash = path.find('/');
  return slash == std::string_view::npos ? "" : path.substr(0, slash);
}

bool is_source(std::string_view path) { return path.ends_with(".cc") || path.ends_with(".h"); }

bool is_test(std::string_view path) {
  return path.ends_with("_test.cc") || path.ends_with("_test.h") || folder_of(path) == "tests";
}

// Data, and what others wrote.
bool is_foreign(std::string_view path) {
  return path == "LICENSE" || path.starts_with("tests/law/") ||
         path.find("/testdata/") != std::string_view::npos ||
         path.find("/golden/") != std::string_view::npos || path.find("corpus/") < path.size();
}

struct Line {
  std::size_t number;
  std::string_view text;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back({lines.size() + 1, text.substr(0, end)});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string fault(const File& file, std::size_t line, const std::string& what) {
  return file.path + ":" + std::to_string(line) + ": " + what;
}

struct Include {
  std::size_t line;
  std::string name;
  bool angled;
};

std::vector<Include> includes_of(const File& file) {
  constexpr std::string_view kStart = "#include ";
  std::vector<Include> includes;
  for (const auto& [number, text] : lines_of(file.text)) {
    if (!text.starts_with(kStart)) continue;
    const std::string_view rest = text.substr(kStart.size());
    const bool angled = rest.starts_with('<');
    const auto end = rest.find(angled ? '>' : '"', 1);
    if (end != std::string_view::npos)
      includes.push_back({number, std::string(rest.substr(1, end - 1)), angled});
  }
  return includes;
}

bool may_include(const File& file, std::string_view to) {
  const std::string_view from = folder_of(file.path);
  const bool may_try_stores = (from == "harness" || from == "face") && is_test(file.path);
  if (from == to || (may_try_stores && to == "stores")) return true;
  const std::string word = " " + std::string(to) + " ";
  return std::any_of(kArrows.begin(), kArrows.end(), [&](const Arrow& arrow) {
    return arrow.from == from && arrow.to.find(word) != std::string_view::npos;
  });
}

// The header through which `path` comes to include `wanted`, or nothing.
std::optional<std::string> leads_to(const std::map<std::string, const File*>& files,
                                    const std::string& path, const std::string& wanted) {
  std::set<std::string> seen;
  std::vector<std::string> open = {path};
  while (!open.empty()) {
    const std::string here = open.back();
    open.pop_back();
    const auto file = files.find(here);
    if (file == files.end() || !seen.insert(here).second) continue;
    for (const Include& include : includes_of(*file->second)) {
      if (include.angled) continue;
      if (include.name == wanted) return here;
      open.push_back(include.name);
    }
  }
  return std::nullopt;
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// The words of a path: "spec/json_read.cc" has spec, json, read, cc.
std::vector<std::string> words_of(std::string_view path) {
  std::vector<std::string> words(1);
  for (const char c : lower_case(path)) {
    if (std::string_view("/_-.").find(c) != std::string_view::npos)
      words.emplace_back();
    else
      words.back() += c;
  }
  return words;
}

}  // namespace

std::string without_bars(std::string text) {
  std::erase(text, '|');
  return text;
}

std::vector<File> read(const std::string& root) {
  namespace fs = std::filesystem;
  std::vector<File> files;
  for (auto at = fs::recursive_directory_iterator(root); at != fs::end(at); ++at) {
    const std::string path = at->path().lexically_relative(root).generic_string();
    if (at->is_directory()) {
      const bool ours = path != ".git" && path != "build" && path != ".cache" &&
                        path != "assay-results" && at->path().filename() != "__pycache__" &&
                        !fs::exists(at->path() / "CMakeCache.txt");
      if (!ours) at.disable_recursion_pending();
    } else if (at->is_regular_file() && path != "compile_commands.json") {
      std::ifstream in(at->path(), std::ios::binary);
      files.push_back({path, std::string(std::istreambuf_iterator<char>(in), {})});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

std::vector<std::string> arrow_faults(const std::vector<File>& files) {
  std::set<std::string> paths;
  for (const File& file : files) paths.insert(file.path);
  std::vector<std::string> faults;
  for (const File& file : files) {
    if (!is_source(file.path) || folder_of(file.path) == "examples") continue;
    for (const Include& include : includes_of(file)) {
      if (include.angled) continue;
      if (!paths.contains(include.name))
        faults.push_back(fault(file, include.line, include.name + " is no path from the root"));
      else if (!may_include(file, folder_of(include.name)))
        faults.push_back(fault(file, include.line, "must not include " + include.name));
    }
  }
  return faults;
}

std::vector<std::string> model_faults(const std::vector<File>& files) {
  std::map<std::string, const File*> by_path;
  for (const File& file : files) by_path[file.path] = &file;
  std::vector<std::string> faults;
  for (const File& file : files) {
    if (folder_of(file.path) != "stores" || file.path.starts_with("stores/broken/") ||
        !is_source(file.path) || is_test(file.path))
      continue;
    for (const std::string wanted : {"spec/model.h", "spec/consequence.h"})
      if (const auto by = leads_to(by_path, file.path, wanted))
        faults.push_back(fault(file, 1, "peeks at " + wanted + " through " + *by));
  }
  return faults;
}

std::vector<std::string> library_faults(const std::vector<File>& files) {
  std::vector<std::string> faults;
  for (const File& file : files) {
    if (!is_source(file.path)) continue;
    const bool json = file.path.starts_with("spec/json") && file.path.ends_with(".cc");
    for (const Include& include : includes_of(file)) {
      if (!include.angled) continue;
      const bool nlohmann = include.name.starts_with("nlohmann/");
      const bool heavy = nlohmann || include.name.starts_with("rapidcheck");
      const bool standard = include.name.find_first_of("/.") == std::string::npos;
      const bool for_users = file.path.starts_with("adapters/");
      if (heavy && file.path.ends_with(".h") && !for_users)
        faults.push_back(fault(file, include.line, include.name + " in a header"));
      else if (folder_of(file.path) == "spec" && !is_test(file.path) && !standard &&
               !(nlohmann && json))
        faults.push_back(fault(file, include.line, include.name + " is not standard"));
    }
  }
  return faults;
}

std::vector<std::string> target_faults(const std::vector<File>& files, std::string_view commands,
                                       const std::string& root) {
  std::vector<std::string> faults;
  for (const File& file : files) {
    const std::string_view folder = folder_of(file.path);
    if (!file.path.ends_with(".cc") || folder == "bench" || folder == "fuzz" ||
        folder == "examples" || file.path.ends_with("_fuzz.cc"))
      continue;
    const std::string place = "\"" + root + "/" + file.path + "\"";
    if (commands.find("\"file\": " + place) == std::string_view::npos &&
        commands.find("#include " + place) == std::string_view::npos)
      faults.push_back(fault(file, 1, "is in no target"));
  }
  return faults;
}

std::vector<std::string> size_faults(const std::vector<File>& files) {
  std::vector<std::string> faults;
  for (const File& file : files) {
    const bool code = is_source(file.path) || file.path.ends_with(".py") ||
                      file.path.ends_with(".cmake") || file.path.ends_with("CMakeLists.txt") ||
                      file.path == "assay";
    if (!code || is_foreign(file.path)) continue;
    const auto lines = lines_of(file.text);
    if (lines.size() > kMostLines)
      faults.push_back(fault(file, lines.size(), std::to_string(lines.size()) + " lines"));
    for (const auto& [number, text] : lines)
      if (characters_in(text) > kMostColumns)
        faults.push_back(
            fault(file, number, std::to_string(characters_in(text)) + " characters in a line"));
  }
  return faults;
}

std::vector<std::string> name_faults(const std::vector<File>& files) {
  static const std::set<std::string> kVague = {"impl", "base",   "manager", "util",   "utils",
                                               "misc", "common", "helper",  "helpers"};
  constexpr std::string_view kSnakeCase = "abcdefghijklmnopqrstuvwxyz0123456789_/.";
  std::vector<std::string> faults;
  for (const File& file : files) {
    for (const std::string& word : words_of(file.path))
      if (kVague.contains(word)) faults.push_back(fault(file, 1, "a name that says " + word));
    if (is_source(file.path) && file.path.find_first_not_of(kSnakeCase) != std::string::npos)
      faults.push_back(fault(file, 1, "a name that is not snake_case"));
  }
  return faults;
}

std::vector<std::string> text_faults(const std::vector<File>& files) {
  // Spelled with a bar, so that this file does not find itself.
  static const std::vector<std::string> kBanned = {
      without_bars("TO|DO"),   without_bars("FIX|ME"),  without_bars("DIS|ABLED_"),
      without_bars("/wo|rk/"), without_bars("/ho|me/"), without_bars("/ro|ot/")};
  std::vector<std::string> faults;
  for (const File& file : files) {
    if (is_foreign(file.path)) continue;
    for (const auto& [number, text] : lines_of(file.text))
      for (const std::string& word : kBanned)
        if (text.find(word) != std::string_view::npos)
          faults.push_back(fault(file, number, "says " + word));
    if (!file.path.ends_with(".h")) continue;
    if (!file.text.starts_with("// ")) faults.push_back(fault(file, 1, "does not say what it is"));
    if (file.text.find("\n#pragma once\n") == std::string::npos)
      faults.push_back(fault(file, 1, "has no #pragma once"));
  }
  return faults;
}

}  // namespace assay::tree
