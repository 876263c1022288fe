#include "stores/private_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "stores/mysql_link.h"
#include "stores/scratch_directory.h"
#include "stores/test_server.h"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

// Programs that stand in for a server's.
class StandIns {
 public:
  void add(const std::string& name, const std::string& script) {
    const std::string path = directory_ / name;
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms(0755));
    std::filesystem::permissions(directory_.path(), std::filesystem::perms(0777));
  }
  const std::string& path() const { return directory_.path(); }

  // The message of the InfraError that a server of these programs throws.
  std::string fault() {
    Janitor janitor;
    try {
      const PrivateServer server(janitor, directory_.path());
    } catch (const InfraError& error) {
      return error.what();
    }
    ADD_FAILURE() << "started";
    return "";
  }

 private:
  ScratchDirectory directory_;
};

std::string answer(const MysqlOptions& options, const std::string& question) {
  return MysqlLink(options).query({question, {}}).at(0).at(0).value_or("NULL");
}

TEST(PrivateServer, AnswersOnItsSocketAndOnItsPortOfLoopback) {
  MysqlOptions options = test_server().options();
  EXPECT_EQ(answer(options, "SELECT DATABASE()"), "assay");
  EXPECT_EQ(answer(options, "SELECT @@bind_address"), "127.0.0.1");
  EXPECT_LT(options.socket.size(), 100U);
  options.socket.clear();
  EXPECT_EQ(answer(options, "SELECT @@port"), std::to_string(options.port));
}

TEST(PrivateServer, LetsNobodyElseIn) {
  MysqlOptions options = test_server().options();
  const std::string directory = std::filesystem::path(options.socket).parent_path();
  struct stat status {};
  ASSERT_EQ(stat(directory.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  options.password = "";
  EXPECT_THROW(MysqlLink{options}, LoginRefused);
  options.socket.clear();
  for (const char* user : {"root", "assay", "mysql", ""}) {
    options.user = user;
    EXPECT_THROW(MysqlLink{options}, LoginRefused) << user;
  }
}

TEST(PrivateServer, IsNotRoot) {
  const std::filesystem::path data =
      std::filesystem::path(test_server().options().socket).parent_path() / "data";
  struct stat status {};
  ASSERT_EQ(stat(data.c_str(), &status), 0);
  EXPECT_NE(status.st_uid, 0U);
}

TEST(PrivateServer, KeepsWhatWasCommittedWhenItIsKilledAndComesBackAtItsAddress) {
  Janitor janitor;
  PrivateServer server(janitor);
  const int port = server.options().port;
  {
    MysqlLink link(server.options());
    link.command("CREATE TABLE t (a INT) ENGINE=InnoDB");
    link.command("INSERT INTO t VALUES (7)");
  }
  server.stop();
  EXPECT_THROW(MysqlLink{server.options()}, InfraError);
  server.start();
  EXPECT_EQ(server.options().port, port);
  EXPECT_EQ(answer(server.options(), "SELECT a FROM t"), "7");
}

TEST(PrivateServer, IsGoneWithItsFilesWhenItsJanitorIs) {
  auto janitor = std::make_unique<Janitor>();
  auto server = std::make_unique<PrivateServer>(*janitor);
  const MysqlOptions options = server->options();
  server.reset();
  EXPECT_THROW(MysqlLink{options}, InfraError);
  janitor.reset();
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(options.socket).parent_path()));
}

TEST(PrivateServer, SaysWhatToInstallWhereThereIsNoServer) {
  EXPECT_THAT(StandIns().fault(),
              AllOf(HasSubstr("apt-get install mariadb-server-core"), Not(HasSubstr("\n"))));
}

TEST(PrivateServer, TellsTheLastLinesOfTheLogWhenItDoesNotStart) {
  StandIns programs;
  programs.add("mariadb-install-db", "exit 0");
  programs.add("mariadbd", "echo first; echo; echo out of order >&2; exit 1");
  // Once: another port would not help.
  EXPECT_THAT(programs.fault(), EndsWith("does not start: first | out of order"));
}

TEST(PrivateServer, TellsWhyItsDataDirectoryCannotBeMade) {
  StandIns programs;
  programs.add("mariadb-install-db", "echo no room; exit 1");
  programs.add("mariadbd", "exit 0");
  EXPECT_THAT(programs.fault(), HasSubstr("data directory cannot be made: no room"));
}

TEST(PrivateServer, TakesMysqldWhereThatIsWhatThereIs) {
  StandIns programs;
  programs.add("mysqld", "echo \"$@\" >> " + programs.path() + "/calls; echo no; exit 1");
  EXPECT_THAT(programs.fault(), HasSubstr("data directory cannot be made: no"));
  std::ostringstream calls;
  calls << std::ifstream(programs.path() + "/calls").rdbuf();
  EXPECT_THAT(calls.str(), HasSubstr("--initialize-insecure"));
}

TEST(PrivateServer, TriesAnotherPortWhenItsOwnIsTaken) {
  StandIns programs;
  programs.add("mariadb-install-db", "exit 0");
  programs.add("mariadbd", "for a; do case $a in --port=*) echo $a >> " + programs.path() +
                               "/ports;; esac; done; echo Address already in use; exit 1");
  programs.fault();
  std::ifstream ports(programs.path() + "/ports");
  std::size_t count = 0;
  for (std::string line; std::getline(ports, line);) ++count;
  EXPECT_EQ(count, 5U);
}

}  // namespace
}  // namespace assay
