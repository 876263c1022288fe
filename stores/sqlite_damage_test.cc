// Files of the `sqlite` store that are damaged in ways that SQLite itself passes over at first.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "spec/token_store.h"
#include "stores/scratch_directory.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class SqliteDamage : public ::testing::Test {
 protected:
  SqliteDamage() {
    Token token = Token().with(Field::kUserName, "ann").with(Field::kAccessToken, "enter-ann-1");
    open()->save_token(token);
  }

  std::unique_ptr<TokenStore> open() const { return make_sqlite_factory()->open(storage_.path()); }

  // As another program would, that minds no rule.
  void run(const std::string& sql) const {
    SQLite::Database database(path(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA writable_schema = ON");
    database.exec(sql);
  }

  void put(std::size_t at, char byte) const {
    std::fstream file(path(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
  }

  std::string bytes() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // Refused, and left as it is.
  std::string refusal() const {
    const std::string before = bytes();
    std::string message = "none";
    try {
      open();
    } catch (const StoreError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      message = error.what();
    }
    EXPECT_EQ(bytes(), before);
    return message;
  }

  std::string path() const { return storage_ / std::string(kSqliteFile); }

 private:
  ScratchDirectory storage_;
};

// An index's entry: its length, the length of what follows, a text's kind, a small number's, the
// text, and the place of the record, the second.
TEST_F(SqliteDamage, OfAnIndexEntryThatIsCutOffIsRefused) {
  Token bob = Token().with(Field::kUserName, "bob").with(Field::kAccessToken, "enter-bob-1");
  open()->save_token(bob);
  constexpr std::size_t kPageSize = 4096;
  for (const Field field : {Field::kId, Field::kUserName}) {
    const std::string text(bob.text(field));
    const auto length = static_cast<char>(3 + text.size() + 1);
    const auto kind = static_cast<char>(13 + 2 * text.size());
    const std::size_t entry =
        bytes().find(length + std::string("\x03") + kind + "\x01" + text + "\x02");
    ASSERT_NE(entry, std::string::npos) << name_of(field);
    const std::size_t loose_bytes = entry / kPageSize * kPageSize + 7;  // of the page, as counted
    put(entry, static_cast<char>(length - 1));
    put(loose_bytes, '\x01');
    {
      SQLite::Database database(path(), SQLite::OPEN_READONLY);
      EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
    }
    EXPECT_THAT(refusal(), ::testing::AnyOf(EndsWith("is damaged"), HasSubstr("malformed")));
    put(entry, length);
    put(loose_bytes, '\0');
  }
  EXPECT_EQ(refusal(), "none");
}

// A find goes by the index, a list by the table.
TEST_F(SqliteDamage, OfAnIndexAloneIsRefused) {
  const std::string file = bytes();
  std::size_t places = 0;  // in the table, and in the index of the user names
  for (std::size_t at = file.find("ann"); at != file.npos; at = file.find("ann", at + 1)) {
    if (file.compare(at - 6, 6, "enter-") == 0) continue;
    put(at, 'b');
    EXPECT_THAT(refusal(), EndsWith("is damaged")) << at;
    put(at, 'a');
    ++places;
  }
  EXPECT_EQ(places, 2U);
  EXPECT_EQ(refusal(), "none");
}

TEST_F(SqliteDamage, OfItsSchemaIsNotToldInItsWords) {
  run("UPDATE sqlite_schema SET name = 'enter-ann-1' WHERE type = 'index'");
  const std::string message = refusal();
  EXPECT_THAT(message, HasSubstr("cannot be opened: "));
  EXPECT_THAT(message, Not(HasSubstr("enter-ann-1")));
}

TEST_F(SqliteDamage, ThatLeavesARecordWithoutAnIdIsRefused) {
  run("UPDATE tokens SET id = ''");
  EXPECT_THAT(refusal(), EndsWith("holds a record without an id"));
}

// SQLite reads such a file, and refuses every save.
TEST_F(SqliteDamage, ByALaterVersionThatAloneMayWriteIsRefused) {
  constexpr std::size_t kWriteVersion = 18;
  put(kWriteVersion, 3);
  EXPECT_THAT(refusal(), EndsWith("is for a later version of SQLite to write"));
}

}  // namespace
}  // namespace assay
