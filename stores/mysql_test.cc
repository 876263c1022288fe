#include "stores/mysql.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "stores/mysql_fixture.h"
#include "stores/mysql_table.h"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(MysqlTest, DeclaresWhatItIs) {
  const Capabilities capabilities = factory_->capabilities();
  EXPECT_EQ(capabilities.medium, Medium::kServer);
  EXPECT_TRUE(capabilities.persistent && capabilities.shared && capabilities.sql);
  EXPECT_EQ(capabilities.concurrent, 1);
  for (Field field : kFields) {
    EXPECT_EQ(capabilities.capacity[index_of(field)], least_capacity(field)) << name_of(field);
  }
}

TEST_F(MysqlTest, EveryTextComesBackToTheByte) {
  const std::vector<std::string> texts = {"'",
                                          "''",
                                          "\"",
                                          "`",
                                          "\\",
                                          "\\'",
                                          "\\0",
                                          "?",
                                          "%s",
                                          "%",
                                          "_",
                                          ";",
                                          "--",
                                          "/*",
                                          "#",
                                          "\n",
                                          "\r",
                                          "\r\n",
                                          "\t",
                                          " ",
                                          "a ",
                                          " a",
                                          "NULL",
                                          "null",
                                          "id",
                                          "0",
                                          "007",
                                          "1e0",
                                          "' OR 1=1 --",
                                          std::string("\0", 1),
                                          std::string("a\0b", 3),
                                          "\xF0\x9F\x98\x80",
                                          "e\xCC\x81",
                                          "\xC3\xA9",
                                          "\xE2\x80\xAE",
                                          "\xEF\xBB\xBF",
                                          "\xFF\xFE",
                                          "\xF0\x9F"};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Token whole;
    for (Field field : kFields) whole[field] = texts[i];
    whole[Field::kId] = texts[i].substr(0, 10);
    save(whole);
    ASSERT_EQ(store_->find_token_by_id(whole.text(Field::kId)), whole) << i;
    ASSERT_EQ(store_->find_token(token({{Field::kUserName, texts[i]}})), whole) << i;
    ASSERT_EQ(store_->find_token(token({{Field::kAccessToken, texts[i]}})), whole) << i;
    ASSERT_THAT(store_->get_tokens(), SizeIs(i + 1));
  }
  const std::vector<Token> before = store_->get_tokens();
  reopen();
  EXPECT_EQ(store_->get_tokens(), before);
}

TEST_F(MysqlTest, TextsThatLookAlikeAreDifferent) {
  const std::vector<std::string> users = {
      "ann",         "Ann",        "ann ",           " ann",
      "a\xCC\x81nn", "\xC3\xA1nn", "\xEF\xBD\x81nn", std::string("ann\0", 4)};
  for (const std::string& user : users) {
    save(token({{Field::kUserName, user}, {Field::kAccessToken, user}}));
  }
  EXPECT_THAT(store_->get_tokens(), SizeIs(users.size()));
  for (const std::string& user : users) {
    EXPECT_EQ(store_->find_token(token({{Field::kUserName, user}}))->text(Field::kUserName), user);
    EXPECT_EQ(store_->find_token(token({{Field::kAccessToken, user}}))->text(Field::kUserName),
              user);
  }
  save(token({{Field::kId, "a"}, {Field::kAccessToken, "x"}}));
  EXPECT_FALSE(store_->find_token_by_id("a "));
  EXPECT_FALSE(store_->find_token_by_id("A"));
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  while (count-- > 0) all += text;
  return all;
}

TEST_F(MysqlTest, TakesCharactersUpToTheCapacityAndNoneBeyond) {
  for (const std::string character : {"x", "\xF0\x9F\x98\x80"}) {
    Token full = token({{Field::kAccessToken, "a"}});
    for (Field field : kFields) full[field] = repeated(character, least_capacity(field));
    EXPECT_EQ(save(full), full);
    EXPECT_EQ(store_->find_token_by_id(full.text(Field::kId)), full);
  }
  const std::vector<Token> before = store_->get_tokens();
  for (Field field : kFields) {
    Token over = token({{Field::kAccessToken, "a"}});
    over[field] = repeated("\xF0\x9F\x98\x80", least_capacity(field) + 1);
    try {
      store_->save_token(over);
      ADD_FAILURE() << name_of(field);
    } catch (const StoreError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      EXPECT_THAT(error.what(), HasSubstr(std::string(name_of(field))));
    }
    EXPECT_EQ(store_->find_token(token({{field, std::string(300'000, 'x')}})), std::nullopt);
  }
  EXPECT_EQ(store_->get_tokens(), before);
}

TEST_F(MysqlTest, ALoginThatIsKilledBetweenTwoCallsIsReplaced) {
  const Token ann = save(token({{Field::kUserName, "ann"}, {Field::kAccessToken, "a"}}));
  ASSERT_GE(kill_other_logins(admin_), 1);
  EXPECT_THAT(store_->get_tokens(), ElementsAre(ann));
  kill_other_logins(admin_);
  save(token({{Field::kUserName, "bob"}, {Field::kAccessToken, "b"}}));
  kill_other_logins(admin_);
  reopen();
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
}

TEST_F(MysqlTest, ManyWaitingLoginsThatWereKilledAreReplacedInOneCall) {
  std::vector<std::unique_ptr<TokenStore>> stores;
  stores.reserve(5);
  for (int i = 0; i < 5; ++i) stores.push_back(factory_->open(storage_));
  for (const auto& store : stores) store->get_tokens();
  stores.clear();
  reopen();
  ASSERT_GE(kill_other_logins(admin_), 5);
  EXPECT_THAT(store_->get_tokens(), IsEmpty());
  kill_other_logins(admin_);
  reopen();
  factory_->drop("/none");
}

TEST_F(MysqlTest, ADropRemovesTheTablesOfTheStorageAndOfThoseBelowItAlone) {
  const std::string run(kRun);
  for (const char* below : {"/a", "/a/1", "/a/b/c/2", "/ab", "/ab/1"}) factory_->open(run + below);
  admin_.command("CREATE TABLE oauthtoken_of_another (a INT)");
  ASSERT_THAT(tables(), SizeIs(7));

  factory_->drop(run + "/a/");
  EXPECT_THAT(tables(), SizeIs(4));
  factory_->drop(run + "/none");
  EXPECT_THAT(tables(), SizeIs(4));
  store_.reset();
  factory_->drop(run);
  EXPECT_THAT(tables(), ElementsAre("oauthtoken_of_another"));
  admin_.command("DROP TABLE oauthtoken_of_another");
}

TEST_F(MysqlTest, ATableThatIsNotItsOwnIsRefusedAndLeftAlone) {
  const std::string storage = std::string(kRun) + "/foreign";
  const std::string name = table_name(options_, storage);
  const std::string ours = Query(Dialect::kMysql, name).create_table().text;
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = ours;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const std::string& create :
       {"CREATE TABLE `" + name + "` (a INT)", "CREATE VIEW `" + name + "` AS SELECT 1",
        changed("ENGINE=InnoDB", "ENGINE=MEMORY"), changed("`grant_token`", "`grants`"),
        changed("`user_name` VARBINARY(1020) UNIQUE", "`user_name` VARBINARY(1020)"),
        changed("VARBINARY(40)", "VARCHAR(40)"), changed("VARBINARY(72)", "VARBINARY(18)"),
        changed("(`position`", "(`more` INT, `position`")}) {
    admin_.command(create);
    try {
      factory_->open(storage);
      ADD_FAILURE() << create;
    } catch (const StoreError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      EXPECT_THAT(error.what(), AllOf(HasSubstr(name), Not(HasSubstr("\n"))));
    }
    EXPECT_THAT(tables(), ::testing::Contains(name));
    admin_.command(std::string("DROP ") + (create.find("VIEW") < 9 ? "VIEW `" : "TABLE `") + name +
                   "`");
  }
}

// The message of what open() throws there.
template <typename Error>
std::string fault_of(const MysqlOptions& options) {
  try {
    make_mysql_factory(options)->open("/nowhere");
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "opened";
  return "";
}

TEST_F(MysqlTest, WhereThereIsNoWayInItSaysSoInOneLineWithoutThePassword) {
  const auto sane = AllOf(Not(HasSubstr("\n")), Not(HasSubstr("hunter22")),
                          Not(HasSubstr(test_server().options().password)));
  MysqlOptions wrong = options_;
  wrong.password = "hunter22";
  EXPECT_THAT(fault_of<LoginRefused>(wrong),
              AllOf(sane, HasSubstr("ASSAY_MYSQL_PASSWORD"), HasSubstr(options_.socket)));
  wrong.socket.clear();
  EXPECT_THAT(fault_of<LoginRefused>(wrong),
              AllOf(sane, HasSubstr("127.0.0.1:" + std::to_string(options_.port))));
  wrong.port = 1;
  EXPECT_THAT(fault_of<InfraError>(wrong), AllOf(sane, HasSubstr("127.0.0.1:1 cannot be reached")));
  wrong.socket = "/nowhere/sock";
  EXPECT_THAT(fault_of<InfraError>(wrong), AllOf(sane, HasSubstr("/nowhere/sock cannot")));
  wrong = options_;
  wrong.database = "nowhere";
  EXPECT_THAT(fault_of<LoginRefused>(wrong), AllOf(sane, HasSubstr("create it")));
}

// MariaDB of Debian 12 speaks no TLS by itself; its successors and MySQL do.
TEST_F(MysqlTest, WithTlsALoginIsEncryptedOrIsNotMade) {
  MysqlOptions options = options_;
  options.socket.clear();
  options.tls = true;
  try {
    MysqlLink link(options);
    const auto cipher = link.query({"SHOW SESSION STATUS LIKE 'Ssl_cipher'", {}}).at(0).at(1);
    EXPECT_THAT(cipher.value_or(""), Not(IsEmpty()));
  } catch (const LoginRefused& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("TLS"), HasSubstr("2026")));
  }
}

TEST(MysqlServerAway, ACallIsRefusedAndTheNextWorksOnceItIsBack) {
  Janitor janitor;
  PrivateServer server(janitor);
  const auto factory = make_mysql_factory(server.options());
  const auto store = factory->open("/away");
  Token ann = token({{Field::kUserName, "ann"}, {Field::kAccessToken, "a"}});
  store->save_token(ann);
  server.stop();
  for (int i = 0; i < 2; ++i) {
    try {
      store->save_token(ann);
      ADD_FAILURE() << "saved";
    } catch (const StoreError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      EXPECT_THAT(error.what(), Not(HasSubstr(server.options().password)));
    }
    EXPECT_THROW(store->get_tokens(), StoreError);
  }
  server.start();
  EXPECT_THAT(store->get_tokens(), ElementsAre(ann));
  store->save_token(ann);
}

}  // namespace
}  // namespace assay
