// docs/formats.md says what is true: each of its examples is what the code reads or writes.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "reports/json_report.h"
#include "reports/junit_report.h"
#include "reports/sample_run.h"
#include "spec/json.h"

namespace assay {
namespace {

using Json = nlohmann::json;
using namespace literals;

const char* const kPath = ASSAY_SOURCE_DIR "/docs/formats.md";

std::string page() {
  std::ifstream file(kPath, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The block that is fenced by ```<mark>.
std::string block(const std::string& text, const std::string& mark) {
  const std::string fence = "```" + mark + "\n";
  const std::size_t start = text.find(fence);
  if (start == text.npos) return {};
  const std::size_t from = start + fence.size();
  return text.substr(from, text.find("```\n", from) - from);
}

// Expects the block to be `text`; with ASSAY_UPDATE=1 makes it so.
void expect_block(const std::string& mark, const std::string& text) {
  std::string all = page();
  const char* update = std::getenv("ASSAY_UPDATE");
  if (update != nullptr && std::string(update) == "1") {
    const std::string fence = "```" + mark + "\n";
    const std::string old = block(all, mark);
    ASSERT_NE(all.find(fence), all.npos);
    all.replace(all.find(fence) + fence.size(), old.size(), text);
    std::ofstream(kPath, std::ios::binary) << all;
  }
  EXPECT_EQ(block(all, mark), text) << kPath << " differs; ASSAY_UPDATE=1 writes it anew";
}

// A run that is small enough for the page.
RunResult example_run() {
  RunResult run;
  run.version = "0.1.0";
  run.seed = 7;
  run.budget = "time 60s";
  run.seconds = 60.004;
  run.canaries = {{"list-misses-the-last", "LIST", true}};
  StoreResult store;
  store.store = "sqlite";
  store.capabilities = {Medium::kFile, true, true, true, 1, {}};
  store.capabilities.capacity[index_of(Field::kUserName)] = 255;
  store.verdicts = {
      {"TS-SAVE-02"_rule, Judgement::kPass, 41'234, ""},
      {"TS-SAVE-07"_rule, Judgement::kFail, 9'870, "save_token: field-lost"},
      {"TS-DUR-02"_rule, Judgement::kNotBuilt, 0, "nothing puts this rule to the test yet"}};
  store.findings = {sample_finding()};
  store.tally["LAT-l"_rule.index] = 12'345;
  store.tally.ways["LAT-l.order"_way.index] = {40'000, 27'655};
  store.tally.ways["LAT-l.other"_way.index] = {40'000, 12'345};
  std::uint64_t tries = 1'900;
  for (Tries& situation : store.tally.situations) {
    situation = {tries, tries / 2};
    ++tries;
  }
  store.tally.triples[triple_of(Method::kSaveToken, Method::kFindToken, Method::kReopen)] = 412;
  store.tally.record_counts = {9'120, 9'980, 7'300, 5'210, 8'640, 1'730, 960, 310, 60};
  store.tally.value_classes = {161'000, 3'100, 2'900, 4'200, 9'800, 7'700, 21'000};
  store.cases = 6'100;
  store.calls = 98'765;
  store.seconds = 59.871;
  run.stores = {store};
  return run;
}

void collect_keys(const Json& json, std::set<std::string>& keys) {
  if (json.is_object())
    for (const auto& [key, member] : json.items()) keys.insert(key);
  if (json.is_structured())
    for (const Json& member : json) collect_keys(member, keys);
}

bool tells_of(const std::string& text, std::string_view word) {
  return text.find("`" + std::string(word) + "`") != text.npos;
}

TEST(Formats, ExamplePlanIsReadAndShowsEveryMethod) {
  const PlanFile file = plan_from_json(block(page(), "json plan"));
  EXPECT_EQ(file.store, "sqlite");
  std::set<Method> seen;
  for (const Operation& operation : file.plan.operations) seen.insert(operation.call.method);
  EXPECT_EQ(seen.size(), kMethodCount);
}

TEST(Formats, ExampleReportIsWhatIsWritten) {
  expect_block("json report", json_report(example_run(), {}));
}

TEST(Formats, ExampleJunitIsWhatIsWritten) {
  expect_block("xml junit", junit_report(example_run(), {}));
}

TEST(Formats, TellsOfEveryKeyOfAReport) {
  std::set<std::string> keys;
  collect_keys(Json::parse(json_report(sample_run(), {})), keys);
  const std::string text = page();
  for (const std::string& key : keys)
    EXPECT_TRUE(tells_of(text, key) || key.starts_with("LAT-") || key == "again" || key == "id_of")
        << key;
}

TEST(Formats, TellsOfEveryWord) {
  const std::string text = page();
  for (int i = 0; name_of(static_cast<Divergence>(i)) != "?"; ++i)
    EXPECT_TRUE(tells_of(text, name_of(static_cast<Divergence>(i)))) << i;
  for (int i = 0; name_of(static_cast<Judgement>(i)) != "?"; ++i)
    EXPECT_TRUE(tells_of(text, name_of(static_cast<Judgement>(i)))) << i;
  for (const Field field : kFields) EXPECT_TRUE(tells_of(text, name_of(field)));
  for (std::size_t i = 0; i < kMethodCount; ++i)
    EXPECT_TRUE(tells_of(text, name_of(static_cast<Method>(i))));
}

}  // namespace
}  // namespace assay
