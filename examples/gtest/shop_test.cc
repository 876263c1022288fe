// The rules of token stores, each as a test of the shop's store.
#include <assay/gtest.h>

#include "shop_store.h"

ASSAY_TEST_STORE(Shop, assay::store_factory("shop", {}, [](const std::string&) {
                   return std::make_unique<shop::ShopStore>();
                 }));
