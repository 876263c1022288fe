#include "reports/registry.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "reports/sample_run.h"

namespace assay {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Compares with reports/golden/<name>.txt; with ASSAY_UPDATE=1 writes it instead.
void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = ASSAY_SOURCE_DIR "/reports/golden/" + name + ".txt";
  const char* update = std::getenv("ASSAY_UPDATE");
  if (update != nullptr && std::string(update) == "1") {
    std::ofstream(path, std::ios::binary) << text;
  }
  ASSERT_EQ(read(path), text) << path << " differs; ASSAY_UPDATE=1 writes it anew";
}

}  // namespace

// What a test of a row is called in a list of tests.
void PrintTo(const ReportRow& row, std::ostream* out) { *out << row.name; }

namespace {

class EveryReport : public ::testing::TestWithParam<ReportRow> {};

std::string name_of_row(const ::testing::TestParamInfo<ReportRow>& info) {
  return std::string(info.param.name);
}

TEST_P(EveryReport, GivesItsGoldenFile) {
  expect_golden(std::string(GetParam().name), GetParam().render(sample_run(), {}));
}

TEST_P(EveryReport, GivesItsGoldenFileForAnInterruptedRun) {
  ReportOptions options;
  options.strict = true;
  options.durations = false;
  expect_golden(std::string(GetParam().name) + "-interrupted",
                GetParam().render(interrupted_run(), options));
}

TEST_P(EveryReport, HoldsNoControlCharacterButLineEnds) {
  for (const char c : GetParam().render(sample_run(), {}))
    ASSERT_TRUE(c == '\n' || (c != 0x7F && static_cast<unsigned char>(c) >= 0x20)) << int{c};
  EXPECT_EQ(GetParam().render(sample_run(), {}).find("\u009b"), std::string::npos);
}

TEST_P(EveryReport, DiffersInNoByteForAnotherDurationWhereDurationsAreLeftOut) {
  RunResult slower = sample_run();
  slower.seconds += 1;
  for (StoreResult& store : slower.stores) store.seconds += 1;
  ReportOptions options;
  EXPECT_NE(GetParam().render(sample_run(), options), GetParam().render(slower, options));
  options.durations = false;
  EXPECT_EQ(GetParam().render(sample_run(), options), GetParam().render(slower, options));
}

TEST_P(EveryReport, IsMadeOfARunWithoutStores) {
  RunResult empty = sample_run();
  empty.stores.clear();
  const std::string text = GetParam().render(empty, {});
  EXPECT_NE(text.find("18446744073709551615"), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(, EveryReport, ::testing::ValuesIn(reports().begin(), reports().end()),
                         name_of_row);

TEST(Registry, HasAReportForEachGoldenFile) {
  std::set<std::string> expected;
  for (const ReportRow& row : reports())
    for (const char* variant : {"", "-interrupted"})
      expected.insert(std::string(row.name) + variant + ".txt");
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(ASSAY_SOURCE_DIR "/reports/golden"))
    found.insert(entry.path().filename());
  EXPECT_EQ(found, expected);
}

TEST(Registry, NamesEachReportOnce) {
  std::set<std::string_view> names;
  for (const ReportRow& row : reports()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.summary.empty()) << row.name;
  }
  EXPECT_TRUE(names.contains("console") && names.contains("json") && names.contains("junit"));
}

}  // namespace
}  // namespace assay
