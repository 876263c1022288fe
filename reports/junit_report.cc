#include "reports/junit_report.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>

#include "reports/layout.h"
#include "reports/standing.h"
#include "reports/story.h"

namespace assay {
namespace {

// What becomes of a standing: the element in its testcase, none where that passed.
constexpr std::array<const char*, 10> kElements = {
    "failure",     // kFail
    "error",       // kInfra
    "error",       // kThin
    "skipped",     // kExpected
    nullptr,       // kPass
    "system-out",  // kAdvice
    "skipped",     // kThinAdvice
    "skipped",     // kNotBuilt
    "skipped",     // kNotApplicable
    "error",       // kNothing
};
const char* element_of(Standing standing) { return kElements[static_cast<std::size_t>(standing)]; }

struct Counts {
  std::uint64_t tests = 0;
  std::uint64_t failures = 0;
  std::uint64_t errors = 0;
  std::uint64_t skipped = 0;

  void add(std::string_view element) {
    ++tests;
    failures += element == "failure";
    errors += element == "error";
    skipped += element == "skipped";
  }
  void add(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
};

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(visible(value).c_str());
}

void set(pugi::xml_node node, const Counts& counts) {
  node.append_attribute("tests").set_value(counts.tests);
  node.append_attribute("failures").set_value(counts.failures);
  node.append_attribute("errors").set_value(counts.errors);
  node.append_attribute("skipped").set_value(counts.skipped);
}

void set_time(pugi::xml_node node, double seconds, const ReportOptions& options) {
  if (options.durations) set(node, "time", fmt::format("{:.3f}", seconds));
}

// The stories of the findings under a rule; `text` must be XML as it is, which a story is.
std::string stories_of(const StoreResult& store, Tag rule) {
  std::string out;
  for (const Finding& finding : store.findings)
    if (finding.bucket.rule == rule) out += (out.empty() ? "\n" : "\n\n") + story(finding, {});
  return out;
}

void add_outcome(pugi::xml_node testcase, Standing standing, const Verdict& verdict,
                 const StoreResult& store) {
  const char* element = element_of(standing);
  if (element == nullptr) return;
  pugi::xml_node node = testcase.append_child(element);
  const std::string& reason = verdict.reason.empty() ? store.infra : verdict.reason;
  const std::string stories = stories_of(store, verdict.rule);
  if (standing == Standing::kAdvice) {
    const std::string note = "advice, a SHOULD is broken: " + visible(reason) + '\n' + stories;
    node.text().set(note.c_str());
    return;
  }
  set(node, "message", std::string(name_of(verdict.judgement)) + ": " + reason);
  if (!stories.empty()) node.text().set(stories.c_str());
}

pugi::xml_node add_testcase(pugi::xml_node suite, std::string_view owner, std::string_view name) {
  pugi::xml_node testcase = suite.append_child("testcase");
  set(testcase, "classname", "assay." + std::string(owner));
  set(testcase, "name", name);
  return testcase;
}

// A fault that no rule's testcase tells of, so that nobody takes the page for green.
void add_error(pugi::xml_node suite, std::string_view owner, std::string_view name,
               std::string_view message, Counts& counts) {
  set(add_testcase(suite, owner, name).append_child("error"), "message", message);
  counts.add("error");
}

void add_properties(pugi::xml_node suite, const RunResult& run) {
  pugi::xml_node properties = suite.append_child("properties");
  const auto add = [&](std::string_view name, std::string_view value) {
    pugi::xml_node property = properties.append_child("property");
    set(property, "name", name);
    set(property, "value", value);
  };
  add("version", run.version);
  add("seed", std::to_string(run.seed));
  add("budget", run.budget);
  if (!run.shard.empty()) add("shard", run.shard);
}

Counts add_testcases(pugi::xml_node suite, const StoreResult& store, bool strict) {
  Counts counts;
  for (const Verdict& verdict : store.verdicts) {
    const Rule& rule = verdict.rule.rule();
    const Standing standing = standing_of(verdict, strict);
    pugi::xml_node testcase =
        add_testcase(suite, store.store, fmt::format("{} {}", rule.id, rule.text));
    testcase.append_attribute("assertions").set_value(verdict.tries);
    add_outcome(testcase, standing, verdict, store);
    const char* element = element_of(standing);
    counts.add(element == nullptr ? "" : element);
  }
  if (!store.infra.empty() && counts.errors == 0)
    add_error(suite, store.store, "the store could be put to the test", "INFRA: " + store.infra,
              counts);
  return counts;
}

Counts add_suite(pugi::xml_node suites, const RunResult& run, const StoreResult& store,
                 const ReportOptions& options) {
  pugi::xml_node suite = suites.append_child("testsuite");
  set(suite, "name", store.store);
  add_properties(suite, run);
  const Counts counts = add_testcases(suite, store, options.strict);
  set(suite, counts);
  set_time(suite, store.seconds, options);
  return counts;
}

// A run that did not come to its end, that had no stores, or that is void, is red by itself, and so
// is an expectation that holds no longer.
Counts add_run_suite(pugi::xml_node suites, const RunResult& run) {
  Counts counts;
  if (!run.interrupted && !run.stores.empty() && !is_void(run) && run.overdue.empty())
    return counts;
  pugi::xml_node suite = suites.append_child("testsuite");
  set(suite, "name", "run");
  add_properties(suite, run);
  for (const Canary& canary : run.canaries)
    if (!canary.caught)
      add_error(suite, "run", "the broken store " + canary.store + " is caught",
                "it lived: what is green here cannot be relied on", counts);
  for (const std::string& line : run.overdue)
    add_error(suite, "run", "the expectations hold", line, counts);
  if (run.interrupted || run.stores.empty())
    add_error(suite, "run", "the run came to its end",
              run.interrupted ? "interrupted" : "no store was put to the test", counts);
  set(suite, counts);
  return counts;
}

}  // namespace

std::string junit_report(const RunResult& run, const ReportOptions& options) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node suites = document.append_child("testsuites");
  set(suites, "name", "assay");
  Counts counts = add_run_suite(suites, run);
  for (const StoreResult& store : run.stores) counts.add(add_suite(suites, run, store, options));
  set(suites, counts);
  set_time(suites, run.seconds, options);
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace assay
