// The seed corpus of plan_fuzz: for each broken store the shortest plan that shows it, where that
// is known. It is generated: ASSAY_WRITE_CORPUS=1 fuzz_tests --gtest_filter='PlanCorpus.*'

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "fuzz/plan_bytes.h"
#include "spec/json.h"
#include "stores/broken/registry.h"
#include "stores/broken/shortest.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(ASSAY_SOURCE_DIR) / "fuzz/corpus/plan_fuzz";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(PlanCorpus, HasTheShortestPlanOfEachBrokenStore) {
  const bool writes = std::getenv("ASSAY_WRITE_CORPUS") != nullptr;
  std::set<std::string> wanted;
  for (const BrokenStore& row : broken_stores()) {
    const ShortestPlan* shortest = shortest_plan_of(row.name);
    if (shortest == nullptr) continue;
    const auto bytes = bytes_of_plan(plan_from_json(shortest->plan).plan);
    ASSERT_TRUE(bytes) << row.name;
    const std::string text(bytes->begin(), bytes->end());
    if (writes) std::ofstream(kFolder / row.name, std::ios::binary) << text;
    EXPECT_EQ(read(kFolder / row.name), text) << row.name;
    wanted.insert(std::string(row.name));
  }
  EXPECT_GT(wanted.size(), 100U);
  for (const auto& entry : fs::directory_iterator(kFolder))
    EXPECT_TRUE(wanted.contains(entry.path().filename().string())) << entry.path();
}

}  // namespace
}  // namespace assay
