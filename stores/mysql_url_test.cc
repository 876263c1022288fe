#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "stores/mysql.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The message of what is thrown for this URL.
std::string fault_of(const std::string& url) {
  try {
    parse_mysql_url(url);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  ADD_FAILURE() << url << " was taken";
  return "";
}

TEST(MysqlUrl, EachOneReadsAsItIsWrittenAndIsPrintedInFull) {
  struct Row {
    std::string given;
    std::string printed;
  };
  const std::vector<Row> rows = {
      {"mysql://", "mysql://root@127.0.0.1:3306/assay?table=oauthtoken"},
      {"mysql://db", "mysql://root@db:3306/assay?table=oauthtoken"},
      {"mysql://ann@db:3307/own", "mysql://ann@db:3307/own?table=oauthtoken"},
      {"mysql://ann@db/own?table=t&tls=1", "mysql://ann@db:3306/own?table=t&tls=1"},
      {"mysql://ann@/own?socket=/run/my.sock",
       "mysql://ann@127.0.0.1:3306/own?table=oauthtoken&socket=/run/my.sock"},
      {"mysql://ann@[::1]:3307/own", "mysql://ann@[::1]:3307/own?table=oauthtoken"},
      {"mysql://a%40b@db/o%20wn?table=t%26u&socket=%2Frun%2Fs&tls=0",
       "mysql://a%40b@db:3306/o%20wn?table=t%26u&socket=/run/s"},
  };
  for (const auto& [given, printed] : rows) {
    EXPECT_EQ(to_url(parse_mysql_url(given)), printed) << given;
    EXPECT_EQ(to_url(parse_mysql_url(printed)), printed);
  }
}

TEST(MysqlUrl, PartsAreDecoded) {
  const MysqlOptions options =
      parse_mysql_url("mysql://a%3Ab@h:1/d%2f?table=%60&socket=/a%20b&tls=1");
  EXPECT_EQ(options.user, "a:b");
  EXPECT_EQ(options.host, "h");
  EXPECT_EQ(options.port, 1);
  EXPECT_EQ(options.database, "d/");
  EXPECT_EQ(options.table, "`");
  EXPECT_EQ(options.socket, "/a b");
  EXPECT_TRUE(options.tls);
}

TEST(MysqlUrl, APasswordIsRefusedAndNotShown) {
  for (const std::string url :
       {"mysql://ann:hunter22@db/own", "mysql://:hunter22@db", "mysql://ann:hun@ter22@db:1/own",
        "mysql://ann:hunter22?x@db/own", "mysql://ann:hunter22/x@db/own",
        "mysql://db/own?password=hunter22", "mysql://ann:hunter22"}) {
    const std::string fault = fault_of(url);
    EXPECT_THAT(fault, Not(HasSubstr("hun"))) << url;
    EXPECT_THAT(fault, Not(HasSubstr("ter22"))) << url;
  }
  EXPECT_THAT(fault_of("mysql://ann:hunter22@db/own"), HasSubstr("ASSAY_MYSQL_PASSWORD"));
  EXPECT_THAT(fault_of("mysql://db/own?password=x"), HasSubstr("ASSAY_MYSQL_PASSWORD"));
}

TEST(MysqlUrl, WhatIsNoUrlIsRefusedInOneLine) {
  for (const std::string url :
       {"", "mysql:/", "postgres://db", "mysql://db:0", "mysql://db:65536", "mysql://db:x",
        "mysql://db:1x", "mysql://[::1", "mysql://[::1]1", "mysql://d%zz", "mysql://db%4",
        "mysql://db%2Fx", "mysql://db/own%00", "mysql://db?tls=2", "mysql://db?tls",
        "mysql://db?x=1", "mysql://db?table="}) {
    EXPECT_THAT(fault_of(url), Not(HasSubstr("\n"))) << url;
  }
  EXPECT_EQ(parse_mysql_url("mysql://db?table=" + std::string(47, 't')).table.size(), 47U);
  fault_of("mysql://db?table=" + std::string(48, 't'));
}

TEST(MysqlUrl, HasAnAddressInBracketsOrNothing) {
  EXPECT_EQ(parse_mysql_url("mysql://[fe80::1%eth0]:3307/a").host, "[fe80::1%eth0]");
  for (const std::string& host : {std::string("[::\n1]"), std::string("[a b]"),
                                  std::string("[\xe9]"), std::string("[a\0]", 4)})
    fault_of("mysql://" + host + "/a");
}

TEST(MysqlUrl, NeverHoldsThePassword) {
  MysqlOptions options;
  options.password = "hunter22";
  EXPECT_THAT(to_url(options), Not(HasSubstr("hunter22")));
}

class MysqlPassword : public ::testing::Test {
 protected:
  void SetUp() override {
    unsetenv("ASSAY_MYSQL_PASSWORD");
    unsetenv("ASSAY_MYSQL_PASSWORD_FILE");
  }
  void TearDown() override { SetUp(); }

  void write(const std::string& text) {
    const std::string path = directory_ / "password";
    std::ofstream(path, std::ios::binary) << text;
    setenv("ASSAY_MYSQL_PASSWORD_FILE", path.c_str(), 1);
  }

  ScratchDirectory directory_;
};

TEST_F(MysqlPassword, IsEmptyWhereNobodySetsIt) {
  EXPECT_EQ(mysql_password_from_environment(), "");
}

TEST_F(MysqlPassword, ComesFromTheEnvironmentBeforeTheFile) {
  write("of the file");
  EXPECT_EQ(mysql_password_from_environment(), "of the file");
  setenv("ASSAY_MYSQL_PASSWORD", "", 1);
  EXPECT_EQ(mysql_password_from_environment(), "of the file");
  setenv("ASSAY_MYSQL_PASSWORD", "of the environment", 1);
  EXPECT_EQ(mysql_password_from_environment(), "of the environment");
}

TEST_F(MysqlPassword, LosesOneLineEndOfItsFile) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", ""}, {"a b ", "a b "}, {"a\n", "a"}, {"a\r\n", "a"}, {"a\n\n", "a\n"}, {"\n", ""}};
  for (const auto& [text, password] : rows) {
    write(text);
    EXPECT_EQ(mysql_password_from_environment(), password);
  }
}

TEST_F(MysqlPassword, AFileThatCannotBeReadIsAnError) {
  setenv("ASSAY_MYSQL_PASSWORD_FILE", (directory_ / "none").c_str(), 1);
  EXPECT_THROW(mysql_password_from_environment(), std::invalid_argument);
  setenv("ASSAY_MYSQL_PASSWORD_FILE", directory_.path().c_str(), 1);
  EXPECT_THROW(mysql_password_from_environment(), std::invalid_argument);
}

}  // namespace
}  // namespace assay
