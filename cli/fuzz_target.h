// Fuzz targets that were built, and what lies beside them.
#pragma once

#include <string>
#include <vector>

namespace assay {

// A program with libFuzzer in it. Beside it, as OSS-Fuzz has it, lie NAME.dict and, as a folder,
// NAME_seed_corpus.
struct FuzzTarget {
  std::string name;        // "plan_fuzz"
  std::string program;     // absolute
  std::string seeds;       // a folder, or empty
  std::string dictionary;  // a file, or empty
};

// The targets of a folder, in the order of their names: what may be executed and ends in _fuzz. An
// empty `directory` stands for ASSAY_FUZZ_TARGETS, and without that for the folder of the running
// program. Throws UsageError where there is none, and says how to build them.
std::vector<FuzzTarget> find_fuzz_targets(const std::string& directory);

// The one of that name. Throws UsageError where there is none.
FuzzTarget fuzz_target_named(const std::vector<FuzzTarget>& targets, const std::string& name);

}  // namespace assay
