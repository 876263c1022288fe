#include "fuzz/query_seeds.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "fuzz/query_oracle.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpus = fs::path(ASSAY_SOURCE_DIR) / "fuzz/corpus/query_fuzz";

std::map<std::string, std::string> corpus() {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(kCorpus)) {
    std::ifstream file(entry.path(), std::ios::binary);
    files[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

TEST(QuerySeeds, AreTheCorpus) {
  std::map<std::string, std::string> seeds;
  for (const QuerySeed& seed : query_seeds()) seeds[seed.name] = input_of(seed.query_case);
  if (std::getenv("ASSAY_UPDATE") != nullptr) {
    fs::remove_all(kCorpus);
    fs::create_directories(kCorpus);
    for (const auto& [name, bytes] : seeds)
      std::ofstream(kCorpus / name, std::ios::binary) << bytes;
  }
  EXPECT_EQ(corpus(), seeds) << "ASSAY_UPDATE=1 writes the corpus anew";
}

TEST(QuerySeeds, HaveANameEach) {
  std::map<std::string, int> names;
  for (const QuerySeed& seed : query_seeds()) EXPECT_EQ(++names[seed.name], 1) << seed.name;
}

TEST(QuerySeeds, SayNothingAgainstTheConstructionOfTheStores) {
  QueryOracle oracle(make_query_construction);
  for (const QuerySeed& seed : query_seeds()) {
    const auto violation = oracle.judge(seed.query_case);
    EXPECT_FALSE(violation) << seed.name << ": " << violation->story;
  }
}

}  // namespace
}  // namespace assay
