// Puts a store of one's own to the test, from C++ and without the `assay` command.
//
// The store keeps its tokens in a map from user to token, as many a first draft does. That is right
// for most rules; the report tells for which it is not, each with the shortest story that shows it.
#include <assay/harness/run.h>
#include <assay/reports/registry.h>
#include <assay/spec/store_factory.h>
#include <assay/spec/token_store.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <string>

namespace {

using assay::Field;
using assay::Token;

class UserMap : public assay::TokenStore {
 public:
  std::optional<Token> find_token(const Token& token) override {
    const auto record = records_.find(std::string(token.text(Field::kUserName)));
    if (record == records_.end()) return std::nullopt;
    return record->second;
  }

  void save_token(Token& token) override {
    if (token.is_empty()) throw assay::refused("nothing is present");
    Token& record = records_[std::string(token.text(Field::kUserName))];
    if (!record.has(Field::kId)) record[Field::kId] = std::to_string(++last_id_);
    for (const Field field : assay::kFields)
      if (field != Field::kId && token.has(field)) record[field] = token[field];
    token[Field::kId] = record[Field::kId];
  }

  void delete_token(std::string_view id) override {
    std::erase_if(records_, [&](const auto& row) { return row.second.text(Field::kId) == id; });
  }

  std::vector<Token> get_tokens() override {
    std::vector<Token> tokens;
    for (const auto& [user, token] : records_) tokens.push_back(token);
    return tokens;
  }

  void delete_tokens() override { records_.clear(); }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    for (const auto& [user, token] : records_)
      if (!id.empty() && token.text(Field::kId) == id) return token;
    return std::nullopt;
  }

 private:
  std::map<std::string, Token> records_;
  int last_id_ = 0;
};

class UserMapFactory : public assay::StoreFactory {
 public:
  std::string_view name() const override { return "user-map"; }
  assay::Capabilities capabilities() const override { return {}; }
  std::unique_ptr<assay::TokenStore> open(const std::string&) override {
    return std::make_unique<UserMap>();
  }
  void drop(const std::string&) override {}
};

}  // namespace

// Takes the number of cases, which are 500 unless told.
int main(int count, char** arguments) {
  const auto directory = std::filesystem::temp_directory_path() /
                         ("assay-consumer-" + std::to_string(std::random_device()()));
  std::filesystem::create_directories(directory);

  UserMapFactory factory;
  assay::RunOptions options;
  options.cases = count > 1 ? std::stoul(arguments[1]) : 500;
  assay::RunResult run;
  run.seed = options.seed;
  run.budget = "cases " + std::to_string(*options.cases);
  run.stores.push_back(assay::run_store(factory, directory.string(), options));
  std::filesystem::remove_all(directory);

  for (const assay::ReportRow& report : assay::reports())
    if (report.name == "console") std::cout << report.render(run, {});
  return assay::exit_code(run, /*strict=*/false);
}
