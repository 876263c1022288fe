// The MySQL store, used from several processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "stores/mysql_fixture.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Runs `work` in so many processes at once; each ends well iff `work` throws nothing.
void in_processes(int count, const std::function<void(int)>& work) {
  std::array<int, 2> gate{};
  ASSERT_EQ(pipe(gate.data()), 0);
  std::vector<pid_t> children;
  for (int number = 0; number < count; ++number) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    close(gate[1]);
    char byte = 0;
    if (read(gate[0], &byte, 1) != 0) _exit(2);  // all begin when the gate closes
    try {
      work(number);
    } catch (const std::exception& error) {
      dprintf(STDERR_FILENO, "process %d: %s\n", number, error.what());
      _exit(1);
    }
    _exit(0);
  }
  close(gate[0]);
  close(gate[1]);
  for (pid_t child : children) {
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
}

TEST_F(MysqlTest, KeepsItsRecordsWhenItIsClosedAndWhenAnotherProcessWrites) {
  const Token ann = save(token({{Field::kUserName, "ann"}, {Field::kAccessToken, "a"}}));
  reopen();
  EXPECT_THAT(store_->get_tokens(), ElementsAre(ann));
  in_processes(1, [&](int) {
    const auto own = make_mysql_factory(options_);
    Token bob = token({{Field::kUserName, "bob"}, {Field::kAccessToken, "b"}});
    own->open(storage_)->save_token(bob);
  });
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
  reopen();
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
}

TEST_F(MysqlTest, AForkedChildUsesTheFactoryAndTheOpenStoreAndLeavesTheParentsLoginAlone) {
  factory_->open(std::string(kRun) + "/second");  // leaves a login that waits
  in_processes(2, [&](int number) {
    Token given =
        token({{Field::kUserName, "u" + std::to_string(number)}, {Field::kAccessToken, "a"}});
    store_->save_token(given);
    factory_->open(storage_)->save_token(given);
    store_.reset();
    factory_.reset();
  });
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
  save(token({{Field::kUserName, "u0"}, {Field::kAccessToken, "b"}}));
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
}

TEST_F(MysqlTest, ManyProcessesThatSaveTheSameMakeOneRecord) {
  const std::vector<Token> kinds = {
      token({{Field::kUserName, "ann"}, {Field::kAccessToken, "user"}}),
      token({{Field::kAccessToken, "access"}}),
      token(
          {{Field::kClientId, "c"}, {Field::kClientSecret, "s"}, {Field::kRefreshToken, "client"}}),
      token({{Field::kGrantToken, "weak"}}),
  };
  in_processes(4, [&](int number) {
    const auto store = factory_->open(storage_);
    for (int i = 0; i < 100; ++i) {
      Token given = kinds[static_cast<std::size_t>(i) % kinds.size()];
      given[Field::kExpiresIn] = std::to_string(1000 * number + i);
      store->save_token(given);
      if (!store->find_token(given)) throw std::runtime_error("not found");
    }
  });
  EXPECT_THAT(store_->get_tokens(), SizeIs(kinds.size()));
}

// The hardest mix for InnoDB: gaps that several have locked, and in which each wants to insert.
TEST_F(MysqlTest, ManyProcessesThatSaveAndDeleteTheSameUsersAreNotRefused) {
  in_processes(8, [&](int number) {
    const auto store = factory_->open(storage_);
    for (int i = 0; i < 60; ++i) {
      Token given = token({{Field::kUserName, std::to_string(i % 10)},
                           {Field::kAccessToken, std::to_string(number)}});
      store->save_token(given);
      if (i % 3 == 0) store->delete_token(given.text(Field::kId));
    }
  });
}

TEST_F(MysqlTest, ManyProcessesThatSaveDifferentUsersAreNotRefused) {
  in_processes(6, [&](int number) {
    const auto store = factory_->open(storage_);
    for (int i = 0; i < 30; ++i) {
      Token given = token({{Field::kUserName, std::to_string(number) + "/" + std::to_string(i)},
                           {Field::kAccessToken, "a"}});
      store->save_token(given);
      if (i % 3 == 0) store->delete_token(given.text(Field::kId));
    }
  });
  EXPECT_THAT(store_->get_tokens(), SizeIs(6 * 20));
}

TEST_F(MysqlTest, TheTablesOfAKilledProcessAreRemovedByTheParentsDrop) {
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto store = factory_->open(std::string(kRun) + "/w1/17");
    Token given = token({{Field::kAccessToken, "a"}});
    store->save_token(given);
    if (write(ready[1], "r", 1) != 1) _exit(1);
    for (;;) pause();
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  ASSERT_THAT(tables(), SizeIs(2));
  store_.reset();
  factory_->drop(kRun);
  EXPECT_THAT(tables(), IsEmpty());
}

}  // namespace
}  // namespace assay
