#include "cli/small_languages.h"

#include <charconv>
#include <cstdlib>
#include <vector>

#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/nearest.h"
#include "reports/registry.h"

namespace assay {

namespace {

template <typename Number>
bool parse_whole(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

double parse_seconds(const std::string& text) {
  constexpr double kWeek = 7 * 24 * 3600;
  std::string_view number = text;
  double unit = 1;
  if (!number.empty()) {
    const char last = number.back();
    if (last == 'm') unit = 60;
    if (last == 'h') unit = 3600;
    if (last == 's' || last == 'm' || last == 'h') number.remove_suffix(1);
  }
  double value = 0;
  if (!parse_whole(number, value) || !(value > 0) || !(value * unit <= kWeek))
    throw UsageError("--time: " + echoed(text) + " is no time; write seconds, 90s, 5m or 1h");
  return value * unit;
}

std::uint64_t parse_number(const std::string& option, const std::string& text) {
  std::uint64_t value = 0;
  if (!parse_whole(std::string_view(text), value))
    throw UsageError(option + ": " + echoed(text) + " is no whole number; write 0 to 2^64-1");
  return value;
}

std::uint64_t parse_count(const std::string& option, const std::string& text) {
  const std::uint64_t value = parse_number(option, text);
  if (value == 0) throw UsageError(option + ": 0 is too few; write 1 or more");
  return value;
}

Shard parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  Shard shard;
  std::uint64_t number = 0;
  if (slash == std::string::npos || !parse_whole(std::string_view(text).substr(0, slash), number) ||
      !parse_whole(std::string_view(text).substr(slash + 1), shard.count) || number == 0 ||
      number > shard.count)
    throw UsageError("--shard: " + echoed(text) +
                     " is no part; write I/N with I from 1 to N, such as 2/4");
  shard.index = number - 1;
  return shard;
}

Shard shard_from_environment() {
  const std::vector<std::pair<const char*, const char*>> kPairs = {
      {"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS"}, {"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS"}};
  for (const auto& [index_name, count_name] : kPairs) {
    const std::string index = environment(index_name);
    const std::string count = environment(count_name);
    if (index.empty() || count.empty()) continue;
    Shard shard;
    if (!parse_whole(std::string_view(index), shard.index) ||
        !parse_whole(std::string_view(count), shard.count) || shard.index >= shard.count)
      throw UsageError(std::string(index_name) + "=" + echoed(index) + " and " + count_name + "=" +
                       echoed(count) + " are no part; the index goes from 0 to the count less one");
    return shard;
  }
  if (!environment("JOB_COMPLETION_INDEX").empty())
    throw UsageError(
        "JOB_COMPLETION_INDEX is set, but JOB_COMPLETIONS is not; set it to the number "
        "of parts, or use --shard I/N");
  return {};
}

Tag parse_rule(const std::string& text) {
  std::vector<std::string> known;
  for (const Rule& rule : kRules) {
    if (rule.id == text || (rule.id.starts_with("TS-") && rule.id.substr(3) == text))
      return *find_tag(rule.id);
    known.emplace_back(rule.id);
    if (rule.id.starts_with("TS-")) known.emplace_back(rule.id.substr(3));
  }
  throw UsageError("there is no rule " + echoed(text) + "." + did_you_mean(text, known) +
                   " 'assay list rules' lists them.");
}

ReportTarget parse_report(const std::string& text, const std::vector<std::string>& formats) {
  const std::size_t at = text.find('=');
  ReportTarget target{text.substr(0, at), at == std::string::npos ? "" : text.substr(at + 1)};
  for (const std::string& format : formats)
    if (format == target.format) {
      if (target.file.empty())
        throw UsageError("--report: " + echoed(text) + " names no file; write " + format + "=FILE");
      return target;
    }
  throw UsageError("--report: there is no format " + echoed(target.format) + "." +
                   did_you_mean(target.format, formats) + " Write FORMAT=FILE.");
}

}  // namespace assay
