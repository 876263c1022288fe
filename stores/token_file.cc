#include "stores/token_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "spec/token_store.h"
#include "stores/descriptor.h"

namespace assay {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr std::chrono::seconds kLongestWait{10};
constexpr std::chrono::microseconds kFirstPause{50};
constexpr std::chrono::microseconds kLongestPause{2000};

std::string_view advice(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return "free some space, or raise the limit";
    case EACCES:
    case EPERM: return "give this user the right to it, and to write in its directory";
    case EROFS: return "use a directory that can be written";
    case ENOENT:
    case ENOTDIR: return "create its directory";
    case EISDIR: return "move that directory away";
    case ELOOP: return "put a file in place of the symbolic link";
    case EMFILE:
    case ENFILE: return "raise the limit of open files";
    default: return "look after the disk";
  }
}

std::string failed(const std::string& what, int error) {
  return "cannot " + what + ": " + std::generic_category().message(error) + "; " +
         std::string(advice(error));
}

// Polls, since a blocking flock knows no time limit. 0, or the error.
int wait_for_lock(int descriptor, int operation) {
  const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
  auto pause = kFirstPause;
  while (::flock(descriptor, operation | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return errno;
    if (std::chrono::steady_clock::now() > deadline) return EWOULDBLOCK;
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
  return 0;
}

}  // namespace

TokenFile::TokenFile(std::string path, DiskCalls calls)
    : path_(std::move(path)),
      lock_path_(path_ + ".lock"),
      new_path_(path_ + ".assay-new"),
      calls_(calls) {}

TokenFileLock TokenFile::lock_shared() const { return TokenFileLock(open_locked(LOCK_SH)); }
TokenFileLock TokenFile::lock_exclusive() const { return TokenFileLock(open_locked(LOCK_EX)); }

// Opens the lock file afresh for each lock: a flock belongs to what open() returned, and a process
// forked off would otherwise share its parent's lock.
int TokenFile::open_locked(int operation) const {
  const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
  Descriptor lock(::open(lock_path_.c_str(), flags, kOwnerOnly));
  if (!lock.is_open()) throw refused(failed("open " + lock_path_, errno));
  struct stat status {};
  // The umask may have taken the owner's own rights; an older lock file may be open to others.
  if (::fstat(lock.get(), &status) == 0 && (status.st_mode & 07777U) != kOwnerOnly)
    (void)::fchmod(lock.get(), kOwnerOnly);
  const int error = wait_for_lock(lock.get(), operation);
  if (error == EWOULDBLOCK)
    throw refused("cannot lock " + path_ + ": another process holds " + lock_path_ +
                  "; try again, or end that process");
  if (error != 0) throw refused(failed("lock " + lock_path_, error));
  return lock.release();
}

std::string TokenFile::read() const {
  // Without O_NONBLOCK to open a pipe would wait for its writer.
  const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  const Descriptor file(::open(path_.c_str(), flags));
  if (!file.is_open() && errno == ENOENT) return {};
  struct stat status {};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0)
    throw refused(failed("read " + path_, errno));
  if (S_ISDIR(status.st_mode)) throw refused(failed("read " + path_, EISDIR));
  if (!S_ISREG(status.st_mode))
    throw refused("cannot read " + path_ + ": it is no regular file; move it away");
  std::string text;
  auto size = static_cast<std::size_t>(status.st_size);
  // One more than there should be, so that the end shows without another round.
  if (size <= kMaxBytes) text.resize(std::exchange(size, 0) + 1);
  while (size <= kMaxBytes) {
    const ssize_t got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw refused(failed("read " + path_, errno));
    size += static_cast<std::size_t>(got);
    if (got == 0) {
      text.resize(size);
      return text;
    }
    if (size == text.size()) text.resize(2 * size);
  }
  throw refused("cannot read " + path_ + ": it is longer than any token file; move it away");
}

void TokenFile::replace(std::string_view text) const {
  if (text.size() > kMaxBytes)
    throw refused("cannot write " + path_ + ": too many records; delete some");
  remove_leftover();
  try {
    write_leftover(text);
    if (calls_.rename(new_path_.c_str(), path_.c_str()) != 0)
      throw refused(failed("replace " + path_, errno));
  } catch (...) {
    ::unlink(new_path_.c_str());
    throw;
  }
  sync_directory();
}

// The name is fixed: who holds the exclusive lock is the only one to use it, so whatever stands
// there was left by a process that is gone, and there is never more than one of them.
void TokenFile::remove_leftover() const {
  if (::unlink(new_path_.c_str()) != 0 && errno != ENOENT)
    throw refused(failed("remove " + new_path_, errno));
}

void TokenFile::write_leftover(std::string_view text) const {
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  Descriptor file(::open(new_path_.c_str(), flags, kOwnerOnly));
  const std::string what = "write " + new_path_;
  if (!file.is_open()) throw refused(failed(what, errno));
  if (::fchmod(file.get(), kOwnerOnly) != 0) throw refused(failed(what, errno));
  while (!text.empty()) {
    const ssize_t written = calls_.write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw refused(failed(what, errno));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (calls_.fsync(file.get()) != 0) throw refused(failed(what, errno));
  if (::close(file.release()) != 0) throw refused(failed(what, errno));
}

// Only now does the new name outlive a power failure. EINVAL: a file system whose directories know
// no fsync.
void TokenFile::sync_directory() const {
  const std::string parent = std::filesystem::path(path_).parent_path().string();
  const Descriptor directory(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.is_open() && (calls_.fsync(directory.get()) == 0 || errno == EINVAL)) return;
  throw unknown_outcome(failed("make sure that " + path_ + " is on the disk", errno));
}

}  // namespace assay
