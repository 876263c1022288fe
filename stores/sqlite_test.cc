#include "stores/sqlite.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "spec/token_store.h"
#include "stores/child_process.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Token user(const std::string& name, const std::string& access) {
  return Token().with(Field::kUserName, name).with(Field::kAccessToken, access);
}

class Sqlite : public ::testing::Test {
 protected:
  std::unique_ptr<TokenStore> open() const { return factory_->open(directory_.path()); }
  std::string path() const { return directory_ / std::string(kSqliteFile); }

  ScratchDirectory directory_;
  const std::unique_ptr<StoreFactory> factory_ = make_sqlite_factory();
};

TEST_F(Sqlite, DeclaresWhatItIs) {
  const Capabilities file = factory_->capabilities();
  EXPECT_EQ(factory_->name(), "sqlite");
  EXPECT_EQ(file.medium, Medium::kFile);
  EXPECT_TRUE(file.persistent && file.shared && file.sql);
  const Capabilities memory = make_sqlite_memory_factory()->capabilities();
  EXPECT_EQ(make_sqlite_memory_factory()->name(), "sqlite-memory");
  EXPECT_EQ(memory.medium, Medium::kMemory);
  EXPECT_TRUE(memory.sql);
  EXPECT_FALSE(memory.persistent || memory.shared);
}

TEST_F(Sqlite, InMemoryBeginsEmptyEachTime) {
  const auto factory = make_sqlite_memory_factory();
  Token token = user("ann", "a1");
  const auto store = factory->open("");
  store->save_token(token);
  EXPECT_THAT(store->get_tokens(), SizeIs(1));
  EXPECT_THAT(factory->open("")->get_tokens(), IsEmpty());
}

TEST_F(Sqlite, InMemoryIsNeverSharedByTwoStores) {
  const auto factory = make_sqlite_memory_factory();
  Token ann = user("ann", "a1"), again = user("ann", "a2");
  factory->open("")->save_token(ann);
  const auto one = factory->open(""), two = factory->open("");
  EXPECT_THAT(one->get_tokens(), IsEmpty());
  one->save_token(again);
  EXPECT_THAT(two->get_tokens(), IsEmpty());
  EXPECT_EQ(one->get_tokens(), std::vector<Token>{again});
}

TEST_F(Sqlite, InMemoryMayEndInAnyThread) {
  const auto factory = make_sqlite_memory_factory();
  for (int round = 0; round < 20; ++round) {
    std::vector<std::unique_ptr<TokenStore>> stores;
    for (int k = 0; k < 4; ++k) stores.push_back(factory->open(""));
    std::vector<std::thread> threads;
    for (auto& store : stores)
      threads.emplace_back([&store] {
        Token token = user("ann", "a1");
        store->save_token(token);
        EXPECT_EQ(store->get_tokens(), std::vector<Token>{token});
        store.reset();
      });
    for (std::thread& thread : threads) thread.join();
  }
}

TEST_F(Sqlite, InMemoryOutlivesItsFactory) {
  auto factory = make_sqlite_memory_factory();
  const auto store = factory->open("");
  factory.reset();
  Token token = user("ann", "a1");
  store->save_token(token);
  EXPECT_THAT(store->get_tokens(), SizeIs(1));
}

TEST_F(Sqlite, ShowsTwoStoresOfOneFileEachOthersWrites) {
  const auto one = open(), two = open();
  Token ann = user("ann", "a1"), bob = user("bob", "b1");
  one->save_token(ann);
  two->save_token(bob);
  EXPECT_EQ(one->find_token(user("bob", "")), bob);
  EXPECT_EQ(two->find_token(user("ann", "")), ann);
  one->delete_tokens();
  EXPECT_THAT(two->get_tokens(), IsEmpty());
}

TEST_F(Sqlite, LetsSeveralProcessesSaveWithoutRefusal) {
  const auto save_all = [&](const std::string& process) {
    return [this, process] {
      const auto store = open();
      for (int i = 0; i < 25; ++i) {
        Token own = user(process + std::to_string(i), "a"), shared = user("shared", process);
        store->save_token(own);
        store->save_token(shared);
        EXPECT_EQ(store->find_token(own), own);
      }
    };
  };
  {
    const auto a = save_all("a"), b = save_all("b"), c = save_all("c");
    ChildProcess one(a), two(b), three(c);
    EXPECT_EQ(one.wait(), 0);
    EXPECT_EQ(two.wait(), 0);
    EXPECT_EQ(three.wait(), 0);
  }
  EXPECT_THAT(open()->get_tokens(), SizeIs(76));
}

// A POSIX lock goes when its process closes any descriptor of the file. The child is forked first,
// since it would inherit what SQLite knows of its own locks.
TEST_F(Sqlite, LeavesTheLocksOfThisProcessWhenASecondStoreComesAndGoes) {
  int ready[2];
  ASSERT_EQ(pipe2(ready, O_CLOEXEC), 0);
  const auto other_program = [&] {
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    SQLite::Database database(path(), SQLite::OPEN_READWRITE);
    EXPECT_THROW(database.exec("BEGIN IMMEDIATE"), SQLite::Exception);
  };
  ChildProcess child(other_program);
  open();
  SQLite::Database writer(path(), SQLite::OPEN_READWRITE);
  writer.exec("BEGIN IMMEDIATE");
  open();
  ASSERT_EQ(write(ready[1], "x", 1), 1);
  EXPECT_EQ(child.wait(), 0);
  writer.exec("COMMIT");
  close(ready[0]);
  close(ready[1]);
}

TEST_F(Sqlite, RefusesAndLosesNothingWhenTheDiskIsFull) {
  EXPECT_EQ(in_child([&] {
              const auto store = open();
              struct stat size {};
              stat(path().c_str(), &size);
              limit_files(static_cast<rlim_t>(size.st_size) + 20'000, false);
              std::vector<Token> saved;
              std::string message;
              for (int i = 0; i < 1000 && message.empty(); ++i) {
                Token token = user("user" + std::to_string(i), "SECRET" + std::string(500, 'x'));
                try {
                  store->save_token(token);
                  saved.push_back(token);
                } catch (const StoreError& error) {
                  EXPECT_EQ(error.failure(), Failure::kRefused);
                  message = error.what();
                }
              }
              EXPECT_THAT(message, Not(IsEmpty()));
              EXPECT_THAT(message, Not(HasSubstr("SECRET")));
              EXPECT_THAT(message, Not(HasSubstr("user")));
              EXPECT_THAT(saved, Not(IsEmpty()));
              EXPECT_TRUE(store->get_tokens() == saved);
              store->delete_token(saved.back().text(Field::kId));
              saved.pop_back();
              limit_files(RLIM_INFINITY, false);
              Token token = user("later", "a");
              store->save_token(token);
              saved.push_back(token);
              EXPECT_TRUE(store->get_tokens() == saved);
              EXPECT_TRUE(open()->get_tokens() == saved);
            }),
            0);
}

TEST_F(Sqlite, RefusesANewFileOnAFullDiskAndMakesItLater) {
  EXPECT_EQ(in_child([&] {
              limit_files(1000, false);
              EXPECT_THROW(open(), StoreError);
              limit_files(RLIM_INFINITY, false);
              EXPECT_THAT(open()->get_tokens(), IsEmpty());
            }),
            0);
}

// Whoever adds to the table what the store does not know: the error names it, and no value.
TEST_F(Sqlite, NamesNoValueInWhatSqliteRefuses) {
  const auto store = open();
  SQLite::Database(path(), SQLite::OPEN_READWRITE)
      .exec(
          "CREATE TRIGGER no BEFORE INSERT ON tokens BEGIN SELECT RAISE(ABORT, 'no room'); END;"
          "CREATE UNIQUE INDEX one ON tokens (expires_in)");
  Token token = user("USERNAME", "SECRET");
  try {
    store->save_token(token);
    ADD_FAILURE() << "saved";
  } catch (const StoreError& error) {
    EXPECT_STREQ(error.what(), "SQLite: no room");
  }
  SQLite::Database(path(), SQLite::OPEN_READWRITE).exec("DROP TRIGGER no");
  for (const char* name : {"USERNAME", "OTHER"}) {
    Token second = user(name, "SECRET").with(Field::kExpiresIn, "424242");
    try {
      store->save_token(second);
      EXPECT_STREQ(name, "USERNAME");
    } catch (const StoreError& error) {
      EXPECT_STREQ(error.what(), "SQLite: UNIQUE constraint failed: tokens.expires_in");
    }
  }
  EXPECT_THAT(store->get_tokens(), SizeIs(1));
}

TEST_F(Sqlite, LeavesAFileInWalModeIfItsOwnerTurnedItThere) {
  open();
  SQLite::Database owner(path(), SQLite::OPEN_READWRITE);
  owner.exec("PRAGMA journal_mode = WAL; SELECT count(*) FROM tokens");
  Token token = user("ann", "a1");
  open()->save_token(token);
  EXPECT_THAT(open()->get_tokens(), SizeIs(1));
  EXPECT_EQ(owner.execAndGet("PRAGMA journal_mode").getString(), "wal");
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat found {};
    ASSERT_EQ(stat((path() + suffix).c_str(), &found), 0) << suffix;
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(Sqlite, OverwritesWhatItDeletes) {
  const auto store = open();
  Token token = user("ann", "SECRET-OF-ANN");
  store->save_token(token);
  store->delete_token(token.text(Field::kId));
  for (const char* suffix : {"", "-journal"}) {
    const int file = ::open((path() + suffix).c_str(), O_RDONLY | O_CLOEXEC);
    std::string bytes(100'000, '\0');
    ASSERT_GE(read(file, bytes.data(), bytes.size()), 0);
    close(file);
    EXPECT_FALSE(bytes.find("SECRET-OF-ANN") != std::string::npos) << suffix;
  }
}

}  // namespace
}  // namespace assay
