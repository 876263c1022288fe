// plan_fuzz on a store of a user's own: that of the source or library with ASSAY_PLUGIN(...) that
// assay_add_store_fuzzer() links with this.

#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "fuzz/store_fuzzer.h"
#include "spec/plugin.h"

extern "C" const assay::AssayPlugin* assay_plugin();

namespace {

std::vector<std::unique_ptr<assay::StoreFactory>> the_store() {
  const assay::AssayPlugin* const plugin = assay_plugin();
  if (plugin->version != assay::kPluginVersion || plugin->layout != assay::plugin_layout()) {
    std::cerr << "the store and its fuzzer were built with different versions of Assay, or of the "
                 "standard library: build all of it anew\n";
    std::exit(2);
  }
  std::vector<std::unique_ptr<assay::StoreFactory>> stores;
  stores.emplace_back(plugin->make());
  return stores;
}

}  // namespace

ASSAY_STORE_FUZZER(the_store())
