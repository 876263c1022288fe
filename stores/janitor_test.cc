#include "stores/janitor.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <system_error>

namespace assay {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLong{60'000};  // a bound, not a wait

bool exists(const std::string& path) { return std::filesystem::exists(path); }
bool is_alive(pid_t pid) { return kill(pid, 0) == 0; }

std::string content_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// A named pipe that programs write to: read() tells what came, and "" once nobody holds it.
class Fifo {
 public:
  Fifo() : path_(janitor_.make_directory("assay-test-") + "/fifo") {
    if (mkfifo(path_.c_str(), 0600) != 0) throw std::system_error(errno, std::generic_category());
    file_ = open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    fcntl(file_, F_SETFL, 0);
  }
  ~Fifo() { close(file_); }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;

  const std::string& path() const { return path_; }

  std::string read() const {
    // A pipe that nobody has opened for writing yet reads as ended; poll waits for the first.
    pollfd waiting = {file_, POLLIN, 0};
    poll(&waiting, 1, -1);
    std::array<char, 64> buffer{};
    const ssize_t size = ::read(file_, buffer.data(), buffer.size());
    return {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  }

 private:
  Janitor janitor_;
  std::string path_;
  int file_ = -1;
};

// A shell that holds the pipe, says "r" when it is ready, and stays.
Program staying(const Fifo& fifo, const std::string& before = "") {
  Program program;
  program.argv = {"/bin/sh", "-c",
                  "exec 3>" + fifo.path() + "; " + before + " echo r >&3; exec sleep 1000"};
  return program;
}

// A process with a janitor of its own, which can be killed as no process can kill itself.
class Owner {
 public:
  // `work` runs there; then the process stays until it is killed.
  explicit Owner(const std::function<std::string(Janitor&)>& work) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);  // its janitor becomes a child of this process
    std::array<int, 2> report{};
    if (pipe2(report.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    pid_ = fork();
    if (pid_ == 0) {
      Janitor janitor;
      std::string told = std::to_string(janitor.pid()) + " " + work(janitor);
      told += '\n';
      if (write(report[1], told.data(), told.size()) < 0) _exit(1);
      for (;;) pause();
    }
    close(report[1]);
    std::array<char, 512> buffer{};
    const ssize_t size = ::read(report[0], buffer.data(), buffer.size());
    close(report[0]);
    std::istringstream told(std::string(buffer.data(), static_cast<std::size_t>(size)));
    told >> janitor_ >> told_;
  }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;
  ~Owner() { end(SIGKILL); }

  pid_t pid() const { return pid_; }
  pid_t janitor() const { return janitor_; }
  const std::string& told() const { return told_; }  // what `work` returned

  void end(int signal) {
    if (pid_ <= 0) return;
    kill(pid_, signal);
    waitpid(pid_, nullptr, 0);
    waitpid(janitor_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
  pid_t janitor_ = 0;
  std::string told_;
};

TEST(Janitor, RemovesDirectoriesAndEndsProgramsWhenItsOwnerIsKilled) {
  const Fifo fifo;
  Owner owner([&](Janitor& janitor) {
    std::string directory = janitor.make_directory("assay-test-");
    std::ofstream(directory + "/file") << "text";
    std::filesystem::create_directories(directory + "/a/b");
    janitor.start(staying(fifo));
    return directory;
  });
  ASSERT_EQ(fifo.read(), "r\n");
  ASSERT_TRUE(exists(owner.told() + "/file"));

  owner.end(SIGKILL);

  EXPECT_EQ(fifo.read(), "");
  EXPECT_FALSE(exists(owner.told()));
}

TEST(Janitor, CleansUpWhileAForkedWorkerOfTheKilledOwnerLivesOn) {
  std::array<int, 2> hold{};
  ASSERT_EQ(pipe(hold.data()), 0);
  Owner owner([&](Janitor& janitor) {
    if (fork() == 0) {  // holds all that it has inherited
      char byte = 0;
      close(hold[1]);
      _exit(static_cast<int>(read(hold[0], &byte, 1)));
    }
    return janitor.make_directory("assay-test-");
  });

  owner.end(SIGKILL);

  EXPECT_FALSE(exists(owner.told()));
  close(hold[1]);
  close(hold[0]);
}

TEST(Janitor, CleansUpBeforeItsDestructorReturns) {
  const Fifo fifo;
  std::string directory;
  {
    Janitor janitor;
    directory = janitor.make_directory("assay-test-");
    janitor.start(staying(fifo));
    ASSERT_EQ(fifo.read(), "r\n");
    ASSERT_TRUE(exists(directory));
  }
  EXPECT_EQ(fifo.read(), "");
  EXPECT_FALSE(exists(directory));
}

TEST(Janitor, MakesItsDirectoriesWhereTheEnvironmentSays) {
  Janitor outer;
  const std::string scratch = outer.make_directory("assay-test-");
  ASSERT_EQ(setenv("ASSAY_SCRATCH", scratch.c_str(), 1), 0);
  Janitor inner;
  ASSERT_EQ(unsetenv("ASSAY_SCRATCH"), 0);
  EXPECT_THAT(inner.make_directory("assay-test-"), ::testing::StartsWith(scratch + "/assay-test-"));
  EXPECT_THAT(outer.make_directory("assay-test-"),
              ::testing::Not(::testing::StartsWith(scratch + "/")));
}

TEST(Janitor, StaysWhenAForkedChildDestroysItsCopy) {
  auto janitor = std::make_unique<Janitor>();
  const std::string directory = janitor->make_directory("assay-test-");
  const pid_t child = fork();
  if (child == 0) {
    janitor.reset();
    _exit(exists(directory) ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(is_alive(janitor->pid()));
  EXPECT_TRUE(exists(janitor->make_directory("assay-test-")));
}

TEST(Janitor, AnswersItsOwnerAloneAndNoForkedChild) {
  const Fifo fifo;
  Janitor janitor;
  const pid_t program = janitor.start(staying(fifo));
  const pid_t child = fork();
  if (child == 0) {
    try {
      janitor.stop(program);
    } catch (const std::system_error&) {
      _exit(0);
    }
    _exit(1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(janitor.wait(program, milliseconds(0)), std::nullopt);
}

TEST(Janitor, IgnoresTheSignalsOfATerminal) {
  Janitor janitor;
  for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ASSERT_EQ(kill(janitor.pid(), signal), 0);
  EXPECT_NE(getpgid(janitor.pid()), getpgrp());
  EXPECT_TRUE(exists(janitor.make_directory("assay-test-")));
}

TEST(Janitor, MakesDirectoriesThatAreTheOwnersAlone) {
  Janitor janitor;
  const std::string a = janitor.make_directory("assay-test-");
  const std::string b = janitor.make_directory("assay-test-");
  struct stat status {};
  ASSERT_EQ(stat(a.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0700U);
  EXPECT_NE(a, b);
}

TEST(Janitor, KillsAProgramThatIgnoresSigterm) {
  const Fifo fifo;
  Janitor janitor;
  Program stubborn = staying(fifo, "trap '' TERM;");
  stubborn.patience = milliseconds(20);
  const pid_t pid = janitor.start(stubborn);
  ASSERT_EQ(fifo.read(), "r\n");
  janitor.stop(pid);
  EXPECT_EQ(fifo.read(), "");
  EXPECT_FALSE(is_alive(pid));
}

TEST(Janitor, LetsAProgramEndByItselfOnSigterm) {
  const Fifo fifo;
  Janitor janitor;
  Program tidy;
  tidy.argv = {"/bin/sh", "-c",
               "exec 3>" + fifo.path() + "; trap 'echo t >&3; exit' TERM; echo r >&3;" +
                   "while :; do sleep 0.01; done"};
  tidy.patience = kLong;
  const pid_t pid = janitor.start(tidy);
  ASSERT_EQ(fifo.read(), "r\n");
  janitor.stop(pid);
  EXPECT_EQ(fifo.read(), "t\n");
}

TEST(Janitor, EndsWhatAProgramHasStarted) {
  const Fifo fifo;
  Janitor janitor;
  Program parent;
  parent.argv = {"/bin/sh", "-c",
                 "exec 3>" + fifo.path() + "; sleep 1000 & echo r >&3; exec 3>&-; wait"};
  const pid_t pid = janitor.start(parent);
  ASSERT_EQ(fifo.read(), "r\n");
  janitor.stop(pid);
  EXPECT_EQ(fifo.read(), "");
}

TEST(Janitor, ProgramsEndWithAKilledJanitor) {
  const Fifo fifo;
  Janitor janitor;
  janitor.start(staying(fifo));
  ASSERT_EQ(fifo.read(), "r\n");
  kill(janitor.pid(), SIGKILL);
  EXPECT_EQ(fifo.read(), "");
  EXPECT_THROW(janitor.make_directory("assay-test-"), std::system_error);
}

TEST(Janitor, TellsHowAProgramEndedAndKeepsItsLog) {
  Janitor janitor;
  Program program;
  program.directory = janitor.make_directory("assay-test-");
  program.log = program.directory + "/log";
  program.argv = {"sh", "-c", "pwd; echo oh >&2; exit 7"};
  EXPECT_EQ(janitor.wait(janitor.start(program), kLong), 7);
  EXPECT_EQ(content_of(program.log), program.directory + "\noh\n");

  program.argv = {"sh", "-c", "kill -9 $$"};
  EXPECT_EQ(janitor.wait(janitor.start(program), kLong), 128 + SIGKILL);

  program.argv = {"sleep", "1000"};
  EXPECT_EQ(janitor.wait(janitor.start(program), milliseconds(0)), std::nullopt);
}

TEST(Janitor, ProgramsHoldNoFileOfTheOwner) {
  const Fifo fifo;
  std::array<int, 2> inherited{};
  ASSERT_EQ(pipe(inherited.data()), 0);
  Janitor janitor;
  janitor.start(staying(fifo));
  ASSERT_EQ(fifo.read(), "r\n");
  close(inherited[1]);
  char byte = 0;
  EXPECT_EQ(read(inherited[0], &byte, 1), 0);
  close(inherited[0]);
}

TEST(Janitor, SaysThatAProgramIsMissing) {
  Janitor janitor;
  Program missing;
  missing.argv = {"/nonexistent/program"};
  try {
    janitor.start(missing);
    FAIL() << "started";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), ENOENT);
  }
}

TEST(Janitor, GivesUpRootWhereItHasItAndKeepsItsUserWhereNot) {
  Janitor janitor;
  Program program;
  program.log = janitor.make_directory("assay-test-") + "/log";
  program.user = 65534;
  program.group = 65534;
  program.argv = {"sh", "-c", "id -u; id -g"};
  EXPECT_EQ(janitor.wait(janitor.start(program), kLong), 0);
  const std::string user = std::to_string(geteuid() == 0 ? 65534 : geteuid());
  const std::string group = std::to_string(geteuid() == 0 ? 65534 : getegid());
  EXPECT_EQ(content_of(program.log), user + "\n" + group + "\n");
}

}  // namespace
}  // namespace assay
