#include "cli/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "cli/cli.h"
#include "cli/echo.h"
#include "cli/nearest.h"
#include "cli/small_languages.h"
#include "spec/utf8.h"

namespace assay {

namespace {

UsageError fault(const toml::node& node, const std::string& what) {
  return UsageError(std::string(kConfigFile) + ":" + std::to_string(node.source().begin.line) +
                    ": " + what);
}

// A table of which each key is asked for once; what is left over is a mistake.
class Section {
 public:
  Section(const toml::node& node, std::string name) : node_(node), name_(std::move(name)) {
    if (!node.is_table()) throw fault(node, "'" + name_ + "' is no table");
  }

  const toml::node* get(const std::string& key) {
    known_.push_back(key);
    return node_.as_table()->get(key);
  }

  std::string text(const std::string& key) {
    const toml::node* const value = get(key);
    if (value == nullptr) return "";
    if (const auto text = value->value_exact<std::string>()) return *text;
    if (const auto number = value->value_exact<std::int64_t>()) return std::to_string(*number);
    throw fault(*value, "'" + key + "' is no text; put it in quotes");
  }

  std::optional<std::string> if_there(const std::string& key) {
    const toml::node* const value = node_.as_table()->get(key);
    const std::string text = this->text(key);
    return value == nullptr ? std::nullopt : std::optional(text);
  }

  bool flag(const std::string& key) {
    const toml::node* const value = get(key);
    if (value == nullptr) return false;
    if (const auto flag = value->value_exact<bool>()) return *flag;
    throw fault(*value, "'" + key + "' is true or false");
  }

  // "2027-03-31", with or without quotes.
  std::string day(const std::string& key) {
    const toml::node* const value = get(key);
    if (value == nullptr) return "";
    std::string text;
    if (const auto date = value->value_exact<toml::date>())
      text = (std::ostringstream() << *date).str();
    else
      text = this->text(key);
    const auto fits = [](char c, char pattern) {
      return pattern == '0' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == pattern;
    };
    if (!std::ranges::equal(text, std::string_view("0000-00-00"), fits))
      throw fault(*value, "'" + key + "' is no day; write it as 2027-03-31");
    return text;
  }

  void expect_no_more() const {
    for (const auto& [key, value] : *node_.as_table())
      if (std::ranges::find(known_, key.str()) == known_.end())
        throw fault(value, "there is no key " + echoed(key.str()) + " in '" + name_ + "'." +
                               did_you_mean(key.str(), known_));
  }

  const toml::node& node() const { return node_; }

 private:
  const toml::node& node_;
  std::string name_;
  std::vector<std::string> known_;
};

template <typename Word>
std::optional<Word> word_named(Section& section, const std::string& key, int count) {
  const auto text = section.if_there(key);
  if (!text) return std::nullopt;
  std::vector<std::string> known;
  for (int i = 0; i < count; ++i) {
    known.emplace_back(name_of(static_cast<Word>(i)));
    if (known.back() == *text) return static_cast<Word>(i);
  }
  throw fault(section.node(),
              "there is no " + key + " " + echoed(*text) + "." + did_you_mean(*text, known));
}

int divergence_count() {
  int count = 0;
  while (name_of(static_cast<Divergence>(count)) != "?") ++count;
  return count;
}

// Where the last value of a table ends: a text may go over several lines.
std::size_t last_line_of(const toml::node& table) {
  std::size_t last = table.source().begin.line;
  for (const auto& [key, value] : *table.as_table())
    last = std::max<std::size_t>(last, value.source().end.line);
  return last;
}

Expectation read_expectation(const toml::node& node) {
  Section section(node, "expect");
  Expectation out;
  out.line = node.source().begin.line;
  out.last_line = last_line_of(node);
  out.store = section.text("store");
  const std::string rule = section.text("rule");
  if (out.store.empty() || rule.empty())
    throw fault(node, "an expectation names a 'store' and a 'rule'");
  try {
    out.rule = parse_rule(rule);
  } catch (const UsageError& error) {
    throw fault(node, error.what());
  }
  out.method = word_named<Method>(section, "method", kMethodCount);
  out.divergence = word_named<Divergence>(section, "divergence", divergence_count());
  out.reason = section.text("reason");
  if (out.reason.empty()) throw fault(node, "an expectation has a 'reason'");
  out.link = section.text("link");
  out.until = section.day("until");
  section.expect_no_more();
  return out;
}

ConfiguredStore read_store(const toml::node& node) {
  Section section(node, "store");
  ConfiguredStore out{section.text("name"), section.if_there("exec"), section.if_there("plugin"),
                      section.if_there("mysql")};
  section.expect_no_more();
  if (int{out.exec.has_value()} + int{out.plugin.has_value()} + int{out.mysql.has_value()} > 1)
    throw fault(node, "a store has one of 'exec', 'plugin' and 'mysql'");
  if (out.name.empty() && !out.exec && !out.plugin && !out.mysql)
    throw fault(node,
                "a store has an 'exec', a 'plugin', a 'mysql', or the name of a built-in one");
  return out;
}

void read_run(const toml::node& node, Config& config) {
  Section section(node, "run");
  config.time = section.text("time");
  config.cases = section.text("cases");
  config.seed = section.text("seed");
  config.jobs = section.text("jobs");
  config.strict = section.flag("strict");
  if (const toml::node* const reports = section.get("reports")) {
    if (!reports->is_array()) throw fault(*reports, "'reports' is a list: [\"junit=results.xml\"]");
    for (const toml::node& report : *reports->as_array()) {
      const auto text = report.value_exact<std::string>();
      if (!text) throw fault(report, "a report is a text: \"junit=results.xml\"");
      config.reports.push_back(*text);
    }
  }
  section.expect_no_more();
}

template <typename Read>
void read_each(const toml::node& node, const std::string& name, const Read& read) {
  const bool in_brackets =
      node.is_array_of_tables() && !node.as_array()->get(0)->as_table()->is_inline();
  if (!in_brackets) throw fault(node, "'" + name + "' stands in double brackets: [[" + name + "]]");
  for (const toml::node& element : *node.as_array()) read(element);
}

// A text of TOML on one line, whatever it holds. (toml++ writes some in single quotes, in which
// three of them end the text.) Bytes that are not UTF-8, which TOML cannot hold, become U+FFFD.
std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const char32_t value = character.value;
    if (!character.valid) {
      append_character(out, U'\ufffd');
    } else if (value < 0x20 || value == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(value));
    } else {
      if (value == U'"' || value == U'\\') out += '\\';
      out += text.substr(at, character.size);
    }
    at += character.size;
  }
  return out + '"';
}

std::string block_of(const Expectation& expectation) {
  std::string out = "\n[[expect]]\nstore = " + toml_text(expectation.store) +
                    "\nrule = " + toml_text(std::string(expectation.rule.id()));
  if (expectation.method)
    out += "\nmethod = " + toml_text(std::string(name_of(*expectation.method)));
  if (expectation.divergence)
    out += "\ndivergence = " + toml_text(std::string(name_of(*expectation.divergence)));
  return out + "\nreason = " + toml_text(expectation.reason) + "\n";
}

bool is_blank_or_comment(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == line.npos || line[first] == '#';
}

}  // namespace

Config parse_config(const std::string& text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw UsageError(std::string(kConfigFile) + ":" + std::to_string(error.source().begin.line) +
                     ": " + on_one_line(error.description()));
  }
  Config config;
  for (const auto& [key, node] : table) {
    if (key == "run")
      read_run(node, config);
    else if (key == "store")
      read_each(node, "store",
                [&](const toml::node& n) { config.stores.push_back(read_store(n)); });
    else if (key == "expect")
      read_each(node, "expect",
                [&](const toml::node& n) { config.expectations.push_back(read_expectation(n)); });
    else
      throw fault(node, "there is no " + echoed(key.str()) + "." +
                            did_you_mean(key.str(), {"run", "store", "expect"}));
  }
  if (config.stores.empty())
    throw UsageError(std::string(kConfigFile) +
                     ": names no store; add [[store]] with exec = \"python3 my_adapter.py\"");
  return config;
}

std::string with_expectations(const std::string& text, const std::vector<Expectation>& removed,
                              const std::vector<Expectation>& added) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::vector<bool> gone(lines.size(), false);
  for (const Expectation& expectation : removed) {
    std::size_t end = expectation.last_line;
    // A comment above the next header is about that one; behind the last there is none.
    const auto rest = lines.begin() + static_cast<std::ptrdiff_t>(end);
    if (std::all_of(rest, lines.end(), is_blank_or_comment)) end = lines.size();
    for (std::size_t i = expectation.line - 1; i < end; ++i) gone[i] = true;
  }
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!gone[i]) out += lines[i] + '\n';
  for (const Expectation& expectation : added) out += block_of(expectation);
  return out;
}

}  // namespace assay
