// A MySQL store over a storage of its own on the test server, for tests.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "stores/mysql.h"
#include "stores/test_server.h"

namespace assay {

inline Token token(std::initializer_list<std::pair<Field, std::string>> fields) {
  Token made;
  for (const auto& [field, text] : fields) made[field] = text;
  return made;
}

class MysqlTest : public ::testing::Test {
 protected:
  static constexpr const char* kRun = "/run/of/mysql_test";

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

}  // namespace assay
