#include "stores/token_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "spec/token_store.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// One step of a replace(), made to fail with `step_error`.
int step_error = 0;
int fail_call() {
  errno = step_error;
  return -1;
}

// What was raised, and how.
struct Raised {
  Failure failure;
  std::string message;
};
std::optional<Raised> raised(const std::function<void()>& call) {
  try {
    call();
  } catch (const StoreError& error) {
    return Raised{error.failure(), error.what()};
  }
  return std::nullopt;
}

std::vector<std::string> names_in(const ScratchDirectory& directory) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path()))
    names.push_back(entry.path().filename().string());
  return names;
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777U;
}

class TokenFileTest : public ::testing::Test {
 protected:
  std::string read() const {
    const auto held = file_.lock_shared();
    return file_.read();
  }
  void replace(const std::string& text) const {
    const auto held = file_.lock_exclusive();
    file_.replace(text);
  }

  ScratchDirectory directory_;
  TokenFile file_{directory_ / "t"};
};

TEST_F(TokenFileTest, HoldsWhatWasWrittenLast) {
  EXPECT_EQ(read(), "");
  replace("one");
  replace(std::string("a\0b", 3) + std::string(1'000'000, 'x'));
  EXPECT_EQ(read(), std::string("a\0b", 3) + std::string(1'000'000, 'x'));
  replace("");
  EXPECT_EQ(read(), "");
  EXPECT_THAT(names_in(directory_), UnorderedElementsAre("t", "t.lock"));
}

TEST_F(TokenFileTest, ReadsAFileThatGrowsWhileItIsRead) {
  // A file of /proc tells a size of 0 and is longer, as is one that is written to meanwhile.
  const TokenFile proc("/proc/self/status");
  EXPECT_THAT(proc.read(), HasSubstr("Pid:"));
}

TEST_F(TokenFileTest, NobodyElseMayReadWhatItMakes) {
  for (const mode_t mask : {0000U, 0077U, 0777U}) {
    const mode_t before = ::umask(mask);
    ::chmod(file_.path().c_str(), 0644);
    replace("secret");
    ::umask(before);
    EXPECT_EQ(mode_of(file_.path()), 0600U);
    EXPECT_EQ(mode_of(file_.path() + ".lock"), 0600U);
    ::unlink((file_.path() + ".lock").c_str());
  }
}

// Looks at the temporary at the moment of its first byte and at the moment before it is renamed.
std::string watched;
std::vector<mode_t> seen;
TEST_F(TokenFileTest, TheTemporaryIsNeverOpenToOthers) {
  watched = file_.path() + ".assay-new";
  seen.clear();
  DiskCalls calls;
  calls.write = [](int descriptor, const void* bytes, std::size_t size) {
    seen.push_back(mode_of(watched));
    return ::write(descriptor, bytes, size);
  };
  calls.rename = [](const char* from, const char* to) {
    seen.push_back(mode_of(from));
    return ::rename(from, to);
  };
  const mode_t before = ::umask(0);
  const TokenFile file(file_.path(), calls);
  const auto held = file.lock_exclusive();
  file.replace("secret");
  ::umask(before);
  EXPECT_THAT(seen, ElementsAre(0600U, 0600U));
}

TEST_F(TokenFileTest, AFailureBeforeTheRenameIsRefusedAndLeavesTheOldFileAlone) {
  replace("old");
  DiskCalls write_fails;
  write_fails.write = [](int, const void*, std::size_t) { return ssize_t{fail_call()}; };
  DiskCalls second_write_fails;
  second_write_fails.write = [](int descriptor, const void* bytes, std::size_t size) {
    return size > 4 ? ::write(descriptor, bytes, size - 4) : ssize_t{fail_call()};
  };
  DiskCalls sync_fails;
  sync_fails.fsync = [](int) { return fail_call(); };
  DiskCalls rename_fails;
  rename_fails.rename = [](const char*, const char*) { return fail_call(); };
  for (const DiskCalls& calls : {write_fails, second_write_fails, sync_fails, rename_fails}) {
    for (const int error : {ENOSPC, EIO, EDQUOT}) {
      step_error = error;
      const TokenFile file(file_.path(), calls);
      const auto held = file.lock_exclusive();
      const auto failure = raised([&] { file.replace("the new text"); });
      ASSERT_TRUE(failure);
      EXPECT_EQ(failure->failure, Failure::kRefused);
      EXPECT_THAT(failure->message, HasSubstr(file_.path()));
      EXPECT_EQ(file.read(), "old");
      EXPECT_THAT(names_in(directory_), UnorderedElementsAre("t", "t.lock"));
    }
  }
}

TEST_F(TokenFileTest, AFailureAfterTheRenameIsUnknown) {
  replace("old");
  step_error = EIO;
  DiskCalls calls;
  calls.fsync = [](int descriptor) {
    struct stat status {};
    ::fstat(descriptor, &status);
    return S_ISDIR(status.st_mode) ? fail_call() : ::fsync(descriptor);
  };
  const TokenFile file(file_.path(), calls);
  const auto held = file.lock_exclusive();
  const auto failure = raised([&] { file.replace("new"); });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->failure, Failure::kUnknown);
  EXPECT_EQ(file.read(), "new");
  step_error = EINVAL;
  EXPECT_FALSE(raised([&] { file.replace("newer"); })) << "a file system without fsync of these";
}

// The order is what a power failure needs: the bytes before the name, the name before the answer.
std::string order;
TEST_F(TokenFileTest, SyncsTheBytesBeforeTheRenameAndTheDirectoryAfterIt) {
  DiskCalls calls;
  order.clear();
  calls.write = [](int descriptor, const void* bytes, std::size_t size) {
    order += "write ";
    return ::write(descriptor, bytes, size);
  };
  calls.fsync = [](int descriptor) {
    struct stat status {};
    ::fstat(descriptor, &status);
    order += S_ISDIR(status.st_mode) ? "sync-directory " : "sync-file ";
    return ::fsync(descriptor);
  };
  calls.rename = [](const char* from, const char* to) {
    order += "rename ";
    return ::rename(from, to);
  };
  const TokenFile file(file_.path(), calls);
  const auto held = file.lock_exclusive();
  file.replace("text");
  EXPECT_EQ(order, "write sync-file rename sync-directory ");
}

TEST_F(TokenFileTest, ALeftoverDoesNoHarmAndIsRemoved) {
  std::ofstream(file_.path() + ".assay-new") << "half a fi";
  EXPECT_EQ(read(), "");
  {
    const auto held = file_.lock_exclusive();
    file_.remove_leftover();
  }
  EXPECT_THAT(names_in(directory_), ElementsAre("t.lock"));
  std::ofstream(file_.path() + ".assay-new") << "half a fi";
  replace("x");
  EXPECT_EQ(read(), "x");
  EXPECT_THAT(names_in(directory_), UnorderedElementsAre("t", "t.lock"));
}

// True iff a lock of this kind is to be had at once. Tried on a descriptor of its own.
bool is_free(const std::string& path, int operation) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  const bool free = ::flock(descriptor, operation | LOCK_NB) == 0;
  ::close(descriptor);
  return free;
}

TEST_F(TokenFileTest, ReadersShareAndAWriterIsAlone) {
  const std::string lock = file_.path() + ".lock";
  {
    const auto held = file_.lock_shared();
    EXPECT_TRUE(is_free(lock, LOCK_SH));
    EXPECT_FALSE(is_free(lock, LOCK_EX));
  }
  {
    const auto held = file_.lock_exclusive();
    EXPECT_FALSE(is_free(lock, LOCK_SH));
  }
  EXPECT_TRUE(is_free(lock, LOCK_EX));
}

TEST_F(TokenFileTest, WhatIsNoFileIsRefusedWithWhatToDo) {
  std::filesystem::create_directory(file_.path());
  EXPECT_THAT(raised([&] { (void)read(); })->message, HasSubstr("move that directory away"));
  std::filesystem::remove(file_.path());
  ASSERT_EQ(::mkfifo(file_.path().c_str(), 0600), 0);
  EXPECT_THAT(raised([&] { (void)read(); })->message, HasSubstr("no regular file"));
  std::filesystem::remove(file_.path());
  std::filesystem::create_symlink("elsewhere", file_.path());
  EXPECT_THAT(raised([&] { (void)read(); })->message, HasSubstr("symbolic link"));
  std::filesystem::remove(file_.path());
  std::filesystem::create_directory(file_.path() + ".assay-new");
  EXPECT_THAT(raised([&] { replace("x"); })->message, HasSubstr("move that directory away"));
}

TEST_F(TokenFileTest, AMissingDirectoryIsRefusedWithWhatToDo) {
  const auto failure = raised([&] { (void)TokenFile(directory_ / "no/t").lock_shared(); });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->failure, Failure::kRefused);
  EXPECT_THAT(failure->message, HasSubstr("create its directory"));
}

TEST_F(TokenFileTest, AFileLongerThanAnyTokenFileIsNotRead) {
  replace("x");
  ASSERT_EQ(::truncate(file_.path().c_str(), off_t{TokenFile::kMaxBytes} + 1), 0);
  EXPECT_THAT(raised([&] { (void)read(); })->message, HasSubstr("longer than any token file"));
}

}  // namespace
}  // namespace assay
