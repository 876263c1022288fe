#include "reports/progress.h"

#include <gtest/gtest.h>

#include "spec/text.h"

namespace assay {
namespace {

Progress sample_progress() {
  Progress progress;
  progress.store = "sqlite-memory";
  progress.store_index = 1;
  progress.store_count = 5;
  progress.cases = 12'345;
  progress.calls = 1'234'567;
  progress.findings = 2;
  progress.elapsed_s = 30;
  progress.budget_s = 60;
  return progress;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

TEST(Progress, SaysWhereTheRunIs) {
  EXPECT_EQ(trimmed(progress_line(sample_progress(), 100)),
            "sqlite-memory 2/5  [##########..........]  30 of 60 s  12k cases  1.2M calls  "
            "2 findings");
}

TEST(Progress, HasNoBarWhereTimeIsNoBound) {
  Progress progress = sample_progress();
  progress.budget_s = 0;
  progress.findings = 0;
  EXPECT_EQ(trimmed(progress_line(progress, 100)),
            "sqlite-memory 2/5  30 s  12k cases  1.2M calls  no findings");
}

TEST(Progress, IsAsWideAsAskedWhateverFits) {
  for (int width = 0; width < 120; ++width)
    EXPECT_EQ(length_in_characters(progress_line(sample_progress(), width)),
              static_cast<std::size_t>(width));
  EXPECT_EQ(progress_line(sample_progress(), -1), "");
}

TEST(Progress, LeavesOutTheLeastFirst) {
  EXPECT_EQ(trimmed(progress_line(sample_progress(), 70)),
            "sqlite-memory 2/5  30 of 60 s  12k cases  1.2M calls  2 findings");
  EXPECT_EQ(trimmed(progress_line(sample_progress(), 42)),
            "sqlite-memory 2/5  30 of 60 s  2 findings");
  EXPECT_EQ(trimmed(progress_line(sample_progress(), 20)), "sqlite-memory 2/5");
}

TEST(Progress, ShowsNoControlCharacterOfAName) {
  Progress progress = sample_progress();
  progress.store = "a\x1b[2J\r";
  EXPECT_TRUE(progress_line(progress, 100).starts_with("a\\u001b[2J\\r 2/5  "));
}

TEST(Progress, NeverPassesTheEndOfTheBar) {
  Progress progress = sample_progress();
  progress.elapsed_s = 75;
  EXPECT_NE(progress_line(progress, 100).find("[####################]  75 of 60 s"),
            std::string::npos);
}

}  // namespace
}  // namespace assay
