// One file that several processes read and replace as a whole, with a lock file beside it.
//
// The file is only ever replaced by rename, so that a reader, a crash or a kill sees the old text
// or the new one. Whatever is made here has mode 0600 from its first moment, whatever the umask.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace assay {

// The system's calls that fail when a disk does, so that a test can make each of them fail.
struct DiskCalls {
  ssize_t (*write)(int, const void*, std::size_t) = ::write;
  int (*fsync)(int) = ::fsync;
  int (*rename)(const char*, const char*) = ::rename;
};

// A lock on a TokenFile, until it is destroyed. Another lock on the same file waits for it, in this
// process or another, unless both are shared.
class TokenFileLock {
 public:
  explicit TokenFileLock(int descriptor) : descriptor_(descriptor) {}
  ~TokenFileLock() { ::close(descriptor_); }
  TokenFileLock(const TokenFileLock&) = delete;
  TokenFileLock& operator=(const TokenFileLock&) = delete;

 private:
  int descriptor_;
};

// Every method throws StoreError with one line: what could not be done, why, and what to do.
class TokenFile {
 public:
  explicit TokenFile(std::string path, DiskCalls calls = {});

  const std::string& path() const { return path_; }

  // Waits for ten seconds at the most, then refuses. Makes the lock file where it is missing.
  TokenFileLock lock_shared() const;
  TokenFileLock lock_exclusive() const;

  // The whole text; "" where there is no file. Refuses what is no regular file, and one of more
  // than kMaxBytes. REQUIRES: a lock is held.
  std::string read() const;

  // Makes `text` the file's, on the disk when it returns. Refused: the old file is as it was, and
  // nothing is left over; unknown: the new one is there, but a power failure may undo it.
  // REQUIRES: an exclusive lock is held.
  void replace(std::string_view text) const;

  // Removes what a process that was killed within replace() left. REQUIRES: an exclusive lock.
  void remove_leftover() const;

  static constexpr std::size_t kMaxBytes = std::size_t{256} << 20U;

 private:
  int open_locked(int operation) const;
  void write_leftover(std::string_view text) const;
  void sync_directory() const;

  std::string path_;
  std::string lock_path_;
  std::string new_path_;
  DiskCalls calls_;
};

}  // namespace assay
