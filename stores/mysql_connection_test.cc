#include "stores/mysql_connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "stores/mysql_table.h"
#include "stores/test_server.h"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

Token user_token(const std::string& id, const std::string& user) {
  return Token().with(Field::kId, id).with(Field::kUserName, user).with(Field::kAccessToken, "a");
}

// A connection to a table of its own, and a second login beside it.
class MysqlConnectionTest : public ::testing::Test {
 protected:
  void SetUp() override { open_table(other_, test_server().options(), kStorage); }
  void TearDown() override { drop_tables(other_, test_server().options(), kStorage); }

  std::vector<Token> all() {
    std::vector<Token> tokens;
    connection_.transact(false, [&] { tokens = connection_.query(query_.select_all()); });
    return tokens;
  }

  void insert(const std::string& id, const std::string& user) {
    connection_.transact(true, [&] { connection_.execute(query_.insert(user_token(id, user))); });
  }

  // The server's number for the login that the connection uses.
  std::string login() {
    std::string id;
    connection_.transact(false, [&] {
      id = connection_.query({kWhoAmI, {}}).at(0).text(Field::kId);
    });
    return id;
  }

  // That of the login that the pool gives out next.
  std::string waiting_login() {
    std::string id;
    pool_->with_link([&](MysqlLink& link) { id = link.query({kWhoAmI, {}}).at(0).at(0).value(); });
    return id;
  }

  // True iff nobody has kept the lock that unlucky writers take turns with.
  bool turn_is_free() {
    const std::string turn = "assay_" + hash_name(test_server().options().database + "." + table_);
    return other_.query({"SELECT IS_FREE_LOCK(?)", {turn}}).at(0).at(0) == "1";
  }

  // How a write ends that runs `body`.
  std::string failure_of(const std::function<void()>& body) {
    try {
      connection_.transact(true, body);
    } catch (const StoreError& error) {
      message_ = error.what();
      return error.failure() == Failure::kUnknown ? "unknown" : "refused";
    }
    return "returned";
  }

  static constexpr const char* kWhoAmI = "SELECT CONNECTION_ID(), 1, 2, 3, 4, 5, 6, 7, 8, 9";
  static constexpr const char* kStorage = "/storage/of/connection";
  std::shared_ptr<MysqlPool> pool_ = std::make_shared<MysqlPool>(test_server().options());
  std::string table_ = table_name(test_server().options(), kStorage);
  Query query_{Dialect::kMysql, table_};
  MysqlLink other_{test_server().options()};
  MysqlConnection connection_{pool_, table_};
  std::string message_;
};

TEST_F(MysqlConnectionTest, WhatABodyThatReturnsHasWrittenStays) {
  insert("1", "ann");
  EXPECT_THAT(other_.query(query_.select_all()), SizeIs(1));
}

TEST_F(MysqlConnectionTest, WhatABodyThatThrowsHasWrittenIsGone) {
  EXPECT_THROW(connection_.transact(true,
                                    [&] {
                                      connection_.execute(query_.insert(user_token("1", "ann")));
                                      throw refused("no");
                                    }),
               StoreError);
  EXPECT_THAT(all(), SizeIs(0));
  insert("1", "ann");
}

TEST_F(MysqlConnectionTest, AConnectionThatDiedBetweenTwoCallsIsReplaced) {
  insert("1", "ann");
  ASSERT_GE(kill_other_logins(other_), 1);
  insert("2", "bob");
  ASSERT_GE(kill_other_logins(other_), 1);
  EXPECT_THAT(all(), SizeIs(2));
}

TEST_F(MysqlConnectionTest, AConnectionLostBeforeTheCommitLosesTheAttemptAndTheBodyRunsAgain) {
  int runs = 0;
  connection_.transact(true, [&] {
    connection_.execute(query_.insert(user_token("1", "ann")));
    if (++runs == 1) kill_other_logins(other_);
    connection_.execute(query_.insert(user_token("2", "bob")));
  });
  EXPECT_EQ(runs, 2);
  EXPECT_THAT(all(), SizeIs(2));
}

TEST_F(MysqlConnectionTest, AConnectionLostTwiceBeforeTheCommitIsARefusal) {
  EXPECT_EQ(failure_of([&] {
              connection_.execute(query_.insert(user_token("1", "ann")));
              kill_other_logins(other_);
              connection_.execute(query_.insert(user_token("2", "bob")));
            }),
            "refused");
  EXPECT_THAT(all(), SizeIs(0));
}

TEST_F(MysqlConnectionTest, AConnectionLostInTheCommitIsAnUnknownOutcome) {
  int runs = 0;
  EXPECT_EQ(failure_of([&] {
              ++runs;
              connection_.execute(query_.insert(user_token("1", "ann")));
              kill_other_logins(other_);
            }),
            "unknown");
  EXPECT_EQ(runs, 1);
  EXPECT_THAT(all(), SizeIs(0));  // this time; the store could not know
}

TEST_F(MysqlConnectionTest, AForkedChildLogsInAnewAndLeavesTheParentsLoginsAlone) {
  const std::string own = login();
  pool_->give_back(pool_->take_new());
  const std::string waiting = waiting_login();
  std::array<int, 2> told{};
  ASSERT_EQ(pipe(told.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    try {
      const std::string ids = login() + " " + waiting_login() + " ";
      if (write(told[1], ids.data(), ids.size()) < 0) _exit(1);
    } catch (const std::exception&) {
      _exit(1);
    }
    _exit(0);
  }
  close(told[1]);
  waitpid(child, nullptr, 0);
  std::array<char, 64> buffer{};
  ASSERT_GT(read(told[0], buffer.data(), buffer.size() - 1), 0);
  close(told[0]);
  std::istringstream ids(buffer.data());
  for (int i = 0; i < 2; ++i) {
    std::string id;
    ASSERT_TRUE(ids >> id);
    EXPECT_NE(id, own);
    EXPECT_NE(id, waiting);
  }
  EXPECT_EQ(login(), own);
  EXPECT_EQ(waiting_login(), waiting);
}

TEST_F(MysqlConnectionTest, AReadThatAsksTwiceSeesTheSameRecordsTwice) {
  insert("1", "ann");
  std::size_t first = 0, second = 0;
  int runs = 0;
  connection_.transact(false, [&] {
    ++runs;
    first = connection_.query(query_.select_all()).size();
    other_.execute(
        query_.insert(user_token("2" + std::to_string(runs), "bob" + std::to_string(runs))));
    second = connection_.query(query_.select_all()).size();
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(first, 2U);
  EXPECT_EQ(second, 2U);
  EXPECT_THAT(all(), SizeIs(3));
}

TEST_F(MysqlConnectionTest, AKeyThatStaysTakenIsARefusalWithoutTheKey) {
  insert("idididid", "useruser");
  EXPECT_EQ(failure_of([&] { connection_.execute(query_.insert(user_token("idididid", "x"))); }),
            "refused");
  EXPECT_THAT(message_, AllOf(HasSubstr("1062"), Not(HasSubstr("idididid"))));
  EXPECT_EQ(failure_of([&] { connection_.execute(query_.insert(user_token("x", "useruser"))); }),
            "refused");
  EXPECT_THAT(message_, AllOf(HasSubstr("1062"), Not(HasSubstr("useruser"))));
  EXPECT_TRUE(turn_is_free());
}

TEST_F(MysqlConnectionTest, AnAttemptAfterBadLuckIsMadeInTurn) {
  insert("1", "ann");
  std::vector<bool> alone;
  EXPECT_EQ(failure_of([&] {
              alone.push_back(!turn_is_free());
              if (alone.size() < 3) connection_.execute(query_.insert(user_token("1", "x")));
            }),
            "returned");
  EXPECT_THAT(alone, ElementsAre(false, true, true));
  EXPECT_TRUE(turn_is_free());
}

TEST_F(MysqlConnectionTest, ATextTooLongForItsColumnIsARefusalAndIsNotCut) {
  EXPECT_EQ(failure_of(
                [&] { connection_.execute(query_.insert(user_token(std::string(41, 'i'), "x"))); }),
            "refused");
  EXPECT_THAT(message_, AllOf(HasSubstr("1406"), Not(HasSubstr("iii"))));
  EXPECT_THAT(all(), SizeIs(0));
}

TEST_F(MysqlConnectionTest, ATableThatIsGoneIsARefusal) {
  other_.command(query_.drop_table().text);
  EXPECT_THROW(all(), StoreError);
  EXPECT_EQ(failure_of([&] { connection_.execute(query_.insert(user_token("1", "ann"))); }),
            "refused");
  EXPECT_THAT(message_, HasSubstr("missing"));
}

TEST_F(MysqlConnectionTest, TheSessionIsStrictAndSpeaksUtf8mb4) {
  const auto row = other_
                       .query({"SELECT @@character_set_client, @@character_set_connection, "
                               "@@character_set_results, @@sql_mode",
                               {}})
                       .at(0);
  for (int i : {0, 1, 2}) EXPECT_EQ(row[static_cast<std::size_t>(i)], "utf8mb4");
  EXPECT_THAT(row[3].value(), HasSubstr("STRICT_ALL_TABLES"));
}

TEST_F(MysqlConnectionTest, ADeadlockRunsTheBodyAgain) {
  insert("1", "ann");
  insert("2", "bob");
  other_.command("START TRANSACTION");
  other_.query(query_.select_by_id("2", true));
  // Each then waits for what the other holds; the one that has written less is the victim.
  other_.execute(query_.update("2", user_token("2", "bob").with(Field::kAccessToken, "b")));
  int runs = 0;
  std::thread waiter;
  connection_.transact(true, [&] {
    ++runs;
    connection_.query(query_.select_by_id("1", true));
    if (runs == 1) {
      waiter = std::thread([&] {
        try {
          other_.query(query_.select_by_id("1", true));
          other_.command("COMMIT");
        } catch (const MysqlFault& fault) {
          ADD_FAILURE() << fault.explanation();
        }
      });
    }
    connection_.query(query_.select_by_id("2", true));
  });
  waiter.join();
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(turn_is_free());
}

}  // namespace
}  // namespace assay
