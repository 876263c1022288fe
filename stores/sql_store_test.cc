#include "stores/sql_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "stores/list.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A connection to a table without rows, which writes down what it is asked.
class Recorder final : public SqlConnection {
 public:
  explicit Recorder(std::vector<std::string>& log) : log_(log) {}

  void transact(bool writes, const std::function<void()>& body) override {
    log_.emplace_back(writes ? "begin to write" : "begin to read");
    body();
    log_.emplace_back("commit");
  }
  std::vector<Token> query(const Statement& statement) override {
    log_.push_back(statement.text.substr(0, statement.text.find(' ')));
    return {};
  }
  void execute(const Statement& statement) override {
    log_.push_back(statement.text.substr(0, statement.text.find(' ')));
  }

 private:
  std::vector<std::string>& log_;
};

class SqlStore : public ::testing::Test {
 protected:
  std::vector<std::string> log_;
  std::unique_ptr<TokenStore> store_ =
      make_sql_store(std::make_unique<Recorder>(log_), Query(Dialect::kMysql, "tokens"));
};

TEST_F(SqlStore, MakesOneTransactionACall) {
  Token token = Token().with(Field::kUserName, "ann").with(Field::kAccessToken, "a");
  store_->save_token(token);
  EXPECT_THAT(log_, ElementsAre("begin to write", "SELECT", "SELECT", "INSERT", "commit"));
  log_.clear();
  store_->find_token(token);
  EXPECT_THAT(log_, ElementsAre("begin to read", "SELECT", "commit"));
  log_.clear();
  store_->delete_token("7");
  EXPECT_THAT(log_, ElementsAre("begin to write", "DELETE", "commit"));
}

TEST_F(SqlStore, SendsNothingForWhatNeedsNoDatabase) {
  Token nothing;
  EXPECT_THROW(store_->save_token(nothing), StoreError);
  EXPECT_FALSE(store_->find_token_by_id(""));
  store_->delete_token("");
  EXPECT_THAT(log_, IsEmpty());
}

TEST_F(SqlStore, RefusesWhatDoesNotFitBeforeItSendsAnything) {
  for (Field field : kFields) {
    std::string text;
    for (std::size_t i = 0; i < least_capacity(field); ++i) text += "\xF0\x9F\x98\x80";
    Token token = Token().with(Field::kRefreshToken, "r");
    token[field] = text;
    EXPECT_NO_THROW(store_->save_token(token)) << name_of(field);
    log_.clear();
    token[field] = text + "x";
    try {
      store_->save_token(token);
      ADD_FAILURE() << name_of(field) << " was saved";
    } catch (const StoreError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      EXPECT_THAT(error.what(), HasSubstr(name_of(field)));
      EXPECT_THAT(error.what(), HasSubstr(std::to_string(least_capacity(field))));
    }
    EXPECT_THAT(log_, IsEmpty()) << name_of(field);
  }
}

TEST(SqlStoreInThreads, InsertsWhatEachThreadSaves) {
  const auto store = make_sqlite_memory_factory()->open("");
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&store, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string name = std::to_string(t) + "." + std::to_string(i % 25);
        Token token = Token().with(Field::kUserName, name).with(Field::kAccessToken, "a");
        store->save_token(token);
        store->find_token(token);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(store->get_tokens(), SizeIs(100));
}

// Walks at random through a small world, in which users, clients and tokens collide, beside a list
// that makes the same choices without a database.
class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed) {}

  void step() {
    const unsigned kind = pick(10);
    if (kind < 5) {
      save();
    } else if (kind < 8) {
      find();
    } else if (kind == 8) {
      const std::size_t record = pick(8);
      list_->delete_token(id_of(list_, record));
      sql_->delete_token(id_of(sql_, record));
    } else if (pick(20) == 0) {
      list_->delete_tokens();
      sql_->delete_tokens();
    }
    ASSERT_EQ(without_ids(sql_->get_tokens()), without_ids(list_->get_tokens()));
  }

  // How many saves and finds ended in each way, to show that the walk gets about.
  int saved = 0, refused = 0, found = 0, not_found = 0;

 private:
  using Store = std::unique_ptr<TokenStore>;

  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

  // The stores choose ids of their own, but both list in the order of insertion.
  static std::string id_of(const Store& store, std::size_t record) {
    const auto tokens = store->get_tokens();
    return record < tokens.size() ? std::string(tokens[record].text(Field::kId)) : "unknown";
  }
  static std::vector<Token> without_ids(std::vector<Token> tokens) {
    for (Token& token : tokens) token[Field::kId].reset();
    return tokens;
  }

  Token draw() {
    Token token;
    const unsigned share = 2 + pick(7);
    for (Field field : kFields) {
      if (field == Field::kId || pick(10) >= share) continue;
      if (field == Field::kUserName && pick(2) == 0) continue;
      const unsigned choice = pick(4);
      token[field] = choice == 3 ? "" : std::string(name_of(field)) + std::to_string(choice);
    }
    return token;
  }

  void save() {
    Token for_list = draw(), for_sql = for_list;
    if (const std::size_t record = pick(24); record < 8) {
      for_list[Field::kId] = id_of(list_, record);
      for_sql[Field::kId] = id_of(sql_, record);
    }
    const bool list_saved = save_in(list_, for_list), sql_saved = save_in(sql_, for_sql);
    ASSERT_EQ(sql_saved, list_saved);
    ASSERT_EQ(without_ids({for_sql}), without_ids({for_list}));
    ++(list_saved ? saved : refused);
    if (!list_saved) return;
    const auto by_list = list_->find_token_by_id(for_list.text(Field::kId));
    const auto by_sql = sql_->find_token_by_id(for_sql.text(Field::kId));
    ASSERT_TRUE(by_list && by_sql);
    ASSERT_EQ(without_ids({*by_sql}), without_ids({*by_list}));
  }

  static bool save_in(const Store& store, Token& token) try {
    store->save_token(token);
    return true;
  } catch (const StoreError&) {
    return false;
  }

  void find() {
    Token for_list = draw(), for_sql = for_list;
    if (const std::size_t record = pick(24); record < 8) {
      if (pick(2) == 0) for_list = for_sql = Token();
      for_list[Field::kId] = id_of(list_, record);
      for_sql[Field::kId] = id_of(sql_, record);
    }
    const auto in_list = list_->find_token(for_list), in_sql = sql_->find_token(for_sql);
    ASSERT_EQ(in_sql.has_value(), in_list.has_value());
    ++(in_list ? found : not_found);
    if (in_list) {
      ASSERT_EQ(without_ids({*in_sql}), without_ids({*in_list}));
    }
  }

  std::mt19937 random_;
  Store list_ = make_list_factory()->open("");
  Store sql_ = make_sqlite_memory_factory()->open("");
};

TEST(SqlStoreBesideAList, DoesWhatTheListDoes) {
  int saved = 0, refused = 0, found = 0, not_found = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    Walk walk(seed);
    for (int i = 0; i < 40; ++i) ASSERT_NO_FATAL_FAILURE(walk.step()) << "seed " << seed;
    saved += walk.saved;
    refused += walk.refused;
    found += walk.found;
    not_found += walk.not_found;
  }
  EXPECT_GT(std::min({saved, refused, found, not_found}), 500);
}

}  // namespace
}  // namespace assay
