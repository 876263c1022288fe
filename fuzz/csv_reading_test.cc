// The target's own reading of CSV: by hand where the form has its corners, and against that of the
// stores, which knows nothing of it.
#include "fuzz/csv_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "fuzz/image_mutation.h"
#include "stores/csv.h"

namespace assay {
namespace {

const std::string kHeader(kCsvHeader);
const std::string kOld = kHeader.substr(0, kHeader.rfind(','));
const std::string kOne = "\"1\",\"ann\",,,,\"a\",,,,\n";

std::string damage(const std::string& text) {
  return csv_reading(text).damage.value_or("no damage");
}

TEST(CsvReading, GivesTheRecordsOfEachFormThatIsKnown) {
  const std::vector<Token> one = {
      Token().with(Field::kId, "1").with(Field::kUserName, "ann").with(Field::kAccessToken, "a")};
  for (const std::string& text :
       {kHeader + "\n" + kOne, "\xEF\xBB\xBF" + kHeader + "\r\n\r\n" + kOne + "\n",
        kHeader + "\r1,ann,,,,a,,,,", kOld + "\n1,ann,,,,a,,,",
        std::string("access_token,id,user_mail,client_id,client_secret,refresh_token,grant_token,"
                    "expires_in,redirect_uri\na,1,ann,,,,,,\n")})
    EXPECT_EQ(csv_reading(text).records, one) << text;
  for (const std::string& text : {std::string(), kHeader, kHeader + "\n", kOld + "\n"})
    EXPECT_EQ(damage(text), "no damage") << text;
}

TEST(CsvReading, TellsWhatNoStoreMayRead) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\n\n", "row 1: the header lacks a column"},
      {kHeader + ",scope\n", "row 1: the header has a column of another name"},
      {kHeader + ",id\n", "row 1: the header has a column twice"},
      {kOld, "row 2: the line before it has no end"},
      {kHeader + "\n1,\n", "row 2: 2 cells in 10 columns"},
      {kHeader + "\n" + kOne + kOne, "row 3: an id again"},
      {kHeader + "\n" + kOne + "2,ann,,,,,,,,\n", "row 3: a user_name again"},
      {kHeader + "\n,ann,,,,,,,,\n", "row 2: no id"},
      {kHeader + "\n\"1\" ,,,,,,,,,\n", "row 2: text behind a quoted cell"},
      {kHeader + "\n1\"\",,,,,,,,,\n", "row 2: a quote in a bare cell"},
      {kHeader + "\n1" + std::string(1, '\0') + ",,,,,,,,,\n", "row 2: a NUL in a bare cell"},
      {kHeader + "\n\"1,,,,,,,,,\n", "row 2: a quote without its other"},
      {kHeader + "\n" + kOne + "2,,,,,,,,,", "row 4: the line before it has no end"},
      {kHeader + "\n1\xFF,,,,,,,,,\n", "row 1: not UTF-8"}};
  for (const auto& [text, why] : cases) EXPECT_EQ(damage(text), why) << text;
}

TEST(CsvReading, ReadsWhatItHasWritten) {
  std::vector<Token> records;
  for (const std::string& text : {std::string("a\"b"), std::string(",\r\n"), std::string(1, '\0')})
    records.push_back(Token().with(Field::kId, text).with(Field::kApiDomain, text));
  const std::string text = csv_writing(records);
  EXPECT_EQ(csv_reading(text).records, records);
  EXPECT_EQ(text, to_csv(records));
}

// What the stores read, or nothing.
std::optional<std::vector<Token>> store_reading(const std::string& text) try {
  return from_csv(text);
} catch (const CsvDamage&) {
  return std::nullopt;
}

TEST(CsvReading, AgreesWithTheStoresOnWhateverAMutatorMakes) {
  FuzzRandom random(1);
  std::size_t read = 0;
  constexpr std::size_t kTexts = 4000;
  for (std::size_t k = 0; k < kTexts; ++k) {
    std::string text = kHeader + "\n" + kOne + "2,,\"c\",s,\"r\"\"\",,,,,\n";
    for (std::size_t changes = 1 + random.below(4); changes > 0; --changes)
      text = mutated_csv(text, random);
    const ImageReading reading = csv_reading(text);
    const auto of_store = store_reading(text);
    EXPECT_EQ(reading.damage.has_value(), !of_store) << text << '\n' << reading.damage.value_or("");
    EXPECT_EQ(reading.records, of_store.value_or(std::vector<Token>())) << text;
    read += of_store.has_value();
  }
  EXPECT_GT(read, kTexts / 10);
  EXPECT_LT(read, kTexts * 9 / 10);
}

}  // namespace
}  // namespace assay
