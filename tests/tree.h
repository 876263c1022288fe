// The rules that the tree of sources keeps, as pure functions of its files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::tree {

struct File {
  std::string path;  // from the root: "spec/token.h"
  std::string text;
};

// Every file that is kept, in the order of their paths. What builds and runs left behind is not.
std::vector<File> read(const std::string& root);

// Each check gives a line "path:line: what is wrong" for each fault.

// An include starts at the root, names a file of the tree, and goes along the arrows only: spec
// knows nobody; stores, harness and reports know spec; fuzz knows all of these but reports; cli,
// tests and bench know everything. A harness test may know the stores.
std::vector<std::string> arrow_faults(const std::vector<File>& files);

// No store includes the model, not even by way of other headers; stores/broken and tests may.
std::vector<std::string> model_faults(const std::vector<File>& files);

// spec/ stands on the standard library, and on nlohmann in its json*.cc; no header anywhere brings
// in nlohmann or RapidCheck.
std::vector<std::string> library_faults(const std::vector<File>& files);

// Every .cc is compiled. `commands` is the text of a compile_commands.json, and of the sources of
// batches that it names; `root` is where it is for.
// Benchmarks, fuzz targets and examples have builds of their own.
std::vector<std::string> target_faults(const std::vector<File>& files, std::string_view commands,
                                       const std::string& root);

// At most 400 lines, and 100 characters in each.
std::vector<std::string> size_faults(const std::vector<File>& files);

// No name of a file says Impl, Base, Manager, util, common or helper; sources are snake_case.
std::vector<std::string> name_faults(const std::vector<File>& files);

// No note of work left undone, no path of somebody's machine, no disabled test; a header is
// included once, and says first what it is.
std::vector<std::string> text_faults(const std::vector<File>& files);

// `text` without its bars: a way to write in a source what no source may hold.
std::string without_bars(std::string text);

}  // namespace assay::tree
