// plan_fuzz: bytes are a plan, which is executed on stores and held against the model.
//
// ASSAY_FUZZ_STORES names the stores, with commas between them: built-in ones without a server, and
// those of the zoo as zoo/NAME. Without it, all of the former.

#include <cstdlib>
#include <string>
#include <string_view>

#include "fuzz/fail.h"
#include "fuzz/store_fuzzer.h"
#include "stores/broken/registry.h"
#include "stores/registry.h"

namespace {

using assay::StoreFactory;

std::unique_ptr<StoreFactory> make(std::string_view name) {
  constexpr std::string_view kZoo = "zoo/";
  if (name.starts_with(kZoo)) {
    for (const assay::BrokenStore& row : assay::broken_stores())
      if (row.name == name.substr(kZoo.size())) return row.make();
  } else {
    for (const assay::StoreRow& row : assay::built_in_stores())
      if (row.name == name && !row.needs_server) return row.make({});
  }
  std::string known;
  for (const assay::StoreRow& row : assay::built_in_stores())
    if (!row.needs_server) known += " " + std::string(row.name);
  assay::stop("ASSAY_FUZZ_STORES: there is no store \"" + std::string(name) +
              "\" that needs no server; name some of" + known + ", or zoo/NAME");
}

std::vector<std::unique_ptr<StoreFactory>> stores_under_fuzz() {
  std::vector<std::unique_ptr<StoreFactory>> stores;
  const char* named = std::getenv("ASSAY_FUZZ_STORES");
  if (named == nullptr) {
    for (const assay::StoreRow& row : assay::built_in_stores())
      if (!row.needs_server) stores.push_back(row.make({}));
    return stores;
  }
  std::string_view rest = named;
  while (true) {
    const std::size_t comma = rest.find(',');
    stores.push_back(make(rest.substr(0, comma)));
    if (comma == std::string_view::npos) return stores;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace

ASSAY_STORE_FUZZER(stores_under_fuzz())
