// The same for a store that forgets what a save does not bring, loses its connection where an id is
// "lost", and crashes where it is "crash".
#include <assay/plugin.h>

#include <cstdlib>

#include "shop_store.h"

namespace {

class BrokenShopStore : public shop::ForgetfulShopStore {
 public:
  void delete_token(std::string_view id) override {
    if (id == "lost") throw assay::unknown_outcome("the connection was lost");
    if (id == "crash") std::abort();
    ForgetfulShopStore::delete_token(id);
  }
};

}  // namespace

ASSAY_PLUGIN(assay::store_factory("broken-shop", {}, [](const std::string&) {
  return std::make_unique<BrokenShopStore>();
}));
