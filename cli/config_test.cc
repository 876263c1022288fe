#include "cli/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/cli.h"

namespace assay {
namespace {

using literals::operator""_rule;
using ::testing::HasSubstr;

const std::string kStore = "[[store]]\nexec = \"python3 shop.py\"\n";

std::string fault_of(const std::string& text) {
  try {
    parse_config(text);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST(Config, HoldsStoresBudgetsAndExpectations) {
  const Config config = parse_config(R"(
[run]
time = "5m"
seed = 7
strict = true
reports = ["junit=results.xml"]

[[store]]
name = "shop"
exec = "python3 shop.py"

[[store]]
plugin = "./libshop.so"

[[expect]]
store = "shop"
rule = "SAVE-07"
method = "save_token"
divergence = "field-lost"
reason = "the refresh token goes"
link = "https://example.org/1"
until = 2027-03-31
)");
  EXPECT_EQ(config.time, "5m");
  EXPECT_EQ(config.seed, "7");
  EXPECT_EQ(config.jobs, "");
  EXPECT_TRUE(config.strict);
  EXPECT_EQ(config.reports, std::vector<std::string>{"junit=results.xml"});
  ASSERT_EQ(config.stores.size(), 2U);
  EXPECT_EQ(config.stores[0].name, "shop");
  EXPECT_EQ(config.stores[0].exec, "python3 shop.py");
  EXPECT_EQ(config.stores[1].plugin, "./libshop.so");
  ASSERT_EQ(config.expectations.size(), 1U);
  const Expectation& expectation = config.expectations[0];
  EXPECT_EQ(expectation.rule, "TS-SAVE-07"_rule);
  EXPECT_EQ(expectation.method, Method::kSaveToken);
  EXPECT_EQ(expectation.divergence, Divergence::kFieldLost);
  EXPECT_EQ(expectation.until, "2027-03-31");
  EXPECT_EQ(expectation.line, 15U);
}

TEST(Config, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(fault_of(""), HasSubstr("names no store"));
  EXPECT_THAT(fault_of("[run\n"), HasSubstr("assay.toml:1: "));
  EXPECT_THAT(fault_of(kStore + "[runn]\n"), HasSubstr("Did you mean 'run'?"));
  EXPECT_THAT(fault_of(kStore + "nmae = \"x\"\n"), HasSubstr("assay.toml:3: "));
  EXPECT_THAT(fault_of(kStore + "nmae = \"x\"\n"), HasSubstr("Did you mean 'name'?"));
  EXPECT_THAT(fault_of(kStore + "plugin = \"x\"\n"), HasSubstr("one of 'exec', 'plugin'"));
  EXPECT_THAT(fault_of("[[store]]\nexec = true\n"), HasSubstr("put it in quotes"));
  EXPECT_THAT(fault_of("[store]\nexec = \"a\"\n"), HasSubstr("[[store]]"));
  EXPECT_THAT(fault_of(kStore + "[run]\nreports = \"junit=a\"\n"), HasSubstr("is a list"));
  EXPECT_THAT(fault_of(kStore + "[run]\nstrict = \"yes\"\n"), HasSubstr("true or false"));
  EXPECT_THAT(fault_of("expect = [{store = \"a\"}]\n" + kStore), HasSubstr("[[expect]]"));
  EXPECT_THAT(fault_of("\"a\\n\" = 1\n" + kStore), HasSubstr("there is no 'a\\n'."));
  const std::string expect = kStore + "[[expect]]\nstore = \"a\"\nrule = ";
  EXPECT_THAT(fault_of(expect + "\"SAVE-70\"\nreason = \"b\"\n"), HasSubstr("no rule 'SAVE-70'"));
  EXPECT_THAT(fault_of(expect + "\"SAVE-07\"\n"), HasSubstr("has a 'reason'"));
  EXPECT_THAT(fault_of(expect + "\"SAVE-07\"\nreason = \"b\"\nuntil = \"soon\"\n"),
              HasSubstr("write it as 2027-03-31"));
  EXPECT_THAT(fault_of(expect + "\"SAVE-07\"\nreason = \"b\"\nmethod = \"save_tokens\"\n"),
              HasSubstr("Did you mean 'save_token'?"));
}

const std::string kText = R"(# of our shop
[[store]]
exec = "python3 shop.py"

# the first
[[expect]]
store = "shop"
rule = "TS-SAVE-07"
reason = "a"

# the second
[[expect]]
store = "shop"
rule = "TS-FIND-01"
reason = "b"
)";

TEST(Config, LosesAnExpectationAndNothingElse) {
  const Config config = parse_config(kText);
  const std::string text = with_expectations(kText, {config.expectations[0]}, {});
  EXPECT_EQ(text, R"(# of our shop
[[store]]
exec = "python3 shop.py"

# the first

# the second
[[expect]]
store = "shop"
rule = "TS-FIND-01"
reason = "b"
)");
  EXPECT_EQ(with_expectations(kText, {}, {}), kText);
}

// Neither ends before its text does.
TEST(Config, LosesAnExpectationWhoseTextLooksLikeAHeaderOrAComment) {
  for (const char* reason : {"\"\"\"\n[run]\n\"\"\"", "\"\"\"\n# as yet\"\"\"", "'''\n\n'''"}) {
    const std::string rest = "\n# the rest\n[run]\ncases = 3\n";
    const std::string text =
        kStore + "[[expect]]\nstore = \"a\"\nrule = \"SAVE-07\"\nreason = " + reason + "\n" + rest;
    EXPECT_EQ(with_expectations(text, parse_config(text).expectations, {}), kStore + rest);
  }
}

TEST(Config, WritesEveryText) {
  for (const std::string& reason :
       {std::string("a ''' b"), std::string("a \"\"\"\n b\\"), std::string("nul\0", 4),
        std::string("\x1b\x7f"), std::string("\u2028\U0001f600")}) {
    const Expectation added{"shop", "TS-VAL-03"_rule, {}, {}, reason, "", "", 0};
    EXPECT_EQ(parse_config(with_expectations(kText, {}, {added})).expectations.back().reason,
              reason);
  }
  const Expectation added{"shop\xff", "TS-VAL-03"_rule, {}, {}, "a", "", "", 0};
  EXPECT_EQ(parse_config(with_expectations(kText, {}, {added})).expectations.back().store,
            "shop\ufffd");
}

TEST(Config, ReadsTheExpectationsThatItWrites) {
  const Expectation added{"a \"shop\"",
                          "TS-VAL-03"_rule,
                          Method::kFindToken,
                          Divergence::kFound,
                          "not \\ looked at",
                          "",
                          "",
                          0};
  const Config config = parse_config(with_expectations(kText, {}, {added}));
  ASSERT_EQ(config.expectations.size(), 3U);
  const Expectation& read = config.expectations.back();
  EXPECT_EQ(read.store, added.store);
  EXPECT_EQ(read.rule, added.rule);
  EXPECT_EQ(read.method, added.method);
  EXPECT_EQ(read.divergence, added.divergence);
  EXPECT_EQ(read.reason, added.reason);
}

}  // namespace
}  // namespace assay
