// The same for a store that forgets: Shop.TS_SAVE_07 fails, and tells how.
#include <assay/gtest.h>

#include "shop_store.h"

ASSAY_TEST_STORE(Shop,
                 assay::store_factory("forgetful-shop", {},
                                      [](const std::string&) {
                                        return std::make_unique<shop::ForgetfulShopStore>();
                                      }),
                 {.cases = 600});
