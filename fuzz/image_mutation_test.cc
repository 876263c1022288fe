#include "fuzz/image_mutation.h"

#include <gtest/gtest.h>

#include <set>

#include "fuzz/file_image.h"
#include "stores/csv.h"
#include "stores/scratch_directory.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

// The application id and version in its header are the store's own, or it would be refused.
TEST(ImageMutation, BeginsWithAFileThatTheStoreReads) {
  for (const std::size_t page_size : {512U, 1024U, 65536U}) {
    const ScratchDirectory storage;
    const auto factory = make_sqlite_factory();
    EXPECT_EQ(
        image_fault({ImageFormat::kSqlite, fresh_sqlite(3, page_size)}, *factory, storage.path()),
        std::nullopt);
  }
}

TEST(ImageMutation, IsTheSameForTheSameSeed) {
  for (const std::string& input : {std::string("c1,2\n"), "d" + fresh_sqlite(2, 512)})
    for (std::uint64_t seed = 0; seed < 50; ++seed)
      EXPECT_EQ(mutated_image(input, 20000, seed), mutated_image(input, 20000, seed));
}

TEST(ImageMutation, MakesManyFilesOfOne) {
  for (const std::string& input :
       {"c" + std::string(kCsvHeader) + "\n1,ann,,,,a,,,,\n", "d" + fresh_sqlite(2, 512)}) {
    std::set<std::string> made;
    for (std::uint64_t seed = 0; seed < 200; ++seed) made.insert(mutated_image(input, 20000, seed));
    EXPECT_GT(made.size(), 140U);
  }
}

// Whatever it is given: no file is too short or too strange for it.
TEST(ImageMutation, TakesEveryInput) {
  std::string input;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    input = mutated_image(input, 4000, seed);
    if (input.size() > 20000) input.resize(seed % 200);
    if (seed % 7 == 0) input[0] = static_cast<char>(seed);
  }
}

}  // namespace
}  // namespace assay
