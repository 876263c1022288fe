#include "stores/sqlite_connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "spec/token_store.h"
#include "stores/sqlite_image.h"

namespace assay {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class InMemory : public ::testing::Test {
 protected:
  void save(std::size_t size) {
    const Token record =
        Token().with(Field::kId, "1").with(Field::kAccessToken, std::string(size, 'a'));
    connection_.transact(true, [&] { connection_.execute(query_.insert(record)); });
  }
  std::vector<Token> records() {
    std::vector<Token> records;
    connection_.transact(false, [&] { records = connection_.query(query_.select_all()); });
    return records;
  }

  const Query query_{Dialect::kSqlite, "tokens"};
  SqliteConnection connection_{SqliteImage(query_).copy()};
};

TEST_F(InMemory, IsEmptiedForTheNextStore) {
  save(10);
  ASSERT_THAT(records(), SizeIs(1));
  EXPECT_TRUE(connection_.empty(query_));
  EXPECT_THAT(records(), IsEmpty());
  save(10);
  EXPECT_THAT(records(), SizeIs(1));
}

TEST_F(InMemory, IsLetGoOnceItIsLarge) {
  save(2 << 20);
  EXPECT_FALSE(connection_.empty(query_));
}

TEST_F(InMemory, IsLetGoInsideATransaction) {
  connection_.transact(true, [&] { EXPECT_FALSE(connection_.empty(query_)); });
}

TEST_F(InMemory, IsLetGoWhereItCannotBeEmptied) {
  EXPECT_FALSE(connection_.empty(Query(Dialect::kSqlite, "others")));
}

}  // namespace
}  // namespace assay
