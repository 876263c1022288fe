// The oracles of config_fuzz: they pass over what is there, and see what is wrong.
#include "cli/text_oracles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "cli/cli.h"
#include "cli/text_mutation.h"

namespace assay {
namespace {

using ::testing::HasSubstr;

const std::string kConfig =
    "[[store]]\nname = \"shop\"\nexec = \"a\"\n\n[[expect]]\nstore = \"shop\"\nrule = \"SAVE-07\"\n"
    "reason = \"b\"\n";

std::string told(const std::optional<std::string>& fault) { return fault.value_or(""); }

TEST(TextOracles, PassOverTheReadersThatThereAre) {
  for (const std::string& text :
       {kConfig, std::string(), std::string("[x"), std::string("\xff\n")}) {
    EXPECT_EQ(config_fault(text), std::nullopt) << text;
    EXPECT_EQ(url_fault("mysql://ann@host/" + text), std::nullopt) << text;
    for (auto* fault : {count_fault, rule_fault, report_fault, environment_fault})
      EXPECT_EQ(fault(text), std::nullopt) << text;
  }
  for (const char* text :
       {"1", "5m", "1.5h", "200h", "nan", "-1", "1e400", "2/4", "4/2", "1/1", "\n"}) {
    EXPECT_EQ(seconds_fault(text), std::nullopt) << text;
    EXPECT_EQ(shard_fault(text), std::nullopt) << text;
    EXPECT_EQ(environment_fault(std::string(text) + "\n2"), std::nullopt) << text;
  }
}

TEST(TextOracles, SeeAnUpdateThatLosesSomething) {
  TextReaders readers;
  readers.update = [](const std::string& text, const std::vector<Expectation>& removed,
                      const std::vector<Expectation>& added) {
    return with_expectations(text, added.empty() ? removed : std::vector<Expectation>(), added);
  };
  EXPECT_THAT(told(config_fault(kConfig, readers)), HasSubstr("has other expectations"));
  readers.update = [](const std::string& text, const auto&, const auto&) { return text + "["; };
  EXPECT_THAT(told(config_fault(kConfig, readers)), HasSubstr("the file is refused"));
  readers.update = [](const std::string& text, const auto&, const auto&) {
    return text + "[[store]]\nname = \"list\"\n";
  };
  EXPECT_THAT(told(config_fault(kConfig, readers)), HasSubstr("says something else"));
}

TEST(TextOracles, SeeRefusalsThatAreNotClear) {
  TextReaders readers;
  readers.config = [](const std::string&) -> Config { throw UsageError("two\nlines"); };
  EXPECT_THAT(told(config_fault("", readers)), HasSubstr("not one line"));
  readers.config = [](const std::string&) -> Config { throw std::out_of_range("no"); };
  EXPECT_THAT(told(config_fault("", readers)), HasSubstr("no refusal"));
}

TEST(TextOracles, SeeAPasswordThatShows) {
  TextReaders readers;
  readers.shown_url = [](const MysqlOptions& options) {
    return to_url(options) + "#" + options.password;
  };
  EXPECT_THAT(told(url_fault("mysql://ann@host/shop", readers)), HasSubstr("password shows"));
  readers = {};
  readers.url = [](std::string_view url) -> MysqlOptions {
    throw std::invalid_argument("no URL: " + std::string(url));
  };
  EXPECT_THAT(told(url_fault("mysql://ann@host/shop", readers)), HasSubstr("shows the password"));
}

TEST(TextOracles, SeeValuesOutOfBounds) {
  TextReaders readers;
  readers.seconds = [](const std::string&) { return 1e9; };
  EXPECT_THAT(told(seconds_fault("1", readers)), HasSubstr("seconds"));
  readers.shard = [](const std::string&) { return Shard{4, 4}; };
  EXPECT_THAT(told(shard_fault("4/4", readers)), HasSubstr("read as 5/4"));
  readers.url = [](std::string_view) {
    MysqlOptions options;
    options.port = 0;
    return options;
  };
  EXPECT_THAT(told(url_fault("mysql://", readers)), HasSubstr("port"));
}

TEST(TextMutation, IsTheSameForTheSameSeedAndTakesEveryText) {
  for (const std::string& text : {kConfig, std::string(), std::string("\n\xff\r")})
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
      FuzzRandom one(seed), two(seed);
      EXPECT_EQ(mutated_config(text, one), mutated_config(text, two));
    }
}

}  // namespace
}  // namespace assay
