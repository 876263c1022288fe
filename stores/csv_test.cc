#include "stores/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kHeader(kCsvHeader);
const std::string kOldHeader =
    "id,user_mail,client_id,client_secret,refresh_token,access_token,grant_token,expiry_time,"
    "redirect_url";

Token full(const std::string& id, const std::string& suffix) {
  Token token;
  for (Field field : kFields) token[field] = std::string(name_of(field)) + suffix;
  token[Field::kId] = id;
  return token;
}

std::string damage(const std::string& text) {
  try {
    (void)from_csv(text);
  } catch (const CsvDamage& error) {
    return error.what();
  }
  return "no damage";
}

TEST(Csv, WritesTheHeaderOfThePublishedSdks) { EXPECT_EQ(to_csv({}), kHeader + "\n"); }

TEST(Csv, QuotesWhatIsPresentAndLeavesTheRestEmpty) {
  Token token = Token().with(Field::kId, "1").with(Field::kAccessToken, "a\"b,c");
  token[Field::kUserName] = "";
  EXPECT_EQ(to_csv({token}), kHeader + "\n\"1\",,,,,\"a\"\"b,c\",,,,\n");
}

TEST(Csv, EveryTextInEveryFieldSurvives) {
  const std::vector<std::string> texts = {"\"",
                                          "\"\"",
                                          "a\"b",
                                          ",",
                                          ",,",
                                          "\n",
                                          "\r",
                                          "\r\n",
                                          "\n\n",
                                          "a\rb\nc",
                                          " ",
                                          " a ",
                                          "\t",
                                          std::string("\0", 1),
                                          std::string("\0\"\0,\n", 5),
                                          "\xF0\x9F\x98\x80",
                                          "\xE2\x80\xAE",
                                          "\xEF\xBB\xBF",
                                          "null",
                                          "id",
                                          kHeader,
                                          "\\\"",
                                          std::string(70'000, '"'),
                                          std::string(70'000, 'x')};
  std::vector<Token> records;
  for (const std::string& text : texts) {
    Token record;
    for (Field field : kFields) record[field] = text;
    records.push_back(record);
  }
  EXPECT_EQ(from_csv(to_csv(records)), records);
}

TEST(Csv, EveryByteSurvivesBesideEveryOther) {
  std::vector<Token> records;
  for (char a = 0; a >= 0 && a < 127; ++a) {
    std::string text;
    for (char b = 0; b >= 0 && b < 127; ++b) text += {a, b};
    records.push_back(Token().with(Field::kId, text).with(Field::kApiDomain, text));
  }
  EXPECT_EQ(from_csv(to_csv(records)), records);
}

TEST(Csv, AnAbsentFieldReadsBackAsNotSet) {
  const auto records =
      from_csv(to_csv({Token().with(Field::kId, "1").with(Field::kApiDomain, "")}));
  ASSERT_THAT(records, SizeIs(1));
  for (Field field : kFields) EXPECT_EQ(records[0][field].has_value(), field == Field::kId);
}

TEST(Csv, ATextOfLengthZeroAndAHeaderAloneHoldNoRecords) {
  EXPECT_THAT(from_csv(""), IsEmpty());
  EXPECT_THAT(from_csv(kHeader + "\n"), IsEmpty());
  EXPECT_THAT(from_csv(kHeader), IsEmpty());
}

// As the SDK for Python writes it: CRLF, quotes where they are needed, redirect_uri.
TEST(Csv, ReadsAFileOfPython) {
  const std::string text =
      "id,user_name,client_id,client_secret,refresh_token,access_token,grant_token,expiry_time,"
      "redirect_uri,api_domain\r\n1,\"a, "
      "\"\"b\"\"\",c,s,r,a,,1700000000000,u,d\r\n2,,c,s,r2,,g,,,\r\n";
  const auto records = from_csv(text);
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[0].text(Field::kUserName), "a, \"b\"");
  EXPECT_EQ(records[0].text(Field::kExpiresIn), "1700000000000");
  EXPECT_EQ(records[0].text(Field::kRedirectUrl), "u");
  EXPECT_EQ(records[0].text(Field::kApiDomain), "d");
  EXPECT_EQ(records[1].text(Field::kGrantToken), "g");
  EXPECT_FALSE(records[1].has(Field::kApiDomain));
}

// As the SDKs for Node.js and PHP write it: nothing quoted, the last line not ended.
TEST(Csv, ReadsAFileOfNodeJs) {
  const auto records = from_csv(kHeader + "\n1,ann, c ,s,r,a,,,,\n\n2,bob,c,s,r,a,,,,d");
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[0].text(Field::kClientId), " c ");
  EXPECT_EQ(records[1].text(Field::kApiDomain), "d");
}

// As the SDK for Java writes it: everything quoted, absent fields empty.
TEST(Csv, ReadsAFileOfJava) {
  std::string header = "\"" + kHeader + "\"\n";
  for (std::size_t comma = 0; (comma = header.find(',', comma)) != header.npos; comma += 3)
    header.replace(comma, 1, "\",\"");
  const auto records = from_csv(header + "\"1\",\"ann\",,,\"r\",\"a\",,,,\"d\"\n");
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].text(Field::kApiDomain), "d");
}

TEST(Csv, ReadsTheOlderFormWithoutApiDomain) {
  for (const std::string end : {"", "\n"}) {
    const auto records = from_csv((kOldHeader + "\n1,ann@x,c,s,r,a,g,5,u").append(end));
    ASSERT_THAT(records, SizeIs(1));
    EXPECT_EQ(records[0].text(Field::kUserName), "ann@x");
    EXPECT_EQ(records[0].text(Field::kRedirectUrl), "u");
    EXPECT_FALSE(records[0].has(Field::kApiDomain));
  }
  EXPECT_THAT(from_csv(kOldHeader), IsEmpty());
}

TEST(Csv, TheHeaderDecidesWhichColumnIsWhich) {
  const auto records = from_csv(
      "\xEF\xBB\xBF"
      "api_domain,redirect_url,expires_in,grant_token,access_token,refresh_token,client_secret,"
      "client_id,user_name,id\nd,u,5,g,a,r,s,c,ann,1\n");
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].text(Field::kId), "1");
  EXPECT_EQ(records[0].text(Field::kExpiresIn), "5");
  EXPECT_EQ(records[0].text(Field::kApiDomain), "d");
}

TEST(Csv, TellsTheLineAndTheReasonOfEachDamage) {
  const std::string good = kHeader + "\n\"1\",\"ann\nof two lines\",,,,\"a\",,,,\n";
  EXPECT_EQ(damage(good), "no damage");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\"2\",,,,,\"a\",,,\n", "line 4: 9 cells, expected 10"},
      {"\"2\",,,,,\"a\",,,,,\n", "line 4: 11 cells, expected 10"},
      {"\n\nhello\n", "line 6: 1 cell, expected 10"},
      {"\"2\",,,,,\"a\n", "line 4: a quote is not closed"},
      {"\"2\",\"b\n\",,,,\"a\",,,,\n\"3\",,\"", "line 6: a quote is not closed"},
      {R"("2",,,,,"a",,,,"d")", "line 4: cut off: the line has no end"},
      {R"("2",,,,,"a",,,,)", "line 4: cut off: the line has no end"},
      {"2,,,,,a\"b,,,,\n", "line 4: a quote within a cell, or text behind one"},
      {"2,,,,,a\"\"b,,,,\n", "line 4: a quote within a cell, or text behind one"},
      {"\"2\" ,,,,,\"a\",,,,\n", "line 4: a quote within a cell, or text behind one"},
      {"\"\",\"bob\",,,,\"a\",,,,\n", "line 4: the id is empty"},
      {"\"1\",\"bob\",,,,\"a\",,,,\n", "line 4: the id of line 2 again"},
      {"\"2\",\"ann\nof two lines\",,,,\"a\",,,,\n", "line 4: the user_name of line 2 again"},
      {"\"2\",\"b\xFF\",,,,\"a\",,,,\n", "line 4: bytes that are not UTF-8"},
      {std::string("2,b\0,,,,a,,,,\n", 14), "line 4: a NUL outside quotes"},
  };
  for (const auto& [row, why] : cases) EXPECT_EQ(damage(good + row), why) << row;
}

TEST(Csv, RefusesTheTextOfAnotherProgram) {
  const std::string no_header = "line 1: the header is not " + kHeader;
  EXPECT_EQ(damage("name,mail\nann,a@x\n"), no_header);
  EXPECT_EQ(damage("{\"id\": 1}\n"), "line 1: a quote within a cell, or text behind one");
  EXPECT_EQ(damage("\"1\",\"ann\",,,,\"a\",,,,\n"), no_header);
  EXPECT_EQ(damage("id," + kHeader + "\n"), no_header);
  EXPECT_EQ(damage("id," + kOldHeader + "\n"), no_header);
  EXPECT_EQ(damage(kOldHeader.substr(3) + ",api_domain\n"), no_header);
  EXPECT_EQ(damage(kHeader + ",scope\n"), no_header);
  EXPECT_EQ(damage(std::string("SQLite format 3\0", 16)), "line 1: a NUL outside quotes");
  EXPECT_EQ(damage("\n\n"), "line 1: the header is missing");
  EXPECT_EQ(damage("\xEF\xBB\xBF"), "line 1: cut off: the line has no end");
}

TEST(Csv, ACutAnywhereButBetweenTwoLinesIsDamage) {
  const std::string text = to_csv({full("1", "-\"one\""), full("2", "-two\n"), full("3", "")});
  std::size_t read = 0;
  for (std::size_t size = 1; size < text.size(); ++size) {
    const std::string cut = text.substr(0, size);
    if (damage(cut) != "no damage") continue;
    ++read;
    // What is read is the records of whole lines: between two lines, or the header without its end.
    EXPECT_TRUE(cut == kHeader || to_csv(from_csv(cut)) == cut) << cut;
  }
  EXPECT_EQ(read, 4U);
}

TEST(Csv, ADamageTellsNothingOfTheText) {
  for (const std::string row : {"secretsec", "\"secretsec", "secretsec\"\"x", "secretsec\xFF,",
                                "\"secretsec\",,,,,,,,,\n\"secretsec\",,,,,,,,,\n"}) {
    EXPECT_THAT(damage((kHeader + "\n").append(row)), HasSubstr("line "));
    EXPECT_EQ(damage((kHeader + "\n").append(row).append("\n")).find("secretsec"),
              std::string::npos);
    EXPECT_EQ(damage(row).find("secretsec"), std::string::npos);
  }
}

}  // namespace
}  // namespace assay
