#include "stores/sqlite_file.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "spec/token_store.h"
#include "stores/child_process.h"
#include "stores/scratch_directory.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

using ::testing::AnyOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
namespace fs = std::filesystem;

constexpr std::size_t kRecords = 12;
constexpr std::size_t kPage = 4096;

Token token_of(std::size_t k) {
  const std::string name = std::to_string(k);
  return Token()
      .with(Field::kUserName, "user-" + name)
      .with(Field::kRefreshToken, "refresh-" + name + std::string(2000, 'x'))
      .with(Field::kAccessToken, "access-" + name + std::string(2000, 'y'));
}

class SqliteFile : public ::testing::Test {
 protected:
  std::string path() const { return directory_ / std::string(kSqliteFile); }
  std::unique_ptr<TokenStore> open() const {
    return make_sqlite_factory()->open(directory_.path());
  }

  void fill() const {
    const auto store = open();
    for (std::size_t k = 0; k < kRecords; ++k) {
      Token token = token_of(k);
      store->save_token(token);
    }
  }

  // As another program would.
  void run(const std::string& sql) const {
    SQLite::Database(path(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
  }

  void write(const std::string& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }
  void cut_to(std::uintmax_t size) const { fs::resize_file(path(), size); }

  std::string refusal() const {
    try {
      open();
    } catch (const StoreError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
      return error.what();
    }
    return "opened";
  }

  // Every file below the directory, with all that it holds.
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::directory_iterator(directory_.path())) {
      std::ifstream file(entry.path(), std::ios::binary);
      all[entry.path().filename()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return all;
  }

  std::map<std::string, unsigned> modes() const {
    std::map<std::string, unsigned> all;
    for (const auto& entry : fs::directory_iterator(directory_.path())) {
      struct stat found {};
      stat(entry.path().c_str(), &found);
      all[entry.path().filename()] = found.st_mode & 07777U;
    }
    return all;
  }

  // The file is refused for this reason, and nothing in the directory has changed.
  void expect_refused(const std::string& reason) const {
    const auto before = files();
    EXPECT_THAT(refusal(), HasSubstr(reason));
    EXPECT_THAT(refusal(), HasSubstr(kSqliteFile));
    EXPECT_TRUE(files() == before) << reason;
  }

  ScratchDirectory directory_;
};

TEST_F(SqliteFile, KeepsItsRecordsOverAReopen) {
  fill();
  const auto before = open()->get_tokens();
  EXPECT_THAT(before, SizeIs(kRecords));
  EXPECT_EQ(open()->get_tokens(), before);
  open()->delete_tokens();
  EXPECT_THAT(open()->get_tokens(), IsEmpty());
}

TEST_F(SqliteFile, IsNotWrittenToByThoseWhoRead) {
  fill();
  const auto before = files();
  const auto store = open();
  store->get_tokens();
  store->find_token(token_of(3));
  store->find_token_by_id("7");
  EXPECT_TRUE(files() == before);
}

TEST_F(SqliteFile, IsNewWhenOfLengthZero) {
  write("");
  EXPECT_THAT(open()->get_tokens(), IsEmpty());
  EXPECT_THAT(modes(), Each(Pair(::testing::_, 0600U)));
}

TEST_F(SqliteFile, IsRefusedWhenItIsNoDatabase) {
  const std::string text = "id,user_name,client_id\n1,ann,c\n";
  for (const std::string& bytes :
       {std::string("x"), text, std::string(3 * kPage, '\0'), std::string(3 * kPage, '\xFF'),
        "SQLite format 2" + std::string(kPage, '\0')}) {
    write(bytes);
    expect_refused("is not an SQLite database");
  }
}

TEST_F(SqliteFile, IsRefusedWhenItIsAnotherPrograms) {
  run("CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')");
  expect_refused("another program");
  run("PRAGMA application_id = 252006674");
  expect_refused("another program");
}

TEST_F(SqliteFile, IsRefusedWithItsJournalWhenItIsAnotherPrograms) {
  for (const std::string mode : {"DELETE", "WAL"}) {
    in_child([&] {
      SQLite::Database notes(path(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      notes.exec("PRAGMA journal_mode = " + mode + "; CREATE TABLE notes (text);" +
                 "INSERT INTO notes VALUES ('mine'); PRAGMA cache_size = 1; BEGIN;" +
                 "INSERT INTO notes SELECT hex(randomblob(9000)) FROM sqlite_schema, notes");
      _exit(0);
    });
    ASSERT_THAT(files(), SizeIs(mode == "WAL" ? 3 : 2));
    expect_refused("another program");
    for (const auto& [name, bytes] : files()) fs::remove(directory_ / name);
  }
}

// Its header is the store's, its texts are in another encoding.
TEST_F(SqliteFile, IsRefusedWhenItIsInUtf16) {
  open();
  const std::string ours = SQLite::Database(path()).execAndGet("PRAGMA application_id").getString();
  fs::remove(path());
  run("PRAGMA encoding = 'UTF-16le'; PRAGMA application_id = " + ours + ";" +
      "PRAGMA user_version = 1;" + Query(Dialect::kSqlite, "tokens").create_table().text);
  expect_refused("another program");
}

TEST_F(SqliteFile, IsRefusedWhenItIsOfANewerVersion) {
  fill();
  run("PRAGMA user_version = 2");
  expect_refused("is of version 2");
}

TEST_F(SqliteFile, IsRefusedWhenItHoldsMoreOrLessThanTheTable) {
  open();
  const std::string empty = files()[std::string(kSqliteFile)];
  for (const char* sql :
       {"ALTER TABLE tokens ADD COLUMN more TEXT", "DROP TABLE tokens", "CREATE TABLE more (x)",
        "CREATE TRIGGER gone AFTER INSERT ON tokens BEGIN DELETE FROM tokens; END",
        "ALTER TABLE tokens RENAME COLUMN api_domain TO domain"}) {
    write(empty);
    run(sql);
    expect_refused("other tables");
  }
}

TEST_F(SqliteFile, IsRefusedWhereverItIsCutOff) {
  fill();
  const std::string whole = files()[std::string(kSqliteFile)];
  ASSERT_GT(whole.size(), 10 * kPage);
  for (std::size_t size : {whole.size() - 1, whole.size() - kPage, whole.size() / 2, kPage,
                           kPage - 1, std::size_t{512}, std::size_t{100}}) {
    write(whole);
    cut_to(size);
    expect_refused("is damaged");
  }
  for (std::size_t size : {std::size_t{71}, std::size_t{16}, std::size_t{1}}) {
    write(whole);
    cut_to(size);
    EXPECT_THAT(refusal(), Not(HasSubstr("opened")));
    EXPECT_TRUE(files()[std::string(kSqliteFile)] == whole.substr(0, size)) << size;
  }
}

TEST_F(SqliteFile, IsRefusedWhenItIsLongerThanItSays) {
  fill();
  std::ofstream(path(), std::ios::binary | std::ios::app) << "more";
  expect_refused("is damaged");
}

TEST_F(SqliteFile, IsRefusedWhenAPageIsOverwritten) {
  fill();
  const std::string whole = files()[std::string(kSqliteFile)];
  for (std::size_t page = 1; page < whole.size() / kPage; ++page) {
    std::string damaged = whole;
    damaged.replace(page * kPage, kPage, kPage, '\0');
    write(damaged);
    const auto before = files();
    EXPECT_THAT(refusal(), AnyOf(HasSubstr("is damaged"), HasSubstr("malformed"))) << page;
    EXPECT_TRUE(files() == before) << page;
  }
}

TEST_F(SqliteFile, IsRefusedWhenSomethingElseIsInItsPlace) {
  fs::create_directory(path());
  EXPECT_THAT(refusal(), HasSubstr("is a directory"));
  EXPECT_TRUE(fs::is_directory(path()));
  fs::remove(path());
  ASSERT_EQ(mkfifo(path().c_str(), 0600), 0);
  EXPECT_THAT(refusal(), HasSubstr("is not a regular file"));
}

TEST_F(SqliteFile, IsRefusedWhereTheDirectoryIsMissing) {
  try {
    make_sqlite_factory()->open(directory_ / "missing");
    ADD_FAILURE() << "opened";
  } catch (const StoreError& error) {
    EXPECT_THAT(error.what(), HasSubstr("No such file or directory"));
  }
}

// Root may write anywhere, so the child becomes nobody.
TEST_F(SqliteFile, IsRefusedWhereTheDirectoryOrTheFileCannotBeWritten) {
  const auto refusal_of_nobody = [&] {
    if (geteuid() == 0) {
      chown(path().c_str(), 65534, 65534);
      ASSERT_EQ(setgid(65534), 0);
      ASSERT_EQ(setuid(65534), 0);
    }
    EXPECT_THAT(refusal(), Not(HasSubstr("opened")));
  };
  chmod(directory_.path().c_str(), 0555);
  EXPECT_EQ(in_child(refusal_of_nobody), 0) << "no file";
  EXPECT_THAT(files(), IsEmpty());
  chmod(directory_.path().c_str(), 0777);
  fill();
  const auto before = files();
  chmod(directory_.path().c_str(), 0555);
  EXPECT_EQ(in_child(refusal_of_nobody), 0) << "no journal";
  chmod(directory_.path().c_str(), 0777);
  chmod(path().c_str(), 0400);
  EXPECT_EQ(in_child(refusal_of_nobody), 0) << "read-only file";
  EXPECT_TRUE(files() == before);
}

TEST_F(SqliteFile, IsForItsOwnerAloneUnderAnyUmask) {
  for (const mode_t mask : {mode_t{0}, mode_t{0777}}) {
    const mode_t old = umask(mask);
    fill();
    umask(old);
    EXPECT_THAT(modes(), Each(Pair(::testing::_, 0600U)));
    EXPECT_THAT(modes(), SizeIs(2)) << "the file and its journal";
    for (const auto& [name, bytes] : files()) fs::remove(directory_ / name);
  }
}

TEST_F(SqliteFile, IsTakenFromOthersWhoCouldReadIt) {
  fill();
  for (const auto& [name, mode] : modes()) chmod((directory_ / name).c_str(), 0644);
  open();
  EXPECT_THAT(modes(), Each(Pair(::testing::_, 0600U)));
  EXPECT_THAT(modes(), SizeIs(2)) << "the file and its journal";
}

TEST_F(SqliteFile, IsKnownThroughALink) {
  const ScratchDirectory elsewhere;
  make_sqlite_factory()->open(elsewhere.path());
  fs::create_symlink(elsewhere / std::string(kSqliteFile), path());
  fill();
  EXPECT_THAT(make_sqlite_factory()->open(elsewhere.path())->get_tokens(), SizeIs(kRecords));
  fs::resize_file(path(), 5 * kPage);
  expect_refused("is damaged");
}

TEST_F(SqliteFile, OfAnotherModeIsLeftSoWhenItIsRefused) {
  write("notes");
  chmod(path().c_str(), 0644);
  expect_refused("is not an SQLite database");
  EXPECT_THAT(modes(), Each(Pair(::testing::_, 0644U)));
}

TEST_F(SqliteFile, MayHaveANameThatLooksLikeAUri) {
  const fs::path here = fs::current_path();
  fs::current_path(directory_.path());
  fs::create_directories("file:x?mode=memory");
  make_sqlite_factory()->open("file:x?mode=memory");
  fs::current_path(here);
  EXPECT_TRUE(fs::exists(directory_ / "file:x?mode=memory/tokens.db"));
}

// A process that is killed wherever it first writes beyond some length: in the journal, or in the
// middle of the file. [TS-DUR-02]
TEST_F(SqliteFile, IsWholeOrStillNewAfterItsMakerIsKilled) {
  int killed = 0;
  for (rlim_t limit = 0; limit <= 4 * kPage; limit += 1024) {
    const int end = in_child([&] {
      limit_files(limit, true);
      open();
    });
    killed += end == -SIGXFSZ;
    EXPECT_THAT(modes(), Each(Pair(::testing::_, 0600U)));
    EXPECT_EQ(in_child([&] {
                Token token = token_of(0);
                open()->save_token(token);
                EXPECT_THAT(open()->get_tokens(), SizeIs(1));
              }),
              0)
        << "killed at " << limit;
    for (const auto& [name, bytes] : files()) fs::remove(directory_ / name);
  }
  EXPECT_GT(killed, 8);
}

// A power failure may keep the length of what was written, and not the bytes.
TEST_F(SqliteFile, IsStillNewWhereItsMakersBytesWereLost) {
  ASSERT_EQ(in_child([&] {
              limit_files(3 * kPage, true);
              open();
            }),
            -SIGXFSZ);
  const auto left = files();
  ASSERT_EQ(left.at("tokens.db").size(), 3 * kPage);
  ASSERT_THAT(left.at("tokens.db-journal"), Not(IsEmpty()));
  write(std::string(3 * kPage, '\0'));
  EXPECT_THAT(open()->get_tokens(), IsEmpty());
}

TEST_F(SqliteFile, MayBeMadeBySeveralProcessesAtOnce) {
  const auto make = [&] { EXPECT_THAT(open()->get_tokens(), IsEmpty()); };
  for (int round = 0; round < 10; ++round) {
    {
      ChildProcess one(make), two(make), three(make);
      EXPECT_EQ(one.wait(), 0);
      EXPECT_EQ(two.wait(), 0);
      EXPECT_EQ(three.wait(), 0);
    }
    for (const auto& [name, bytes] : files()) fs::remove(directory_ / name);
  }
}

TEST_F(SqliteFile, HoldsAllOrNothingOfTheCallInWhichAProcessIsKilled) {
  ASSERT_EQ(in_child([&] { fill(); }), 0);
  const auto whole = files();
  std::array<int, 2> ends{};
  for (rlim_t limit = 0; limit < whole.at("tokens.db").size() + 2 * kPage; limit += 2048) {
    write(whole.at("tokens.db"));
    const int end = in_child([&] {
      const auto store = open();
      limit_files(limit, true);
      store->delete_tokens();
    });
    ASSERT_THAT(end, AnyOf(0, -SIGXFSZ));
    ++ends[end == 0];
    EXPECT_THAT(modes(), Each(Pair(::testing::_, 0600U)));
    EXPECT_EQ(in_child([&] { EXPECT_THAT(open()->get_tokens(), SizeIs(end == 0 ? 0 : kRecords)); }),
              0)
        << "killed at " << limit;
  }
  EXPECT_GT(ends[0], 8);
  EXPECT_GT(ends[1], 0);
}

}  // namespace
}  // namespace assay
