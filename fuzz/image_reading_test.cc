#include "fuzz/image_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "fuzz/image_mutation.h"

namespace assay {
namespace {

using ::testing::HasSubstr;

Token record(const std::string& id, const std::string& user) {
  return Token().with(Field::kId, id).with(Field::kUserName, user);
}

TEST(ImageReading, GivesTheRowsOfADatabase) {
  for (const std::size_t count : {0U, 1U, 5U}) {
    const auto reading = reading_of({ImageFormat::kSqlite, fresh_sqlite(count, 512)});
    EXPECT_EQ(reading.damage, std::nullopt);
    ASSERT_EQ(reading.records.size(), count);
    for (const Token& each : reading.records) EXPECT_TRUE(each.has(Field::kAccessToken));
  }
}

TEST(ImageReading, SeesADatabaseThatIsUnsound) {
  std::string file = fresh_sqlite(2, 512);
  const std::size_t at = file.rfind("user1");  // in the table or in its index: they differ now
  ASSERT_NE(at, file.npos);
  file[at] = 'v';
  EXPECT_THAT(reading_of({ImageFormat::kSqlite, file}).damage.value_or(""),
              HasSubstr("SQLite says of it"));
  EXPECT_THAT(reading_of({ImageFormat::kSqlite, "note"}).damage.value_or(""),
              HasSubstr("SQLite cannot read it"));
}

TEST(ImageReading, OfNothingIsOfNoRecords) {
  for (const ImageFormat format : {ImageFormat::kCsv, ImageFormat::kSqlite}) {
    const auto reading = reading_of({format, ""});
    EXPECT_EQ(reading.damage, std::nullopt);
    EXPECT_TRUE(reading.records.empty());
  }
}

TEST(ImageReading, IsHeldAgainstTheStoresWhateverTheOrder) {
  const std::vector<Token> of_file = {record("1", "ann"), record("2", "bob")};
  EXPECT_EQ(misreading(of_file, {of_file[1], of_file[0]}), std::nullopt);
  EXPECT_EQ(misreading(of_file, {of_file[0]}),
            "read as 1 records, and the file holds 2; left out: \"2\"");
  EXPECT_EQ(misreading({}, {of_file[1]}),
            "read as 1 records, and the file holds 0; not in it: \"2\"");
  EXPECT_EQ(misreading(of_file, {of_file[0], record("2", "bob ")}),
            "read as 2 records, and the file holds 2; otherwise in it: the user_name of \"2\"");
}

}  // namespace
}  // namespace assay
