#include "cli/fuzz_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/text.h"

namespace assay {
namespace {

using ::testing::ElementsAre;

TEST(FuzzOutput, IsReadInTheWordsOfEveryLibFuzzer) {
  for (const char* line :
       {"#1958: cov: 5 ft: 7 corp: 3 exec/s 12 oom/timeout/crash: 0/0/0 time: 0s job: 2",
        "#1958: cov: 5 ft: 7 corp: 3 exec/s: 12 oom/timeout/crash: 0/0/1 time: 9s job: 2"}) {
    const auto status = parse_fuzz_status(line);
    ASSERT_TRUE(status) << line;
    EXPECT_EQ(status->executions, 1958U);
    EXPECT_EQ(status->coverage, 5U);
    EXPECT_EQ(status->features, 7U);
    EXPECT_EQ(status->corpus, 3U);
  }
  EXPECT_FALSE(parse_fuzz_status("#5\tNEW    cov: 9 ft: 9 corp: 3/10b lim: 4 exec/s: 0"))
      << "that is a line of one job";
  EXPECT_FALSE(parse_fuzz_status("INFO: -fork=2: fuzzing in separate process(s)"));
  EXPECT_FALSE(parse_fuzz_status("#: cov: ft: corp: job: "));
}

TEST(FuzzOutput, TellsHowFarAJobIs) {
  EXPECT_EQ(executions_in_log("#2\tINITED cov: 2\n#4096\tpulse  cov: 3\nINFO: words\n"), 4096U);
  EXPECT_EQ(executions_in_log("#2\tINITED cov: 2\n#40"), 2U) << "the last line is not whole";
  EXPECT_EQ(executions_in_log("stat::number_of_executed_units: 7\n"), 0U);
  EXPECT_EQ(executions_in_log(""), 0U);
}

TEST(FuzzOutput, TellsHowManyInputsAMergeChose) {
  const std::vector<std::string> output = {
      "MERGE-OUTER: 38 files, 4 in the initial corpus, 0 processed earlier",
      "MERGE-OUTER: 30 new files with 42 new features added; 11 new coverage edges", "words"};
  EXPECT_EQ(chosen_by_merge(output), 30U);
  EXPECT_FALSE(chosen_by_merge({output.front()}));
}

TEST(FuzzOutput, HasTheStoryOfATargetThatAborts) {
  const auto story = parse_crash({"INFO: Seed: 1", "Running: findings/crash-1", "",
                                  "TS-SAVE-07 save_token: 12 records, of \"ann\" 3", "  expected 1",
                                  "", "==12== ERROR: libFuzzer: deadly signal", "    #0 in abort",
                                  "SUMMARY: libFuzzer: deadly signal"});
  ASSERT_TRUE(story);
  EXPECT_THAT(story->lines,
              ElementsAre("TS-SAVE-07 save_token: 12 records, of \"ann\" 3", "  expected 1"));
  EXPECT_EQ(story->kind, "TS-SAVE-07 save_token: N records, of \"...\" N")
      << "without what another input would change";
}

TEST(FuzzOutput, HasOneKindForOneFaultWhateverTheInputsTextIs) {
  const auto kind = [](std::string_view text) {
    return parse_crash({"Running: x", "refused, of " + quoted(text) + ": 3 bytes of \"\\\\\" held",
                        "SUMMARY: libFuzzer: deadly signal"})
        ->kind;
  };
  for (const std::string& text :
       {std::string("ann"), std::string(R"(a"b)"), std::string(R"("")"), std::string(R"(a\)"),
        std::string(R"(\" 7 ")"), std::string(200, 'a'), std::string(77, '"')})
    EXPECT_EQ(kind(text), "refused, of \"...\": N bytes of \"...\" held") << text;
  EXPECT_EQ(parse_crash({"Running: x", R"(of "a\" 7)", "SUMMARY: libFuzzer: deadly signal"})->kind,
            R"(of "a\" N)")
      << "a text that does not end";
}

TEST(FuzzOutput, BeginsWithTheOraclesWords) {
  const auto story = parse_crash({"Running: x", "a word of the store's", "fuzz: list breaks TS-A-1",
                                  "  happened: this", "SUMMARY: libFuzzer: deadly signal"});
  ASSERT_TRUE(story);
  EXPECT_THAT(story->lines, ElementsAre("list breaks TS-A-1", "  happened: this"));
}

TEST(FuzzOutput, TakesASanitizersWordWhereTheTargetHasNone) {
  const auto story = parse_crash(
      {"Running: findings/crash-1", "=====", "==1==ERROR: AddressSanitizer: heap-buffer-overflow",
       "SUMMARY: AddressSanitizer: heap-buffer-overflow /a/b/list.cc:8:57 in f"});
  ASSERT_TRUE(story);
  EXPECT_EQ(story->kind, "AddressSanitizer: heap-buffer-overflow list.cc:8:57 in f");
  EXPECT_THAT(story->lines, ElementsAre(story->kind));
  EXPECT_EQ(parse_crash({"Running: x", "ALARM: 3", "SUMMARY: libFuzzer: timeout"})->kind,
            "took too long");
}

TEST(FuzzOutput, KnowsARunThatDidNotFail) {
  EXPECT_FALSE(parse_crash({"Running: findings/crash-1", "Executed findings/crash-1 in 0 ms"}));
}

}  // namespace
}  // namespace assay
