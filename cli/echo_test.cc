#include "cli/echo.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Echo, ShowsWhatShows) {
  EXPECT_EQ(echoed("shop"), "'shop'");
  EXPECT_EQ(echoed("caf\u00e9 \"x\" y's"), "'caf\u00e9 \"x\" y's'");
  EXPECT_EQ(echoed(""), "''");
}

TEST(Echo, IsOneLineWhateverItIsGiven) {
  EXPECT_EQ(echoed("a\nb\x1b[1m"), "'a\\nb\\u001b[1m'");
  EXPECT_EQ(echoed("\xff"), "'\\xff'");
  EXPECT_EQ(echoed("\u202e"), "'\\u202e'");
}

TEST(Echo, IsShort) {
  EXPECT_EQ(echoed(std::string(61, 'x')), "'" + std::string(60, 'x') + "...'");
  EXPECT_EQ(on_one_line(std::string(300, 'x')), std::string(300, 'x'));
}

}  // namespace
}  // namespace assay
