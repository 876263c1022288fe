#include "fuzz/query_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "fuzz/query_authority.h"

namespace assay {
namespace {

const Token kRecord = Token().with(Field::kId, "7").with(Field::kUserName, "a");

class QueryDatabaseTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(database_.make(right_->create_table().text), std::nullopt); }

  QueryDatabase database_{"tokens"};
  std::unique_ptr<Construction> right_ = make_query_construction(Dialect::kSqlite, "tokens");
};

TEST_F(QueryDatabaseTest, LeavesNothingBehind) {
  const std::string remove = right_->delete_all().text;
  EXPECT_TRUE(database_.run(remove, {}, {kRecord}).records.empty());
  const QueryEffect all = database_.run(right_->select_all().text, {}, {});
  EXPECT_TRUE(all.rows.empty());
}

TEST_F(QueryDatabaseTest, SeesATableGo) {
  EXPECT_TRUE(database_.run(right_->drop_table().text, {}, {kRecord}).table_is_gone);
  EXPECT_EQ(database_.run(right_->select_all().text, {}, {kRecord}).rows, std::vector{kRecord});
}

TEST_F(QueryDatabaseTest, GivesWhatHasNoOrderBackwards) {
  const Token second = Token().with(Field::kId, "8");
  std::string text = right_->select_all().text;
  EXPECT_EQ(database_.run(text, {}, {kRecord, second}).rows, (std::vector{kRecord, second}));
  text.resize(text.find(" ORDER BY"));
  EXPECT_EQ(database_.run(text, {}, {kRecord, second}).rows, (std::vector{second, kRecord}));
}

TEST_F(QueryDatabaseTest, NoticesThatAnotherTableIsWrittenTo) {
  EXPECT_THROW(database_.run("DELETE FROM bystander", {}, {}), std::runtime_error);
}

TEST_F(QueryDatabaseTest, TellsWhatIsLeftOfATextAndWhatIsNoText) {
  EXPECT_EQ(database_.prepared("SELECT 1; SELECT 2").tail, " SELECT 2");
  EXPECT_THAT(database_.prepared("SELECT \"no such column\"").error,
              ::testing::HasSubstr("no such column"));
  EXPECT_NE(database_.prepared("-- nothing").error, "");
}

TEST_F(QueryDatabaseTest, AuthorizesWhatWasAskedForAndNoMore) {
  const auto fault = [&](const std::string& text, Ask ask) {
    return authority_fault(database_.prepared(text).actions, {ask, false, kRecord, "7"}, "tokens");
  };
  EXPECT_EQ(fault(right_->delete_all().text, Ask::kDeleteAll), std::nullopt);
  EXPECT_EQ(fault(right_->update("7", kRecord).text, Ask::kUpdate), std::nullopt);
  EXPECT_TRUE(fault(right_->delete_all().text, Ask::kDeleteById));
  EXPECT_TRUE(fault(right_->update("7", Token()).text, Ask::kUpdate));
  EXPECT_TRUE(fault("SELECT * FROM bystander", Ask::kSelectAll));
  EXPECT_TRUE(fault("DELETE FROM bystander", Ask::kDeleteAll));
}

}  // namespace
}  // namespace assay
