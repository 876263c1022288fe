#include "fuzz/query_input.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "fuzz/query_pool.h"
#include "fuzz/query_seeds.h"

namespace assay {
namespace {

void expect_same(const QueryCase& a, const QueryCase& b) {
  EXPECT_EQ(a.dialect, b.dialect);
  EXPECT_EQ(a.table, b.table);
  EXPECT_EQ(a.request.ask, b.request.ask);
  EXPECT_EQ(a.request.saving, b.request.saving);
  EXPECT_EQ(a.request.token, b.request.token);
  EXPECT_EQ(a.request.id, b.request.id);
  EXPECT_EQ(a.records, b.records);
}

TEST(QueryInput, ReadsWhatWasWritten) {
  for (const QuerySeed& seed : query_seeds()) {
    SCOPED_TRACE(seed.name);
    expect_same(query_case(input_of(seed.query_case)), seed.query_case);
  }
}

TEST(QueryInput, HoldsTextsThatNoPoolHas) {
  QueryCase written;
  written.table = "a table of its own";
  written.request.token[Field::kUserName] = std::string("not \0 in the pool", 17);
  written.request.id = "an id of its own";
  expect_same(query_case(input_of(written)), written);
}

TEST(QueryInput, IsACaseWhateverItHolds) {
  std::mt19937_64 random(5);
  std::set<Ask> asks;
  for (int i = 0; i < 20'000; ++i) {
    std::string input(random() % 60, '\0');
    for (char& c : input) c = static_cast<char>(random());
    const QueryCase read = query_case(input);
    asks.insert(read.request.ask);
    std::set<std::string> ids, users;
    for (const Token& record : read.records) {
      ASSERT_TRUE(record.has(Field::kId));
      ASSERT_TRUE(ids.insert(*record[Field::kId]).second);
      for (Field field : kFields) ASSERT_EQ(record.has(field), record[field].has_value());
      if (record.has(Field::kUserName)) {
        ASSERT_TRUE(users.insert(*record[Field::kUserName]).second);
      }
    }
  }
  EXPECT_EQ(asks.size(), kAskCount);
}

TEST(QueryInput, LeavesRecordsUnreadWhereNobodyWantsThem) {
  const std::string input = input_of(query_seeds().front().query_case);
  EXPECT_FALSE(query_case(input).records.empty());
  EXPECT_TRUE(query_case(input, false).records.empty());
}

TEST(QueryInput, HasRecordsThatAreNearlyLikeTheToken) {
  // select_named in SQLite over the first table: user_name "a"; a record with it in capitals.
  const std::string input("\x00\x00\x02\x00\x00\x02\x01\x03\x00\x05\xC1", 11);
  const QueryCase read = query_case(input);
  ASSERT_EQ(read.records.size(), 1U);
  EXPECT_EQ(read.records[0].text(Field::kUserName), "A");
}

TEST(QueryPool, NamesEachOfItsTextsByItsNumber) {
  for (unsigned number = 0; number < 128; ++number) {
    const auto index = pool_index(pool_text(number));
    ASSERT_TRUE(index);
    EXPECT_EQ(pool_text(*index), pool_text(number));
    const auto table = pool_table_index(pool_table(number + 0x60));
    ASSERT_TRUE(table);
    EXPECT_EQ(pool_table(*table), pool_table(number + 0x60));
  }
  EXPECT_FALSE(pool_index("no text of the pool"));
  EXPECT_FALSE(pool_table_index("no name of the pool"));
}

}  // namespace
}  // namespace assay
