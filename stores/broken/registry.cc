#include "stores/broken/registry.h"

#include <memory>
#include <vector>

#include "stores/broken/families.h"
#include "stores/broken/row.h"

namespace assay {

namespace {

class BrokenFactory final : public StoreFactory {
 public:
  using Opener = std::unique_ptr<TokenStore> (*)(const std::string& storage);

  BrokenFactory(std::string_view name, const Capabilities& capabilities, Opener opener)
      : name_(name), capabilities_(capabilities), opener_(opener) {}

  std::string_view name() const override { return name_; }
  Capabilities capabilities() const override { return capabilities_; }
  std::unique_ptr<TokenStore> open(const std::string& storage) override { return opener_(storage); }
  void drop(const std::string&) override {}

 private:
  std::string_view name_;
  Capabilities capabilities_;
  Opener opener_;
};

std::vector<BrokenStore> all_families() {
  std::vector<BrokenStore> all;
  for (const auto family :
       {broken_matching, broken_selectors, broken_updates, broken_ids, broken_listing,
        broken_values, broken_self_report, broken_breakdowns, broken_files, broken_files_text,
        broken_files_life, broken_sql, broken_sql_conditions, broken_sql_text, broken_sql_writes,
        broken_sql_files})
    for (const BrokenStore& row : family()) all.push_back(row);
  return all;
}

}  // namespace

std::unique_ptr<StoreFactory> make_broken_factory(
    std::string_view name, const Capabilities& capabilities,
    std::unique_ptr<TokenStore> (*open)(const std::string& storage)) {
  return std::make_unique<BrokenFactory>(name, capabilities, open);
}

std::span<const BrokenStore> broken_stores() {
  static const std::vector<BrokenStore> kAll = all_families();
  return kAll;
}

}  // namespace assay
