#include "reports/junit_report.h"

#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <regex>

#include "reports/sample_run.h"

namespace assay {
namespace {

using namespace literals;

// The document, or an empty one and a failed test where it is not well-formed.
pugi::xml_document parsed(const std::string& text) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer(text.data(), text.size());
  EXPECT_TRUE(result) << result.description() << " at byte " << result.offset;
  return document;
}

pugi::xml_node testcase(const pugi::xml_document& document, std::string_view suite,
                        std::string_view rule) {
  for (const pugi::xml_node node :
       document.child("testsuites").find_child_by_attribute("name", suite.data()))
    if (std::string_view(node.attribute("name").value()).starts_with(rule)) return node;
  ADD_FAILURE() << "no testcase " << rule;
  return {};
}

bool is_red(const RunResult& run, bool strict) {
  ReportOptions options;
  options.strict = strict;
  const auto document = parsed(junit_report(run, options));
  const pugi::xml_node suites = document.child("testsuites");
  return suites.attribute("failures").as_uint() + suites.attribute("errors").as_uint() > 0;
}

RunResult run_of(Tag rule, Judgement judgement) {
  RunResult run;
  run.stores.resize(1);
  run.stores[0].store = "s";
  run.stores[0].verdicts = {{rule, judgement, 1, "because"}};
  if (judgement == Judgement::kInfra) run.stores[0].infra = "because";
  return run;
}

// The only child of the only testcase: "failure", "error", "skipped", "system-out", or nothing.
std::string element(Tag rule, Judgement judgement, bool strict = false) {
  ReportOptions options;
  options.strict = strict;
  const auto document = parsed(junit_report(run_of(rule, judgement), options));
  return testcase(document, "s", rule.id()).first_child().name();
}

TEST(JunitReport, HasAnElementForEachJudgement) {
  EXPECT_EQ(element("TS-SAVE-01"_rule, Judgement::kPass), "");
  EXPECT_EQ(element("TS-SAVE-01"_rule, Judgement::kFail), "failure");
  EXPECT_EQ(element("TS-SAVE-01"_rule, Judgement::kInconclusive), "error");
  EXPECT_EQ(element("TS-SAVE-01"_rule, Judgement::kInfra), "error");
  EXPECT_EQ(element("TS-SAVE-01"_rule, Judgement::kNotApplicable), "skipped");
  EXPECT_EQ(element("TS-SAVE-01"_rule, Judgement::kNotBuilt), "skipped");
  EXPECT_EQ(element("TS-SAVE-01"_rule, Judgement::kExpected), "skipped");
  EXPECT_EQ(element("TS-SAVE-18"_rule, Judgement::kFail), "system-out");
  EXPECT_EQ(element("TS-SAVE-18"_rule, Judgement::kFail, true), "failure");
  EXPECT_EQ(element("TS-SAVE-18"_rule, Judgement::kInconclusive), "skipped");
  EXPECT_EQ(element("TS-SAVE-18"_rule, Judgement::kInconclusive, true), "error");
}

TEST(JunitReport, IsRedWhereTheExitCodeIsNotZero) {
  for (const Tag rule : {"TS-SAVE-01"_rule, "TS-SAVE-18"_rule}) {
    for (int judgement = 0; judgement <= static_cast<int>(Judgement::kExpected); ++judgement) {
      RunResult run = run_of(rule, static_cast<Judgement>(judgement));
      for (const bool strict : {false, true})
        EXPECT_EQ(is_red(run, strict), exit_code(run, strict) != 0) << rule.id() << judgement;
    }
  }
  EXPECT_TRUE(is_red({}, false));
  EXPECT_TRUE(is_red(sample_run(), false));
  EXPECT_FALSE(is_red(good_run(), true));
  RunResult overdue = good_run();
  overdue.overdue = {"TS-SAVE-07 of list no longer fails"};
  EXPECT_TRUE(is_red(overdue, false));
  EXPECT_EQ(exit_code(overdue, false), 1);
  RunResult interrupted = good_run();
  interrupted.interrupted = true;
  EXPECT_TRUE(is_red(interrupted, false));
}

TEST(JunitReport, IsRedForAStoreThatWasNotReachedAndHasNoVerdicts) {
  RunResult run = good_run();
  run.stores[1].verdicts.clear();
  run.stores[1].infra = "no server";
  const auto document = parsed(junit_report(run, {}));
  EXPECT_STREQ(
      testcase(document, "sqlite-memory", "the store").child("error").attribute("message").value(),
      "INFRA: no server");
}

TEST(JunitReport, CountsWhatItHolds) {
  const auto document = parsed(junit_report(sample_run(), {}));
  const pugi::xml_node suites = document.child("testsuites");
  const auto counted = [](pugi::xml_node node, const char* path) {
    return node.select_nodes(path).size();
  };
  EXPECT_EQ(suites.select_nodes("testsuite").size(), 4U);  // one of the run itself
  for (const auto& found : document.select_nodes("//testsuite | //testsuites")) {
    const pugi::xml_node node = found.node();
    EXPECT_GT(node.attribute("tests").as_uint(), 0U);
    EXPECT_EQ(node.attribute("tests").as_uint(), counted(node, ".//testcase"));
    EXPECT_EQ(node.attribute("failures").as_uint(), counted(node, ".//failure"));
    EXPECT_EQ(node.attribute("errors").as_uint(), counted(node, ".//error"));
    EXPECT_EQ(node.attribute("skipped").as_uint(), counted(node, ".//skipped"));
  }
}

TEST(JunitReport, NamesATestcaseByItsRule) {
  const auto document = parsed(junit_report(sample_run(), {}));
  const pugi::xml_node node = testcase(document, "list", "TS-DUP-01");
  EXPECT_STREQ(node.attribute("classname").value(), "assay.list");
  EXPECT_STREQ(node.attribute("name").value(), "TS-DUP-01 No two records have the same id.");
  EXPECT_EQ(node.attribute("assertions").as_ullong(), 5'678'901U);
}

TEST(JunitReport, TellsTheStoryOfAFailure) {
  const auto document = parsed(junit_report(interrupted_run(), {}));
  const pugi::xml_node failure = testcase(document, "sqlite", "TS-SAVE-07").child("failure");
  EXPECT_STREQ(failure.attribute("message").value(), "FAIL: save_token: field-lost");
  const std::string text = failure.text().get();
  EXPECT_NE(text.find("\n  > 2. save_token  user_name \"ann\""), text.npos) << text;
  EXPECT_NE(text.find("\n  ./assay replay --store sqlite "), text.npos) << text;
}

TEST(JunitReport, KeepsMarkupOfAStoreAsText) {
  const auto document = parsed(junit_report(interrupted_run(), {}));
  const pugi::xml_node failure = testcase(document, "sqlite", "TS-USER-04").child("failure");
  const std::string text = failure.text().get();
  EXPECT_NE(text.find("user_name \"]]> <&> \\u001b[2J\\\" \U0001F511\""), text.npos) << text;
}

TEST(JunitReport, HoldsNothingThatXmlCannotHold) {
  RunResult run = run_of("TS-SAVE-01"_rule, Judgement::kFail);
  run.stores[0].verdicts[0].reason = std::string("a\0b\x01\ufffe\uffff\xed\xa0\x80\xff", 14);
  run.stores[0].store = "s\x02";
  const std::string text = junit_report(run, {});
  EXPECT_NE(text.find(R"(message="FAIL: a\0b\u0001\ufffe\uffff\xed\xa0\x80\xff")"), text.npos)
      << text;
  EXPECT_FALSE(std::regex_search(text, std::regex("&#"))) << text;
  parsed(text);
}

}  // namespace
}  // namespace assay
