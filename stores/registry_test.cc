#include "stores/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay {
namespace {

TEST(StoreRegistry, HasTheFiveStoresInTheOrderOfTheirRun) {
  std::vector<std::string_view> names;
  for (const StoreRow& row : built_in_stores()) names.push_back(row.name);
  EXPECT_THAT(names, ::testing::ElementsAre("list", "sqlite-memory", "sqlite", "file", "mysql"));
}

TEST(StoreRegistry, EveryRowMakesTheStoreThatItNames) {
  for (const StoreRow& row : built_in_stores()) {
    const auto factory = row.make(StoreConfig());
    EXPECT_EQ(factory->name(), row.name);
    EXPECT_EQ(factory->capabilities().medium == Medium::kServer, row.needs_server) << row.name;
    EXPECT_NE(row.summary, "") << row.name;
  }
}

}  // namespace
}  // namespace assay
