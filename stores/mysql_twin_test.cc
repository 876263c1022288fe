// The MySQL store beside the list store: the same calls, the same answers.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "stores/list.h"
#include "stores/mysql_fixture.h"

namespace assay {
namespace {

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

}  // namespace
}  // namespace assay
