// The function that lost_refresh_token_test.cc names: what makes the store under test.
#include <assay/scenario.h>

#include <memory>
#include <string>

#include "shop_store.h"

std::unique_ptr<assay::StoreFactory> make_store_factory() {
  return assay::store_factory(
      "shop", {}, [](const std::string&) { return std::make_unique<shop::SHOP_STORE>(); });
}
