#include "stores/list.h"

#include <mutex>
#include <utility>

#include "stores/record_list.h"

namespace assay {
namespace {

class ListStore final : public TokenStore {
 public:
  std::optional<Token> find_token(const Token& token) override {
    const std::lock_guard lock(mutex_);
    return copy_of(list_.find(token));
  }

  void save_token(Token& token) override {
    if (const char* const why = save(token)) throw refused(why);
  }

  void delete_token(std::string_view id) override {
    const std::lock_guard lock(mutex_);
    list_.remove(id);
  }

  std::vector<Token> get_tokens() override {
    const std::lock_guard lock(mutex_);
    return list_.records();
  }

  void delete_tokens() override {
    const std::lock_guard lock(mutex_);
    list_.clear();
  }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    const std::lock_guard lock(mutex_);
    return copy_of(list_.find_by_id(id));
  }

 private:
  const char* save(Token& token) {
    const std::lock_guard lock(mutex_);
    return list_.save(token);
  }

  std::mutex mutex_;
  RecordList list_;
};

class ListFactory final : public StoreFactory {
 public:
  std::string_view name() const override { return "list"; }

  Capabilities capabilities() const override {
    Capabilities capabilities;
    capabilities.medium = Medium::kMemory;
    capabilities.concurrent = 8;
    return capabilities;
  }

  std::unique_ptr<TokenStore> open(const std::string&) override {
    return std::make_unique<ListStore>();
  }

  void drop(const std::string&) override {}
};

}  // namespace

std::unique_ptr<StoreFactory> make_list_factory() { return std::make_unique<ListFactory>(); }

}  // namespace assay
