#include "reports/json_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "reports/sample_run.h"
#include "spec/json.h"

namespace assay {
namespace {

using Json = nlohmann::json;
using namespace literals;

Json report(const RunResult& run, const ReportOptions& options = {}) {
  return Json::parse(json_report(run, options));
}

TEST(JsonReport, HoldsWhatTheRunIs) {
  const Json json = report(sample_run());
  EXPECT_EQ(json["assay_report"], 1);
  EXPECT_EQ(json["version"], "0.1.0");
  EXPECT_EQ(json["seed"], "18446744073709551615");
  EXPECT_EQ(json["budget"], "time 60s");
  EXPECT_EQ(json["shard"], "1/4");
  EXPECT_EQ(json["interrupted"], false);
  EXPECT_EQ(json["exit_code"], 1);
  EXPECT_EQ(json["seconds"], 60.004);
  EXPECT_EQ(json["stores"].size(), 3U);
}

TEST(JsonReport, SaysWhatWasDifferentInAnotherRun) {
  ReportOptions options;
  options.strict = true;
  options.durations = false;
  const Json json = report(interrupted_run(), options);
  EXPECT_EQ(json["shard"], nullptr);
  EXPECT_EQ(json["strict"], true);
  EXPECT_EQ(json["interrupted"], true);
  EXPECT_EQ(json["exit_code"], 130);
  EXPECT_FALSE(json.contains("seconds"));
  EXPECT_FALSE(json["stores"][0].contains("seconds"));
}

TEST(JsonReport, HoldsEveryVerdict) {
  const RunResult run = sample_run();
  const Json json = report(run);
  for (std::size_t s = 0; s < run.stores.size(); ++s) {
    const Json& verdicts = json["stores"][s]["verdicts"];
    ASSERT_EQ(verdicts.size(), run.stores[s].verdicts.size());
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      const Verdict& verdict = run.stores[s].verdicts[i];
      EXPECT_EQ(verdicts[i]["rule"], verdict.rule.id());
      EXPECT_EQ(verdicts[i]["judgement"], name_of(verdict.judgement));
      EXPECT_EQ(verdicts[i]["tries"], verdict.tries);
      EXPECT_EQ(verdicts[i].contains("reason"), !verdict.reason.empty());
    }
  }
}

TEST(JsonReport, HoldsEveryFindingInTheFormThatIsReadBack) {
  const RunResult run = interrupted_run();
  const Json findings = report(run)["stores"][0]["findings"];
  ASSERT_EQ(findings.size(), run.stores[0].findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding finding = finding_from_json(findings[i].dump());
    EXPECT_EQ(to_json(finding), to_json(run.stores[0].findings[i]));
  }
}

TEST(JsonReport, HoldsWhatTheStoreIs) {
  const Json json = report(sample_run());
  EXPECT_EQ(json["stores"][1]["capabilities"], Json({{"storage", "file"},
                                                     {"persistent", true},
                                                     {"shared", true},
                                                     {"sql", true},
                                                     {"concurrent", 8},
                                                     {"capacity", {{"user_name", 255}}}}));
  EXPECT_EQ(json["stores"][0]["capabilities"]["storage"], "memory");
  EXPECT_EQ(json["stores"][2]["capabilities"]["storage"], "server");
  EXPECT_EQ(json["stores"][0]["infra"], nullptr);
  EXPECT_EQ(json["stores"][0]["cases"], 250'000);
  EXPECT_EQ(json["stores"][0]["calls"], 5'678'901);
}

TEST(JsonReport, TellsTheLatitudesAndNoRuleBesideThem) {
  EXPECT_EQ(report(sample_run())["stores"][0]["latitudes"],
            Json({{"LAT-a", 512}, {"LAT-l", 5'678'901}}));
}

TEST(JsonReport, IsAsciiAndKeepsTextAsItWas) {
  const std::string text = json_report(sample_run(), {});
  for (const char c : text) ASSERT_LT(static_cast<unsigned char>(c), 0x7F);
  const std::string infra = report(sample_run())["stores"][2]["infra"];
  EXPECT_NE(infra.find("esc \x1b[31m"), infra.npos);
  EXPECT_NE(infra.find("]]> tags <&> \U0001F511"), infra.npos);
  EXPECT_NE(infra.find("rot \ufffd quotes"), infra.npos);
}

TEST(JsonReport, PutsEveryVerdictOnALineOfItsOwn) {
  const std::string text = json_report(sample_run(), {});
  EXPECT_NE(text.find("\n        {\"rule\": \"TS-DUR-01\", \"level\": \"MUST\", \"judgement\": "
                      "\"NOT APPLICABLE\", \"tries\": 0, \"reason\": \"the store is not "
                      "persistent\"},\n"),
            text.npos);
}

TEST(JsonReport, HoldsTheEvidenceOfEachRuleThatHasAVerdict) {
  const RunResult run = sample_run();
  const Json store = report(run)["stores"][0];
  std::set<std::string> rules;
  for (const Json& entry : store["situations"]) {
    const std::string key = entry["situation"];
    rules.insert("TS-" + key.substr(0, key.find('.')));
    if (key != "ID-02.deleted") continue;
    EXPECT_EQ(entry["tries"], 3);
    EXPECT_EQ(entry["with_two"], 1);
    EXPECT_EQ(entry["needed"], 30);
    EXPECT_EQ(entry["needed_with_two"], 15);
  }
  for (const Verdict& verdict : run.stores[0].verdicts) {
    const auto situations = std::ranges::count(kSituationRules, verdict.rule);
    EXPECT_EQ(rules.contains(std::string(verdict.rule.id())), situations > 0) << verdict.rule.id();
  }
}

TEST(JsonReport, SaysWhatAStoreCannotComeTo) {
  RunResult run = good_run();
  run.stores[0].verdicts = {{"TS-VAL-02"_rule, Judgement::kPass, 1, ""}};
  const Json store = report(run)["stores"][0];
  for (const Json& entry : store["situations"])
    EXPECT_EQ(entry.contains("out_of_reach"), entry["situation"] == "VAL-02.beyond");
}

TEST(JsonReport, HoldsTheFingerprintAndTheCoverage) {
  const Json store = report(sample_run())["stores"][0];
  ASSERT_EQ(store["fingerprint"].size(), 4U);
  EXPECT_EQ(store["fingerprint"][0]["outcome"], "LAT-a.insert");
  EXPECT_EQ(store["fingerprint"][0]["possible"], 900);
  EXPECT_EQ(store["fingerprint"][0]["taken"], 388);
  EXPECT_EQ(store["fingerprint"][0]["habit"], "sometimes");
  EXPECT_EQ(store["fingerprint"][2]["habit"], "always");
  EXPECT_EQ(store["coverage"]["orders"], Json({{"tried", 1}, {"possible", 216}}));
  EXPECT_EQ(store["coverage"]["record_counts"][4], Json({{"records", "4-7"}, {"steps", 50}}));
  EXPECT_EQ(store["coverage"]["value_classes"][6], Json({{"class", "empty"}, {"texts", 100}}));
}

}  // namespace
}  // namespace assay
