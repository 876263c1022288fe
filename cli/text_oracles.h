// What the texts that a user writes must do: assay.toml, and the small languages of the command
// line. For cli/config_fuzz.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/config.h"
#include "cli/small_languages.h"
#include "stores/mysql.h"

namespace assay {

// What is looked at, so that a test can put something wrong in its place.
struct TextReaders {
  Config (*config)(const std::string&) = parse_config;
  std::string (*update)(const std::string&, const std::vector<Expectation>&,
                        const std::vector<Expectation>&) = with_expectations;
  MysqlOptions (*url)(std::string_view) = parse_mysql_url;
  std::string (*shown_url)(const MysqlOptions&) = to_url;
  double (*seconds)(const std::string&) = parse_seconds;
  Shard (*shard)(const std::string&) = parse_shard;
};

// Each tells what is wrong in how `text` is read, or nothing. Whatever is refused is refused with
// one clear line, by the exception that the reader names and no other. Whatever is read is within
// the bounds that its header names.

// An assay.toml, too, without any of its expectations and with others added, is read as what it
// was, less those and with these.
std::optional<std::string> config_fault(const std::string& text, const TextReaders& readers = {});

// A URL of a MySQL server: what is shown of it reads as the same; and with a password put into it,
// it is refused, and the password is not shown.
std::optional<std::string> url_fault(const std::string& text, const TextReaders& readers = {});

std::optional<std::string> seconds_fault(const std::string& text, const TextReaders& readers = {});
std::optional<std::string> shard_fault(const std::string& text, const TextReaders& readers = {});
std::optional<std::string> count_fault(const std::string& text);
std::optional<std::string> rule_fault(const std::string& text);
std::optional<std::string> report_fault(const std::string& text);

// `text` is two lines: the index and the number of parts, as GoogleTest and Kubernetes tell them.
std::optional<std::string> environment_fault(const std::string& text);

}  // namespace assay
