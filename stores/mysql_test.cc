#include "stores/mysql.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "stores/list.h"
#include "stores/mysql_table.h"
#include "stores/test_server.h"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kRun = "/run/of/mysql_test";

Token token(std::initializer_list<std::pair<Field, std::string>> fields) {
  Token made;
  for (const auto& [field, text] : fields) made[field] = text;
  return made;
}

class MysqlTest : public ::testing::Test {
 protected:
  void TearDown() override {
    store_.reset();
    factory_->drop(kRun);
  }

  Token save(Token given) {
    store_->save_token(given);
    return given;
  }

  void reopen() {
    store_.reset();
    store_ = factory_->open(storage_);
  }

  std::vector<std::string> tables() {
    std::vector<std::string> names;
    for (const MysqlRow& row : admin_.query(
             {"SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()",
              {}})) {
      names.push_back(row.at(0).value());
    }
    return names;
  }

  std::string storage_ = std::string(kRun) + "/case";
  MysqlOptions options_ = test_server().options();
  MysqlLink admin_{options_};
  std::unique_ptr<StoreFactory> factory_ = make_mysql_factory(options_);
  std::unique_ptr<TokenStore> store_ = factory_->open(storage_);
};

// Runs `work` in so many processes at once; each ends well iff `work` throws nothing.
void in_processes(int count, const std::function<void(int)>& work) {
  std::array<int, 2> gate{};
  ASSERT_EQ(pipe(gate.data()), 0);
  std::vector<pid_t> children;
  for (int number = 0; number < count; ++number) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    close(gate[1]);
    char byte = 0;
    if (read(gate[0], &byte, 1) != 0) _exit(2);  // all begin when the gate closes
    try {
      work(number);
    } catch (const std::exception& error) {
      dprintf(STDERR_FILENO, "process %d: %s\n", number, error.what());
      _exit(1);
    }
    _exit(0);
  }
  close(gate[0]);
  close(gate[1]);
  for (pid_t child : children) {
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
}

TEST_F(MysqlTest, DeclaresWhatItIs) {
  const Capabilities capabilities = factory_->capabilities();
  EXPECT_EQ(capabilities.medium, Medium::kServer);
  EXPECT_TRUE(capabilities.persistent && capabilities.shared && capabilities.sql);
  EXPECT_EQ(capabilities.concurrent, 1);
  for (Field field : kFields) {
    EXPECT_EQ(capabilities.capacity[index_of(field)], least_capacity(field)) << name_of(field);
  }
}

// The list store is the plainest of the five. Ids that a store makes up differ: they are compared
// by the position of their record.
class Twins {
 public:
  Twins(TokenStore& a, TokenStore& b) : a_(a), b_(b) {}

  void step(std::mt19937& random) {
    switch (random() % 8) {
      case 0:
      case 1:
      case 2:
      case 3: save(random); break;
      case 4:
      case 5: find(random); break;
      case 6: by_id(random); break;
      default: random() % 9 == 0 ? all() : remove(random);
    }
    EXPECT_EQ(told(a_, a_.get_tokens()), told(b_, b_.get_tokens()));
  }

 private:
  using Pick = std::function<Token(TokenStore&)>;

  // A token of few texts, or one like a record, with or without its id.
  Pick pick(std::mt19937& random) {
    Token made;
    const auto share = 1 + random() % 3;
    for (Field field : kFields) {
      if (random() % 4 >= share) continue;
      made[field] = std::string(name_of(field)).substr(0, 5) + std::to_string(random() % 2);
      if (random() % 9 == 0) made[field] = "";
    }
    const auto like = random() % 3 == 0 ? std::optional(random()) : std::nullopt;
    const auto keep = random();
    return [=](TokenStore& store) {
      const std::vector<Token> records = store.get_tokens();
      if (!like || records.empty()) return made;
      Token token = records[*like % records.size()];
      for (Field field : kFields) {
        if ((keep >> index_of(field)) % 4 == 0) token[field] = made[field];
      }
      return token;
    };
  }

  // An id of the pool, or that of a record.
  static std::function<std::string(TokenStore&)> pick_id(std::mt19937& random) {
    const auto number = random();
    return [=](TokenStore& store) {
      const std::vector<Token> records = store.get_tokens();
      if (number % 3 == 0 || records.empty()) return "id" + std::to_string(number % 2);
      return std::string(records[number % records.size()].text(Field::kId));
    };
  }

  // `tokens` as text, a made-up id as the place of its record.
  static std::string told(TokenStore& store, const std::vector<Token>& tokens) {
    const std::vector<Token> records = store.get_tokens();
    std::string text;
    for (const Token& token : tokens) {
      for (Field field : kFields) {
        std::string value(token.text(field));
        if (field == Field::kId && value.size() == 10) {
          for (std::size_t i = 0; i < records.size(); ++i) {
            if (records[i].text(Field::kId) == value) value = "#" + std::to_string(i);
          }
        }
        text += value + "|";
      }
      text += "\n";
    }
    return text;
  }

  void save(std::mt19937& random) {
    const Pick given = pick(random);
    const auto run = [&](TokenStore& store) {
      Token token = given(store);
      try {
        store.save_token(token);
      } catch (const StoreError&) {
        return std::string("refused");
      }
      return told(store, {token});
    };
    EXPECT_EQ(run(a_), run(b_));
  }

  void find(std::mt19937& random) {
    const Pick given = pick(random);
    const auto run = [&](TokenStore& store) {
      const auto found = store.find_token(given(store));
      return found ? told(store, {*found}) : "none";
    };
    EXPECT_EQ(run(a_), run(b_));
  }

  void by_id(std::mt19937& random) {
    const auto id = pick_id(random);
    const auto run = [&](TokenStore& store) {
      const auto found = store.find_token_by_id(id(store));
      return found ? told(store, {*found}) : "none";
    };
    EXPECT_EQ(run(a_), run(b_));
  }

  void remove(std::mt19937& random) {
    const auto id = pick_id(random);
    for (TokenStore* store : {&a_, &b_}) store->delete_token(id(*store));
  }

  void all() {
    for (TokenStore* store : {&a_, &b_}) store->delete_tokens();
  }

  TokenStore& a_;
  TokenStore& b_;
};

TEST_F(MysqlTest, DoesWhatTheListStoreDoes) {
  std::mt19937 random(1);
  for (int history = 0; history < 60 && !HasFailure(); ++history) {
    store_->delete_tokens();
    const auto lists = make_list_factory();
    const auto list = lists->open("");
    Twins twins(*list, *store_);
    for (int steps = 0; steps < 25; ++steps) twins.step(random);
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

TEST_F(MysqlTest, KeepsItsRecordsWhenItIsClosedAndWhenAnotherProcessWrites) {
  const Token ann = save(token({{Field::kUserName, "ann"}, {Field::kAccessToken, "a"}}));
  reopen();
  EXPECT_THAT(store_->get_tokens(), ElementsAre(ann));
  in_processes(1, [&](int) {
    const auto own = make_mysql_factory(options_);
    Token bob = token({{Field::kUserName, "bob"}, {Field::kAccessToken, "b"}});
    own->open(storage_)->save_token(bob);
  });
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
  reopen();
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
}

TEST_F(MysqlTest, AForkedChildUsesTheFactoryAndTheOpenStoreAndLeavesTheParentsLoginAlone) {
  factory_->open(std::string(kRun) + "/second");  // leaves a login that waits
  in_processes(2, [&](int number) {
    Token given =
        token({{Field::kUserName, "u" + std::to_string(number)}, {Field::kAccessToken, "a"}});
    store_->save_token(given);
    factory_->open(storage_)->save_token(given);
    store_.reset();
    factory_.reset();
  });
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
  save(token({{Field::kUserName, "u0"}, {Field::kAccessToken, "b"}}));
  EXPECT_THAT(store_->get_tokens(), SizeIs(2));
}

TEST_F(MysqlTest, ManyProcessesThatSaveTheSameMakeOneRecord) {
  const std::vector<Token> kinds = {
      token({{Field::kUserName, "ann"}, {Field::kAccessToken, "user"}}),
      token({{Field::kAccessToken, "access"}}),
      token(
          {{Field::kClientId, "c"}, {Field::kClientSecret, "s"}, {Field::kRefreshToken, "client"}}),
      token({{Field::kGrantToken, "weak"}}),
  };
  in_processes(4, [&](int number) {
    const auto store = factory_->open(storage_);
    for (int i = 0; i < 100; ++i) {
      Token given = kinds[static_cast<std::size_t>(i) % kinds.size()];
      given[Field::kExpiresIn] = std::to_string(1000 * number + i);
      store->save_token(given);
      if (!store->find_token(given)) throw std::runtime_error("not found");
    }
  });
  EXPECT_THAT(store_->get_tokens(), SizeIs(kinds.size()));
}

// The hardest mix for InnoDB: gaps that several have locked, and in which each wants to insert.
TEST_F(MysqlTest, ManyProcessesThatSaveAndDeleteTheSameUsersAreNotRefused) {
  in_processes(8, [&](int number) {
    const auto store = factory_->open(storage_);
    for (int i = 0; i < 60; ++i) {
      Token given = token({{Field::kUserName, std::to_string(i % 10)},
                           {Field::kAccessToken, std::to_string(number)}});
      store->save_token(given);
      if (i % 3 == 0) store->delete_token(given.text(Field::kId));
    }
  });
}

TEST_F(MysqlTest, ManyProcessesThatSaveDifferentUsersAreNotRefused) {
  in_processes(6, [&](int number) {
    const auto store = factory_->open(storage_);
    for (int i = 0; i < 30; ++i) {
      Token given = token({{Field::kUserName, std::to_string(number) + "/" + std::to_string(i)},
                           {Field::kAccessToken, "a"}});
      store->save_token(given);
      if (i % 3 == 0) store->delete_token(given.text(Field::kId));
    }
  });
  EXPECT_THAT(store_->get_tokens(), SizeIs(6 * 20));
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

TEST_F(MysqlTest, TheTablesOfAKilledProcessAreRemovedByTheParentsDrop) {
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto store = factory_->open(std::string(kRun) + "/w1/17");
    Token given = token({{Field::kAccessToken, "a"}});
    store->save_token(given);
    if (write(ready[1], "r", 1) != 1) _exit(1);
    for (;;) pause();
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  ASSERT_THAT(tables(), SizeIs(2));
  store_.reset();
  factory_->drop(kRun);
  EXPECT_THAT(tables(), IsEmpty());
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
