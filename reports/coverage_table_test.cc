#include "reports/coverage_table.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "reports/lines_test.h"
#include "reports/sample_run.h"
#include "spec/evidence.h"
#include "spec/text.h"

namespace assay {
namespace {

using testing::lines_of;

using namespace literals;

// The line that begins with this label, behind blanks.
std::string line_of(const std::string& text, const std::string& label) {
  for (const std::string& line : lines_of(text))
    if (line.starts_with("  " + label + "  ")) return line;
  return "no line";
}

TEST(CoverageTable, TellsTheTriesOfEachSituationStoreBesideStore) {
  const RunResult run = sample_run();
  const std::string text = coverage_table(run, {});
  EXPECT_EQ(line_of(text, "a user who is not stored"),
            "  a user who is not stored                                     "
            "30/23        30/23        0/0 !");
  EXPECT_EQ(line_of(text, "a token for an empty store"),
            "  a token for an empty store                                   "
            "154          154          0 !");
}

TEST(CoverageTable, MarksWhatIsThinAndWhatDoesNotApply) {
  const std::string text = coverage_table(sample_run(), {});
  EXPECT_NE(line_of(text, "a new token without an id, after the delete of a record").find("3/1 !"),
            std::string::npos);
  EXPECT_NE(line_of(text, "a reopen of an empty store").find("n/a"), std::string::npos);
}

TEST(CoverageTable, TellsOrdersRecordsAndTextsInParts) {
  const std::string text = coverage_table(sample_run(), {});
  EXPECT_NE(line_of(text, "tried").find("1 of 216     2 of 343"), std::string::npos);
  EXPECT_NE(line_of(text, "4-7").find("22%"), std::string::npos);
  EXPECT_NE(line_of(text, "16-98").find("<1%"), std::string::npos);
  EXPECT_NE(line_of(text, "plain").find("70%"), std::string::npos);
}

TEST(CoverageTable, TellsWhatEachStoreChooses) {
  const std::string text = coverage_table(sample_run(), {});
  EXPECT_NE(line_of(text, "inserts").find("43%          43%          -"), std::string::npos);
  EXPECT_NE(line_of(text, "keeps its order, new records last").find("always"), std::string::npos);
  EXPECT_NE(line_of(text, "has another order").find("never"), std::string::npos);
}

TEST(CoverageTable, NamesEverySituationAndEveryOutcomeOnce) {
  RunResult run = good_run();
  run.stores.resize(1);
  StoreResult& store = run.stores[0];
  store.verdicts.clear();
  for (std::uint8_t i = 0; i < kTagCount; ++i)
    store.verdicts.push_back({Tag{i}, Judgement::kPass, 1, ""});
  ReportOptions options;
  options.width = 140;
  const std::string text = coverage_table(run, options);
  for (const SituationRow& row : kSituations)
    EXPECT_NE(text.find("  " + std::string(row.words) + "  "), std::string::npos) << row.key;
  for (const WayRow& row : kWays)
    EXPECT_NE(text.find("  " + std::string(row.outcome) + "  "), std::string::npos) << row.key;
}

TEST(CoverageTable, KeepsToItsWidthAndHasNoTrailingBlanks) {
  for (const int width : {60, 80, 100}) {
    ReportOptions options;
    options.width = width;
    for (const std::string& line : lines_of(coverage_table(sample_run(), options))) {
      EXPECT_LE(length_in_characters(line), static_cast<std::size_t>(width)) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(CoverageTable, IsEmptyWithoutStores) { EXPECT_EQ(coverage_table({}, {}), ""); }

}  // namespace
}  // namespace assay
