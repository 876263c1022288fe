// The shop's store for `assay run --plugin ./libshop.so`.
#include <assay/plugin.h>

#include "shop_store.h"

ASSAY_PLUGIN(assay::store_factory("shop", {}, [](const std::string&) {
  return std::make_unique<shop::ShopStore>();
}));
