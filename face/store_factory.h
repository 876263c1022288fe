// A store factory from a name, what the store declares, and a function that opens it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "spec/store_factory.h"

namespace assay {

// Opens stores by calling `Open`, a function from a storage (see StoreFactory::open()) to an owned
// pointer to a TokenStore. There is nothing to drop: a store on a server needs a factory of its
// own.
template <typename Open>
class FactoryOf final : public StoreFactory {
 public:
  FactoryOf(std::string name, const Capabilities& capabilities, Open open)
      : name_(std::move(name)), capabilities_(capabilities), open_(std::move(open)) {}

  std::string_view name() const override { return name_; }
  Capabilities capabilities() const override { return capabilities_; }
  std::unique_ptr<TokenStore> open(const std::string& storage) override { return open_(storage); }
  void drop(const std::string&) override {}

 private:
  std::string name_;
  Capabilities capabilities_;
  Open open_;
};

// store_factory("shop", {}, [](const std::string&) { return std::make_unique<ShopStore>(); })
template <typename Open>
std::unique_ptr<StoreFactory> store_factory(std::string name, const Capabilities& capabilities,
                                            Open open) {
  return std::make_unique<FactoryOf<Open>>(std::move(name), capabilities, std::move(open));
}

}  // namespace assay
