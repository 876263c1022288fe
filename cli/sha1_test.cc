#include "cli/sha1.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

// By sha1sum; lengths about those where a block or the room for the length ends.
TEST(Sha1, IsThatOfOthersAtEveryLength) {
  const struct {
    std::size_t length;
    const char* digits;
  } kCases[] = {{0, "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
                {3, "7e240de74fb1ed08fa08d38063f6a6a91462a815"},
                {55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
                {56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
                {63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"},
                {64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
                {119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"},
                {1000, "291e9a6c66994949b57ba5e650361e98fc36b1ba"}};
  for (const auto& [length, digits] : kCases) EXPECT_EQ(sha1(std::string(length, 'a')), digits);
  EXPECT_EQ(sha1({"\xFF\0\x80", 3}), "5b101b10a702a5f4c07341f584b73626276251ac");
}

}  // namespace
}  // namespace assay
