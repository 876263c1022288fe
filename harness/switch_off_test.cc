// What each check of the harness is good for: without it, less of the zoo is caught.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "harness/run.h"
#include "harness/verdicts.h"
#include "stores/broken/registry.h"
#include "stores/list.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

using literals::operator""_rule;

std::set<Tag> rules_found(StoreFactory& factory, const Checks& checks) {
  const ScratchDirectory directory;
  RunOptions options;
  options.seed = 4;
  options.cases = 24;
  options.jobs = 2;
  options.call_limit_ms = 100;
  options.minimises = false;
  options.checks = checks;
  std::set<Tag> rules;
  for (const Finding& finding : run_store(factory, directory.path(), options).findings)
    rules.insert(finding.bucket.rule);
  return rules;
}

// Breaks one rule at every save that returns, and does else as the store that it holds.
class ShallowStore : public TokenStore {
 public:
  explicit ShallowStore(std::unique_ptr<TokenStore> inner) : inner_(std::move(inner)) {}
  void save_token(Token& token) override {
    inner_->save_token(token);
    token[Field::kApiDomain] = "of-nobody";  // [TS-SAVE-12]
  }
  std::optional<Token> find_token(const Token& token) override { return inner_->find_token(token); }
  void delete_token(std::string_view id) override { inner_->delete_token(id); }
  std::vector<Token> get_tokens() override { return inner_->get_tokens(); }
  void delete_tokens() override { inner_->delete_tokens(); }
  std::optional<Token> find_token_by_id(std::string_view id) override {
    return inner_->find_token_by_id(id);
  }

 private:
  std::unique_ptr<TokenStore> inner_;
};

class ShallowFactory : public StoreFactory {
 public:
  explicit ShallowFactory(std::unique_ptr<StoreFactory> inner) : inner_(std::move(inner)) {}
  std::string_view name() const override { return inner_->name(); }
  Capabilities capabilities() const override { return inner_->capabilities(); }
  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    return std::make_unique<ShallowStore>(inner_->open(storage));
  }
  void drop(const std::string& storage) override { inner_->drop(storage); }

 private:
  std::unique_ptr<StoreFactory> inner_;
};

// Every third of those in memory, where a run takes milliseconds, and all about error texts.
std::vector<const BrokenStore*> rows() {
  std::vector<const BrokenStore*> all;
  std::size_t nth = 0;
  for (const BrokenStore& row : broken_stores()) {
    const bool quick =
        row.make()->capabilities().medium == Medium::kMemory && row.rule != "TS-LIVE-01"_rule;
    if (quick && (nth++ % 3 == 0 || row.rule == "TS-SEC-02"_rule)) all.push_back(&row);
  }
  return all;
}

using Score = std::set<std::string_view>;  // the broken stores that are caught under their rule

Score score(const Checks& checks, bool shallow = false) {
  Score caught;
  for (const BrokenStore* row : rows()) {
    std::unique_ptr<StoreFactory> factory = row->make();
    if (shallow) factory = std::make_unique<ShallowFactory>(std::move(factory));
    if (rules_found(*factory, checks).contains(row->rule)) caught.insert(row->name);
  }
  return caught;
}

const Score& full_score() {
  static const Score kScore = score({});
  return kScore;
}

TEST(SwitchedOff, NothingIsMostOfTheZooCaughtAndNoGoodStore) {
  EXPECT_GT(full_score().size(), rows().size() * 3 / 4);
  EXPECT_TRUE(rules_found(*make_list_factory(), {}).empty());
}

TEST(SwitchedOff, TheObservationIsMissed) {
  Checks checks;
  checks.observation = false;
  EXPECT_LT(score(checks).size(), full_score().size() / 2);
}

TEST(SwitchedOff, TheSearchOfErrorTextsIsMissed) {
  Checks checks;
  checks.error_texts = false;
  EXPECT_LT(score(checks).size(), full_score().size());
}

// A store that is wrong at every save is wrong in one more way: with the take-over that way is seen
// behind the other.
TEST(SwitchedOff, TheTakeOverIsMissed) {
  Checks checks;
  const std::size_t with = score(checks, true).size();
  EXPECT_GT(with, full_score().size() * 3 / 4);
  checks.take_over = false;
  EXPECT_LT(score(checks, true).size(), with / 2);
}

// Each rule that names a store that is caught catches none without its tag.
TEST(SwitchedOff, AnyRuleIsMissed) {
  std::map<Tag, std::size_t> caught;
  for (const BrokenStore* row : rows())
    if (full_score().contains(row->name)) ++caught[row->rule];
  EXPECT_GT(caught.size(), 20U);
  for (const auto& [rule, count] : caught) {
    Checks checks;
    checks.muted = rule;
    std::size_t still = 0;
    for (const BrokenStore* row : rows())
      if (row->rule == rule && rules_found(*row->make(), checks).contains(rule)) ++still;
    EXPECT_LT(still, count) << rule.id();
  }
}

}  // namespace
}  // namespace assay
