// The stores that Assay brings: one row each.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "spec/store_factory.h"
#include "stores/mysql.h"

namespace assay {

// What the stores are configured with.
struct StoreConfig {
  MysqlOptions mysql;
};

struct StoreRow {
  std::string_view name;
  std::string_view summary;  // one line
  bool needs_server = false;
  std::unique_ptr<StoreFactory> (*make)(const StoreConfig& config) = nullptr;
};

// The five built-in stores, in the order in which they are run.
std::span<const StoreRow> built_in_stores();

}  // namespace assay
