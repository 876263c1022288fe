#include "stores/file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "stores/csv.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const std::string kFirstLine(kCsvHeader);

Token user(const std::string& name) {
  return Token().with(Field::kUserName, name).with(Field::kAccessToken, "access-of-" + name);
}

// Runs `body` in a process of its own; what it expects in vain fails the test here.
pid_t start(const std::function<void()>& body) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  try {
    body();
  } catch (const std::exception& error) {
    ADD_FAILURE() << error.what();
  }
  std::fflush(nullptr);
  ::_exit(::testing::Test::HasFailure() ? 1 : 0);
}

int status_of(pid_t child) {
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

class File : public ::testing::Test {
 protected:
  std::unique_ptr<TokenStore> open() { return factory_->open(directory_.path()); }

  std::string refusal(const std::function<void()>& call) {
    try {
      call();
    } catch (const StoreError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
      return error.what();
    }
    return "not refused";
  }

  void write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
  std::string bytes() {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path()))
      names.push_back(entry.path().filename().string());
    return names;
  }
  mode_t mode() {
    struct stat status {};
    ::stat(path_.c_str(), &status);
    return status.st_mode & 07777U;
  }

  ScratchDirectory directory_;
  std::string path_ = directory_ / "tokens.csv";
  std::unique_ptr<StoreFactory> factory_ = make_file_factory();
};

TEST_F(File, DeclaresWhatItKeeps) {
  const Capabilities capabilities = factory_->capabilities();
  EXPECT_EQ(factory_->name(), "file");
  EXPECT_EQ(capabilities.medium, Medium::kFile);
  EXPECT_TRUE(capabilities.persistent && capabilities.shared && !capabilities.sql);
}

TEST_F(File, EveryRecordIsThereAfterAReopen) {
  Token hostile;
  for (Field field : kFields) hostile[field] = std::string("\0\"\r\n, '\xF0\x9F\x98\x80 ", 12);
  Token plain = user("ann");
  {
    const auto store = open();
    store->save_token(hostile);
    store->save_token(plain);
  }
  EXPECT_THAT(open()->get_tokens(), ::testing::ElementsAre(hostile, plain));
}

TEST_F(File, AnEmptyStoreReopensEmptyAndMakesNoFile) {
  open()->delete_tokens();
  EXPECT_THAT(open()->get_tokens(), IsEmpty());
  EXPECT_THAT(names(), UnorderedElementsAre("tokens.csv.lock"));
  write("");
  EXPECT_THAT(open()->get_tokens(), IsEmpty());
  write(kFirstLine + "\n");
  EXPECT_THAT(open()->get_tokens(), IsEmpty());
}

TEST_F(File, OpensAFileOfAnSdkAndKeepsItsRecords) {
  write(kFirstLine + "\r\n1,ann,c,s,r,a,,5,u,d\r\n2,bob,c,s,,,g,,,\r\n");
  const auto store = open();
  Token token = user("bob");
  store->save_token(token);
  EXPECT_EQ(token.text(Field::kId), "2");
  EXPECT_EQ(bytes(), kFirstLine +
                         "\n\"1\",\"ann\",\"c\",\"s\",\"r\",\"a\",,\"5\",\"u\",\"d\"\n"
                         "\"2\",\"bob\",\"c\",\"s\",,\"access-of-bob\",\"g\",,,\n");
}

TEST_F(File, OpensAnOlderFileAndGivesItApiDomain) {
  write(
      "id,user_mail,client_id,client_secret,refresh_token,access_token,grant_token,expiry_time,"
      "redirect_url\n1,ann,c,s,r,a,,5,u");
  Token token = Token().with(Field::kUserName, "ann").with(Field::kApiDomain, "d");
  open()->save_token(token);
  EXPECT_EQ(bytes(), kFirstLine + "\n\"1\",\"ann\",\"c\",\"s\",\"r\",\"a\",,\"5\",\"u\",\"d\"\n");
}

TEST_F(File, ACallThatChangesNothingLeavesTheFileAlone) {
  write(kFirstLine + "\n1,ann,c,s,r,a,,5,u,d\n");
  const std::string before = bytes();
  const auto store = open();
  store->delete_token("2");
  (void)store->find_token(user("ann"));
  (void)store->get_tokens();
  EXPECT_EQ(bytes(), before);
}

TEST_F(File, ADamagedFileIsRefusedWithItsLineAndLeftAsItIs) {
  const std::string good = kFirstLine + "\n\"1\",\"ann\",,,,\"secretsecret\",,,,\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"id,name\n", "line 1: the header"},
      {good + "\"2\",\"bob\",,,,\"a\"\n", "line 3: 6 cells, expected 10"},
      {good + R"("2","bob",,,,"a",,,,"x)", "line 3: a quote is not closed"},
      {good + ",\"bob\",,,,\"a\",,,,\n", "line 3: the id is empty"},
      {good + "\"1\",\"bob\",,,,\"a\",,,,\n", "line 3: the id of line 2 again"},
      {good + "\"2\",\"ann\",,,,\"a\",,,,\n", "line 3: the user_name of line 2 again"},
      {good + "\"2\",\"\xC3\",,,,\"a\",,,,\n", "line 3: bytes that are not UTF-8"},
      {good + std::string("\0\n", 2), "line 3: a NUL outside quotes"},
      {good.substr(0, good.size() - 1), "line 2: cut off"},
      {good.substr(0, good.size() / 2), "line 1: "},
  };
  for (const auto& [text, why] : cases) {
    std::filesystem::remove(path_);
    const auto store = open();
    write(text);
    Token token = user("cid");
    const std::vector<std::function<void()>> calls = {
        [&] { (void)open(); },
        [&] { store->save_token(token); },
        [&] { (void)store->find_token(token); },
        [&] { (void)store->find_token_by_id("1"); },
        [&] { (void)store->get_tokens(); },
        [&] { store->delete_token("1"); },
        [&] { store->delete_tokens(); },
    };
    for (const auto& call : calls) {
      const std::string message = refusal(call);
      EXPECT_THAT(message, HasSubstr("tokens.csv " + why)) << text;
      EXPECT_THAT(message, Not(HasSubstr("secretsecret")));
      EXPECT_EQ(bytes(), text);
    }
    EXPECT_THAT(names(), UnorderedElementsAre("tokens.csv", "tokens.csv.lock"));
    write(good);
    EXPECT_THAT(store->get_tokens(), SizeIs(1)) << "once it is mended, the store goes on";
  }
}

TEST_F(File, TextThatIsNotUtf8IsRefusedBeforeAnythingIsTouched) {
  const auto store = open();
  for (const char* text : {"\xFF", "a\xC3", "\xED\xA0\x80"}) {
    Token token = Token().with(Field::kAccessToken, text);
    EXPECT_THAT(refusal([&] { store->save_token(token); }), HasSubstr("access_token"));
    EXPECT_FALSE(store->find_token(token));
  }
  EXPECT_THAT(names(), UnorderedElementsAre("tokens.csv.lock"));
}

TEST_F(File, AChangeInPlaceIsSeenEvenIfTimeAndLengthStay) {
  write(kFirstLine + "\n1,ann,,,,a,,,,\n");
  const auto store = open();
  EXPECT_TRUE(store->find_token(user("ann")));
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  write(kFirstLine + "\n1,bob,,,,a,,,,\n");
  const timespec times[] = {status.st_atim, status.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, path_.c_str(), times, 0), 0);
  EXPECT_FALSE(store->find_token(user("ann")));
  EXPECT_TRUE(store->find_token(user("bob")));
}

TEST_F(File, IsReadableByItsOwnerAloneWhateverTheUmask) {
  const mode_t before = ::umask(0);
  const auto store = open();
  Token token = user("ann");
  store->save_token(token);
  EXPECT_EQ(mode(), 0600U);
  ::chmod(path_.c_str(), 0644);
  (void)store->get_tokens();
  EXPECT_EQ(mode(), 0644U) << "a call that writes nothing leaves the file alone";
  Token other = user("bob");
  store->save_token(other);
  EXPECT_EQ(mode(), 0600U);
  ::umask(before);
}

// As on a full disk: every write beyond the limit fails, at whichever byte of the new file.
TEST_F(File, AFullDiskIsRefusedAndLosesNothing) {
  Token token = user("ann");
  open()->save_token(token);
  const std::string before = bytes();
  const auto body = [&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const auto store = open();
    for (rlim_t limit = 0; limit < before.size() + 20; limit += 7) {
      const rlimit limits{limit, RLIM_INFINITY};
      ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limits), 0);
      Token other = user("bob");
      EXPECT_THAT(refusal([&] { store->save_token(other); }), HasSubstr("free some space"));
      EXPECT_EQ(other, user("bob"));
      EXPECT_EQ(store->get_tokens(), std::vector<Token>{token});
    }
  };
  EXPECT_EQ(status_of(start(body)), 0);
  EXPECT_EQ(bytes(), before);
  EXPECT_THAT(names(), UnorderedElementsAre("tokens.csv", "tokens.csv.lock"));
}

TEST_F(File, TwoProcessesLoseNoSave) {
  constexpr int kSaves = 200;
  const auto inherited = open();
  const auto save_all = [&](TokenStore& store, const std::string& prefix) {
    for (int i = 0; i < kSaves; ++i) {
      Token token = user(prefix + std::to_string(i));
      store.save_token(token);
    }
  };
  const pid_t first = start([&] { save_all(*inherited, "a"); });
  const pid_t second = start([&] { save_all(*inherited, "b"); });
  const pid_t third = start([&] { save_all(*open(), "c"); });
  EXPECT_EQ(status_of(first), 0);
  EXPECT_EQ(status_of(second), 0);
  EXPECT_EQ(status_of(third), 0);
  EXPECT_THAT(inherited->get_tokens(), SizeIs(3 * kSaves));
}

TEST_F(File, EightThreadsOverOneStoreLoseNoSave) {
  constexpr std::size_t kThreads = 8;
  constexpr std::size_t kSaves = 25;
  const auto store = open();
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (std::size_t thread = 0; thread < kThreads; ++thread)
      threads.emplace_back([&store, thread] {
        for (std::size_t i = 0; i < kSaves; ++i) {
          Token token = user(std::to_string(thread) + "-" + std::to_string(i));
          store->save_token(token);
          (void)store->get_tokens();
        }
      });
  }
  EXPECT_THAT(store->get_tokens(), SizeIs(kThreads * kSaves));
}

// The child tells of each save that returned. It is killed in the middle of a later one.
TEST_F(File, AKilledProcessLosesNoFinishedSaveAndLeavesNoHarm) {
  for (int kills = 0; kills < 20; ++kills) {
    std::filesystem::remove(path_);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = start([&] {
      const auto store = open();
      for (int i = 0;; ++i) {
        Token token = user(std::to_string(i));
        store->save_token(token);
        if (::write(ends[1], "x", 1) != 1) return;
      }
    });
    ::close(ends[1]);
    std::size_t finished = 0;
    for (char byte = 0; finished < 5 && ::read(ends[0], &byte, 1) == 1;) ++finished;
    ::kill(child, SIGKILL);
    EXPECT_TRUE(WIFSIGNALED(status_of(child)));
    for (char byte = 0; ::read(ends[0], &byte, 1) == 1;) ++finished;
    ::close(ends[0]);
    const auto records = open()->get_tokens();
    EXPECT_GE(records.size(), finished);
    EXPECT_LE(records.size(), finished + 1);
    EXPECT_THAT(names(), UnorderedElementsAre("tokens.csv", "tokens.csv.lock"));
  }
}

TEST_F(File, TheLeftoverOfAKilledProcessIsRemovedByTheNextOpen) {
  std::ofstream(path_ + ".assay-new") << kFirstLine << "\n\"1\",\"ha";
  EXPECT_THAT(open()->get_tokens(), IsEmpty());
  EXPECT_THAT(names(), UnorderedElementsAre("tokens.csv.lock"));
}

TEST_F(File, ADirectoryInPlaceOfTheFileIsRefused) {
  std::filesystem::create_directory(path_);
  EXPECT_THAT(refusal([&] { (void)open(); }), HasSubstr("move that directory away"));
  EXPECT_TRUE(std::filesystem::is_directory(path_));
  EXPECT_THAT(refusal([&] { (void)factory_->open(directory_ / "none"); }),
              HasSubstr("create its directory"));
}

// Root may do everything, so this is tried as nobody.
TEST_F(File, WhatThisUserMayNotReadOrWriteIsRefused) {
  write(kFirstLine + "\n1,ann,,,,a,,,,\n");
  ASSERT_EQ(::chmod(path_.c_str(), 0), 0);
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0777), 0);
  constexpr uid_t kNobody = 65534;
  const auto as_nobody = [&](const std::function<void()>& body) {
    return status_of(start([&] {
      ASSERT_TRUE(::geteuid() != 0 || ::setresuid(kNobody, kNobody, kNobody) == 0);
      body();
    }));
  };
  const std::string what = "give this user the right";
  EXPECT_EQ(as_nobody([&] { EXPECT_THAT(refusal([&] { (void)open(); }), HasSubstr(what)); }), 0);
  ASSERT_EQ(::chmod(path_.c_str(), 0644), 0);
  std::filesystem::remove(path_ + ".lock");
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0555), 0);
  EXPECT_EQ(as_nobody([&] { EXPECT_THAT(refusal([&] { (void)open(); }), HasSubstr(what)); }), 0);
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0700), 0);
}

}  // namespace
}  // namespace assay
