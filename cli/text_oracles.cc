#include "cli/text_oracles.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string_view>

#include "cli/cli.h"
#include "cli/small_languages.h"
#include "fuzz/message.h"
#include "reports/registry.h"
#include "spec/text.h"
#include "stores/mysql_table.h"

namespace assay {

namespace {

using literals::operator""_rule;
using Fault = std::optional<std::string>;

// What `look` tells; or what is wrong with how it was refused.
template <typename Refusal, typename Look>
Fault fault_of(const Look& look) {
  try {
    return look();
  } catch (const Refusal& error) {
    return message_fault(error.what());
  } catch (const std::exception& error) {
    return "threw what is no refusal: " + quoted(std::string_view(error.what()), 300);
  }
}

bool same(const ConfiguredStore& a, const ConfiguredStore& b) {
  return a.name == b.name && a.exec == b.exec && a.plugin == b.plugin && a.mysql == b.mysql;
}

// But for the line.
bool same(const Expectation& a, const Expectation& b) {
  return a.store == b.store && a.rule == b.rule && a.method == b.method &&
         a.divergence == b.divergence && a.reason == b.reason && a.link == b.link &&
         a.until == b.until;
}

// But for what they expect.
bool same_otherwise(const Config& a, const Config& b) {
  return std::ranges::equal(a.stores, b.stores, [](auto& x, auto& y) { return same(x, y); }) &&
         a.time == b.time && a.cases == b.cases && a.seed == b.seed && a.jobs == b.jobs &&
         a.strict == b.strict && a.reports == b.reports;
}

Fault bounds_fault(const Config& config, const std::string& text) {
  if (config.stores.empty()) return "it names no store";
  for (const ConfiguredStore& store : config.stores) {
    const int ways =
        int{store.exec.has_value()} + int{store.plugin.has_value()} + int{store.mysql.has_value()};
    if (ways > 1 || (ways == 0 && store.name.empty())) return "a store is reached in no one way";
  }
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  for (const Expectation& expectation : config.expectations) {
    if (expectation.store.empty() || expectation.reason.empty())
      return "an expectation has no store or no reason";
    if (expectation.line < 1 || expectation.line > lines) return "an expectation's line is none";
    if (!expectation.until.empty() && expectation.until.size() != 10)
      return "an expectation's day is none: " + quoted(expectation.until);
  }
  return std::nullopt;
}

// Two that no file has: one with as little, one with as much as can be said, in texts of the file.
std::vector<Expectation> additions(const Config& config) {
  Expectation least{
      "x" + config.stores.back().name, "TS-VAL-03"_rule, {}, {}, "not looked at yet", "", "", 0};
  Expectation most{config.stores.front().exec.value_or("") + "\"",
                   "TS-SAVE-07"_rule,
                   Method::kSaveToken,
                   Divergence::kFieldLost,
                   "'" + config.time + "\n",
                   "",
                   "",
                   0};
  if (!config.expectations.empty()) most.reason += config.expectations.back().reason;
  return {least, most};
}

Fault update_fault(const std::string& text, const Config& before,
                   const std::vector<Expectation>& removed, const std::vector<Expectation>& added,
                   const TextReaders& readers) {
  const std::string updated = readers.update(text, removed, added);
  const auto about = [&](const std::string& what) {
    return "without " + std::to_string(removed.size()) + " of " +
           std::to_string(before.expectations.size()) + " expectations and with " +
           std::to_string(added.size()) + " new ones, " + what + ": " + quoted(updated, 2000);
  };
  Config after;
  try {
    after = readers.config(updated);
  } catch (const UsageError& error) {
    return about("the file is refused (" + std::string(error.what()) + ")");
  }
  if (!same_otherwise(before, after)) return about("the file says something else");
  std::vector<Expectation> expected;
  for (const Expectation& expectation : before.expectations)
    if (std::ranges::find(removed, expectation.line, &Expectation::line) == removed.end())
      expected.push_back(expectation);
  expected.insert(expected.end(), added.begin(), added.end());
  if (!std::ranges::equal(expected, after.expectations,
                          [](auto& x, auto& y) { return same(x, y); }))
    return about("the file has other expectations");
  return std::nullopt;
}

Fault updates_fault(const std::string& text, const Config& config, const TextReaders& readers) {
  const auto& all = config.expectations;
  const auto added = additions(config);
  if (auto fault = update_fault(text, config, {}, added, readers)) return fault;
  if (all.empty()) return std::nullopt;
  for (const auto& removed : {std::vector{all.front()}, std::vector{all.back()}, std::vector(all)})
    for (const auto& with : {std::vector<Expectation>(), added})
      if (auto fault = update_fault(text, config, removed, with, readers)) return fault;
  return std::nullopt;
}

bool same(const MysqlOptions& a, const MysqlOptions& b) {
  return a.host == b.host && a.port == b.port && a.socket == b.socket && a.database == b.database &&
         a.user == b.user && a.table == b.table && a.tls == b.tls;
}

Fault accepted_url_fault(MysqlOptions options, const TextReaders& readers) {
  if (options.port < 1 || options.port > 65535) return "the port is out of bounds";
  if (options.table.empty() || options.table.size() > kMostTableName)
    return "the table's name is out of bounds";
  if (!options.password.empty()) return "a URL has given a password";
  for (const std::string* text :
       {&options.host, &options.socket, &options.database, &options.user, &options.table})
    if (text->find('\0') != text->npos) return "a NUL is within";
  const std::string shown = readers.shown_url(options);
  options.password = "planted-password";
  if (readers.shown_url(options) != shown) return "the password shows";
  if (auto fault = message_fault(shown); fault && shown.size() <= kMostOfMessage)
    return "as it is shown, " + *fault;
  try {
    if (!same(options, readers.url(shown)))
      return "what is shown reads otherwise: " + quoted(shown);
  } catch (const std::invalid_argument&) {
    return "what is shown is refused: " + quoted(shown);
  }
  return std::nullopt;
}

// The text between the scheme and the end, as a user and what follows a password.
Fault password_fault(const std::string& text, const TextReaders& readers) {
  constexpr std::string_view kPassword = "planted-password";
  if (text.find(kPassword) != text.npos) return std::nullopt;
  std::string user = text.substr(0, text.find_first_of("@?"));
  if (user.starts_with("mysql://")) user.erase(0, 8);
  const std::size_t at = text.find('@');
  const std::string rest = at == text.npos ? "" : text.substr(at + 1);
  const std::string url = "mysql://" + user + ":" + std::string(kPassword) + "@" + rest;
  try {
    readers.url(url);
  } catch (const std::invalid_argument& error) {
    if (std::string_view(error.what()).find(kPassword) != std::string_view::npos)
      return "the message shows the password: " + quoted(std::string_view(error.what()), 300);
    return message_fault(error.what());
  }
  return "a URL with a password is read: " + quoted(url);
}

}  // namespace

std::optional<std::string> config_fault(const std::string& text, const TextReaders& readers) {
  return fault_of<UsageError>([&]() -> Fault {
    const Config config = readers.config(text);
    if (auto fault = bounds_fault(config, text)) return fault;
    return updates_fault(text, config, readers);
  });
}

std::optional<std::string> url_fault(const std::string& text, const TextReaders& readers) {
  if (auto fault = fault_of<std::invalid_argument>(
          [&] { return accepted_url_fault(readers.url(text), readers); }))
    return fault;
  return fault_of<std::invalid_argument>([&] { return password_fault(text, readers); });
}

std::optional<std::string> seconds_fault(const std::string& text, const TextReaders& readers) {
  constexpr double kWeek = 7 * 24 * 3600;
  return fault_of<UsageError>([&]() -> Fault {
    const double seconds = readers.seconds(text);
    if (seconds > 0 && seconds <= kWeek) return std::nullopt;
    return "read as " + std::to_string(seconds) + " seconds";
  });
}

std::optional<std::string> shard_fault(const std::string& text, const TextReaders& readers) {
  return fault_of<UsageError>([&]() -> Fault {
    const Shard shard = readers.shard(text);
    const std::string again = std::to_string(shard.index + 1) + "/" + std::to_string(shard.count);
    if (shard.index >= shard.count) return "read as " + again;
    const Shard same = readers.shard(again);
    if (same.index != shard.index || same.count != shard.count) return again + " reads otherwise";
    return std::nullopt;
  });
}

std::optional<std::string> count_fault(const std::string& text) {
  const auto read = [&](auto parse, std::uint64_t least) {
    return fault_of<UsageError>([&]() -> Fault {
      const std::uint64_t value = parse("--cases", text);
      if (value < least) return "read as " + std::to_string(value);
      if (parse("--cases", std::to_string(value)) != value)
        return std::to_string(value) + " reads otherwise";
      return std::nullopt;
    });
  };
  if (auto fault = read(parse_number, 0)) return fault;
  return read(parse_count, 1);
}

std::optional<std::string> rule_fault(const std::string& text) {
  return fault_of<UsageError>([&]() -> Fault {
    const std::string id(parse_rule(text).id());
    if (id == text || id == "TS-" + text) return std::nullopt;
    return "read as " + id;
  });
}

std::optional<std::string> report_fault(const std::string& text) {
  static const std::vector<std::string> kFormats = [] {
    std::vector<std::string> formats;
    for (const ReportRow& row : reports()) formats.emplace_back(row.name);
    return formats;
  }();
  return fault_of<UsageError>([&]() -> Fault {
    const ReportTarget target = parse_report(text, kFormats);
    if (std::ranges::find(kFormats, target.format) == kFormats.end() || target.file.empty())
      return "read as a report of no kind, or to no file";
    if (target.format + "=" + target.file != text) return "read as another";
    return std::nullopt;
  });
}

std::optional<std::string> environment_fault(const std::string& text) {
  const std::size_t end = text.find('\n');
  // What stands in an environment ends at a NUL.
  const std::string index = text.substr(0, std::min(end, text.find('\0')));
  std::string count = end == text.npos ? "" : text.substr(end + 1);
  count.resize(std::min(count.size(), count.find('\0')));
  const auto names = text.size() % 2 == 0 ? std::pair{"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS"}
                                          : std::pair{"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS"};
  ::setenv(names.first, index.c_str(), 1);
  ::setenv(names.second, count.c_str(), 1);
  auto fault = fault_of<UsageError>([&]() -> Fault {
    const Shard shard = shard_from_environment();
    if (shard.index < shard.count) return std::nullopt;
    return "read as part " + std::to_string(shard.index) + " of " + std::to_string(shard.count);
  });
  ::unsetenv(names.first);
  ::unsetenv(names.second);
  return fault;
}

}  // namespace assay
