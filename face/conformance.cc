#include "face/conformance.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

#include "face/run_directory.h"
#include "harness/experiment.h"
#include "harness/run.h"
#include "harness/verdicts.h"
#include "reports/layout.h"
#include "reports/standing.h"
#include "reports/story.h"
#include "spec/json.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

// The number in an environment variable, or what was there before.
template <typename Number>
void read(const char* name, const char* wanted, Number least, Number& number) {
  const auto text = environment(name);
  if (!text) return;
  Number given{};
  const char* end = text->data() + text->size();
  const auto [at, error] = std::from_chars(text->data(), end, given);
  if (error != std::errc() || at != end || given < least)
    throw std::runtime_error(std::string(name) + " is " + visible(*text) + ", and no " + wanted);
  number = given;
}

void read_environment(ConformanceOptions& options) {
  const bool cases = environment("ASSAY_CASES").has_value();
  if (cases && environment("ASSAY_SECONDS"))
    throw std::runtime_error("ASSAY_CASES and ASSAY_SECONDS are both set; set one of them");
  if (cases) options.seconds = 0;
  read<std::uint64_t>("ASSAY_CASES", "whole number from 1, such as 1000", 1, options.cases);
  read<double>("ASSAY_SECONDS", "number of seconds, such as 30", 0.1, options.seconds);
  if (environment("ASSAY_SEED") == "random")
    options.seed = std::random_device()();
  else
    read<std::uint64_t>("ASSAY_SEED", "whole number, nor \"random\"", 0, options.seed);
}

// "ASSAY_SEED=7 ASSAY_CASES=1000", which does the same run again.
std::string budget_of(const ConformanceOptions& options) {
  return fmt::format("ASSAY_SEED={} ", options.seed) +
         (options.seconds > 0 ? fmt::format("ASSAY_SECONDS={}", options.seconds)
                              : fmt::format("ASSAY_CASES={}", options.cases));
}

RunOptions run_options(const ConformanceOptions& options) {
  RunOptions run;
  run.seed = options.seed;
  if (options.seconds > 0)
    run.seconds = options.seconds;
  else
    run.cases = options.cases;
  run.jobs = options.jobs > 0
                 ? options.jobs
                 : static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 16U));
  run.call_limit_ms = options.call_limit_ms;
  return run;
}

PlanFile read_plan(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in) throw std::runtime_error("ASSAY_REPLAY: cannot read " + path);
  try {
    return plan_from_json(text);
  } catch (const FormatError& error) {
    throw std::runtime_error("ASSAY_REPLAY: " + path + ": " + error.what());
  }
}

}  // namespace

std::string test_name(Tag rule) {
  std::string name(rule.id());
  std::ranges::replace(name, '-', '_');
  return name;
}

Conformance::Conformance(const std::function<StoreUnderTest()>& make, std::string suite)
    : suite_(std::move(suite)), replayed_(environment("ASSAY_REPLAY").value_or("")) {
  try {
    const StoreUnderTest store = make();
    if (!store.factory) throw std::runtime_error("there is no factory");
    options_ = store.options;
    read_environment(options_);
    if (replayed_.empty())
      run(*store.factory);
    else
      replay(*store.factory);
  } catch (const std::exception& error) {
    fault_ = error.what();
    summary_ = suite_ + ": not put to the test: " + fault_;
  }
}

Conformance::~Conformance() = default;

void Conformance::run(StoreFactory& factory) {
  const RunDirectory directory;
  result_ = run_store(factory, directory.path(), run_options(options_));
  factory.drop(directory.path());
  summary_ = fmt::format("assay: {}: {}, {} cases, {} calls, {:.1f} s", suite_, budget_of(options_),
                         grouped(result_.cases), grouped(result_.calls), result_.seconds);
}

void Conformance::replay(StoreFactory& factory) {
  const PlanFile plan = read_plan(replayed_);
  const RunDirectory directory;
  result_.findings =
      experiment(Bench{factory, directory.path(), options_.call_limit_ms}, plan.plan).findings;
  factory.drop(directory.path());
  summary_ = fmt::format("assay: {}: {} replayed, {}", suite_, replayed_,
                         plural(result_.findings.size(), "finding"));
}

RuleTest Conformance::test(Tag rule) const {
  using Result = RuleTest::Result;
  if (!fault_.empty())
    return {Result::kFailed, "the store could not be put to the test: " + fault_};
  if (!replayed_.empty()) {
    if (result_.findings.empty())
      return {Result::kSkipped,
              replayed_ + ": every step did what is allowed; nothing else was put to the test"};
    std::string text = replayed_ + ":\n";
    for (const Finding& finding : result_.findings) text += "\n" + story(finding, {});
    return {Result::kFailed, text};
  }
  const auto verdict = std::ranges::find(result_.verdicts, rule, &Verdict::rule);
  if (verdict == result_.verdicts.end()) return {Result::kFailed, "there is no verdict"};
  const std::string said = std::string(name_of(verdict->judgement)) + ": " + verdict->reason;
  switch (standing_of(*verdict, options_.strict)) {
    case Standing::kPass: return {Result::kPassed, ""};
    case Standing::kNotBuilt:
    case Standing::kNotApplicable:
    case Standing::kThinAdvice:
    case Standing::kExpected: return {Result::kSkipped, said};
    case Standing::kAdvice:
      return {Result::kSkipped, "advice, a SHOULD is broken: " + said + "\n\n" + stories_of(rule)};
    case Standing::kThin:
      return {Result::kFailed, said + "\nIt was not put to the test often enough: let " +
                                   (options_.seconds > 0 ? "ASSAY_SECONDS" : "ASSAY_CASES") +
                                   ", or the suite's options, give it more.\n"};
    case Standing::kFail: return {Result::kFailed, said + "\n\n" + stories_of(rule)};
    case Standing::kInfra:
    case Standing::kNothing: break;
  }
  return {Result::kFailed, said};
}

std::uint64_t Conformance::tries(Tag rule) const {
  const auto verdict = std::ranges::find(result_.verdicts, rule, &Verdict::rule);
  return verdict == result_.verdicts.end() ? 0 : verdict->tries;
}

std::string Conformance::stories_of(Tag rule) const {
  std::string text;
  int nth = 0;
  for (Finding finding : result_.findings) {
    if (finding.bucket.rule != rule) continue;
    finding.replay = see_again(finding, ++nth);
    text += (text.empty() ? "" : "\n") + story(finding, {});
  }
  return text;
}

// The line that shows a finding again: its plan by itself where that can be kept as a file; else,
// and for what no plan shows, the same run.
std::string Conformance::see_again(const Finding& finding, int nth) const {
  const std::string rule = test_name(finding.bucket.rule);
  const std::string test =
      std::string(program_invocation_name) + " --gtest_filter=" + suite_ + "." + rule;
  std::string same_run = budget_of(options_) + " " + test;
  if (!finding.replay.empty()) return same_run;
  std::error_code error;
  fs::create_directories(options_.out_directory, error);
  const std::string path = fmt::format("{}/{}-{}-{}.json", options_.out_directory, suite_,
                                       finding.bucket.rule.id(), nth);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << to_json(PlanFile{finding.plan, result_.store});
  out.close();
  if (!out) return same_run;
  return "ASSAY_REPLAY=" + path + " " + test;
}

}  // namespace assay
