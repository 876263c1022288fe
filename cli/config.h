// assay.toml: what a project says of its stores, so that `assay run` there needs no argument.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/expectations.h"

namespace assay {

inline constexpr const char* kConfigFile = "assay.toml";

// One [[store]]: how to come to it. None of the three: the built-in store of this name.
struct ConfiguredStore {
  std::string name;  // empty: what the adapter or the plugin says
  std::optional<std::string> exec;
  std::optional<std::string> plugin;
  std::optional<std::string> mysql;
};

struct Config {
  std::vector<ConfiguredStore> stores;
  // [run], as the options of the same names take it; empty: not said.
  std::string time, cases, seed, jobs;
  bool strict = false;
  std::vector<std::string> reports;
  std::vector<Expectation> expectations;
};

// Reads the text of an assay.toml. Throws UsageError, one line that names the place.
Config parse_config(const std::string& text);

// The text without these expectations, and with those added at its end; all else stays as it is.
std::string with_expectations(const std::string& text, const std::vector<Expectation>& removed,
                              const std::vector<Expectation>& added);

}  // namespace assay
