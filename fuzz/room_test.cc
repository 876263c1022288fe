#include "fuzz/room.h"

#include <gtest/gtest.h>

#include <limits>

#include "spec/store_factory.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

TEST(Room, IsThereWhereTestsWrite) {
  const ScratchDirectory scratch;
  const std::uint64_t bytes = free_bytes(scratch.path());
  EXPECT_GT(bytes, 0U);
  EXPECT_LT(bytes, std::numeric_limits<std::uint64_t>::max());
}

TEST(Room, IsTakenForGrantedWhereThePlaceDoesNotTell) {
  EXPECT_EQ(free_bytes("/proc"), std::numeric_limits<std::uint64_t>::max());
}

TEST(Room, IsNotWhereThereIsNoDirectory) {
  const ScratchDirectory scratch;
  EXPECT_THROW(free_bytes(scratch / "none"), InfraError);
}

}  // namespace
}  // namespace assay
