#include "reports/zoo_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/lines_test.h"

namespace assay {
namespace {

using testing::holds;

using namespace literals;

ZooResult sample() {
  ZooResult zoo;
  zoo.version = "0.1.0";
  zoo.seed = 7;
  zoo.budget = "time 60s";
  zoo.seconds = 12.5;
  zoo.exhibits = {
      {"swaps-clients", "TS-SAVE-06"_rule, true, "TS-SAVE-06"_rule, 0.25, 0.5, 120, 3, 2},
      {"forgets-users", "TS-DUP-02"_rule, true, "TS-FIND-01"_rule, 0.01, 0.5, 90, 2, 2},
      {"open-to-all", "TS-SEC-01"_rule, true, "TS-SEC-01"_rule, 0.02, 0, 0, 0, 0},
      {"cuts-names", "TS-VAL-01"_rule, true, "TS-VAL-01"_rule, 0.02, 0.1, 40, 1, 1},
  };
  return zoo;
}

TEST(ZooReport, TellsWhatBecameOfEachAndTheScore) {
  ReportOptions options;
  options.durations = false;
  EXPECT_EQ(zoo_console_report(sample(), options),
            "store          named rule  fate            operations\n"
            "swaps-clients  TS-SAVE-06  caught          3/2\n"
            "forgets-users  TS-DUP-02   as TS-FIND-01   2/2\n"
            "open-to-all    TS-SEC-01   caught          probe\n"
            "cuts-names     TS-VAL-01   caught          1/1\n"
            "\n"
            "4 of 4 broken stores caught (100.0 %), 3 under the rule that names them (75.0 %)\n"
            "counterexamples: 1 of 2 as short as the shortest known (50.0 %), 1 one operation "
            "longer, 0 more\n"
            "minimising took at most 120 executions\n"
            "assay 0.1.0, seed 7, budget time 60s; exit code 0\n");
}

TEST(ZooReport, SaysWhatLivedAndWhatWasNotTried) {
  ZooResult zoo = sample();
  zoo.exhibits[0].found.reset();
  zoo.exhibits[0].operations = 0;
  zoo.exhibits[3].found.reset();
  zoo.exhibits[3].tried = false;
  zoo.exhibits[3].operations = 0;
  const std::string report = zoo_console_report(zoo, {});
  EXPECT_TRUE(holds(report, "LIVED"));
  EXPECT_TRUE(holds(report, "not tried\n") || holds(report, "not tried "));
  EXPECT_TRUE(holds(report, "2 of 4 broken stores caught (50.0 %)"));
  EXPECT_TRUE(holds(report, "1 not tried: the time was over"));
  EXPECT_EQ(exit_code(zoo), 1);
  zoo.exhibits.erase(zoo.exhibits.begin());
  EXPECT_EQ(exit_code(zoo), 3);
  zoo.exhibits.pop_back();
  EXPECT_EQ(exit_code(zoo), 0) << "caught under another rule is caught";
  zoo.interrupted = true;
  EXPECT_EQ(exit_code(zoo), 130);
}

TEST(ZooReport, IsReadByProgramsAndInMarkdown) {
  const auto json = nlohmann::json::parse(zoo_json_report(sample(), {}));
  EXPECT_EQ(json["assay_zoo"], 1);
  EXPECT_EQ(json["stores"].size(), 4U);
  EXPECT_EQ(json["stores"][1]["named"], "TS-DUP-02");
  EXPECT_EQ(json["stores"][1]["found"], "TS-FIND-01");
  EXPECT_EQ(json["stores"][0]["operations"], 3);
  EXPECT_EQ(json["stores"][0]["shortest_known"], 2);
  EXPECT_TRUE(
      holds(zoo_markdown_report(sample(), {}), "| cuts-names | TS-VAL-01 | caught | 1/1 |"));
}

}  // namespace
}  // namespace assay
