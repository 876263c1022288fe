// For the harness's own tests: a right store with one thing about it replaced.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "spec/store_factory.h"
#include "stores/list.h"

namespace assay::testing {

// What a test may replace; what is left empty does as the list store does.
struct Wrong {
  std::function<void(TokenStore&, Token&)> save_token = {};
  std::function<std::optional<Token>(TokenStore&, const Token&)> find_token = {};
  std::function<void(TokenStore&, std::string_view)> delete_token = {};
  std::function<std::vector<Token>(TokenStore&)> get_tokens = {};
};

class WrongStore : public TokenStore {
 public:
  WrongStore(std::unique_ptr<TokenStore> right, const Wrong& wrong)
      : right_(std::move(right)), wrong_(wrong) {}

  void save_token(Token& token) override {
    if (wrong_.save_token) return wrong_.save_token(*right_, token);
    right_->save_token(token);
  }
  std::optional<Token> find_token(const Token& token) override {
    if (wrong_.find_token) return wrong_.find_token(*right_, token);
    return right_->find_token(token);
  }
  void delete_token(std::string_view id) override {
    if (wrong_.delete_token) return wrong_.delete_token(*right_, id);
    right_->delete_token(id);
  }
  std::vector<Token> get_tokens() override {
    return wrong_.get_tokens ? wrong_.get_tokens(*right_) : right_->get_tokens();
  }
  void delete_tokens() override { right_->delete_tokens(); }
  std::optional<Token> find_token_by_id(std::string_view id) override {
    return right_->find_token_by_id(id);
  }

 private:
  std::unique_ptr<TokenStore> right_;
  const Wrong& wrong_;
};

class WrongFactory : public StoreFactory {
 public:
  explicit WrongFactory(Wrong wrong) : wrong_(std::move(wrong)), right_(make_list_factory()) {}
  std::string_view name() const override { return "wrong"; }
  Capabilities capabilities() const override { return right_->capabilities(); }
  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    return std::make_unique<WrongStore>(right_->open(storage), wrong_);
  }
  void drop(const std::string&) override {}

 private:
  Wrong wrong_;
  std::unique_ptr<StoreFactory> right_;
};

inline Wrong deletes_nothing() {
  Wrong wrong;
  wrong.delete_token = [](TokenStore&, std::string_view) {};
  return wrong;
}

}  // namespace assay::testing
