// A forked process for one test: another program over the same file, or one that ends in its midst.
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>

namespace assay {

// Runs `body` in a forked process, which then ends without any clean-up. REQUIRES: no database is
// open in this process, since SQLite's locks do not survive a fork.
template <typename Body>
class ChildProcess {
 public:
  explicit ChildProcess(const Body& body) : pid_(fork_flushed()) {
    if (pid_ != 0) return;
    try {
      body();
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    std::cout.flush();
    std::fflush(nullptr);
    _exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  ~ChildProcess() { wait(); }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // How it ended: 0, or its exit code, or minus the signal that killed it.
  int wait() {
    if (pid_ > 0) {
      int status = 0;
      waitpid(pid_, &status, 0);
      result_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
      pid_ = 0;
    }
    return result_;
  }

 private:
  // What is buffered would be printed by both.
  static pid_t fork_flushed() {
    std::cout.flush();
    std::fflush(nullptr);
    return fork();
  }

  pid_t pid_;
  int result_ = -1;
};

template <typename Body>
int in_child(const Body& body) {
  return ChildProcess<Body>(body).wait();
}

// No file of this process grows beyond `bytes` any more. A write that would is an error, or, where
// `kills`, the end of the process.
inline void limit_files(rlim_t bytes, bool kills) {
  signal(SIGXFSZ, kills ? SIG_DFL : SIG_IGN);
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  rlimit files{};
  getrlimit(RLIMIT_FSIZE, &files);
  files.rlim_cur = bytes;
  setrlimit(RLIMIT_FSIZE, &files);
}

}  // namespace assay
