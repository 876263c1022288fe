#include "stores/variants/registry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace assay {

namespace {

TEST(VariantStores, AreNamedAsTheirRowsAndAsNoBuiltInStore) {
  std::set<std::string_view> names;
  for (const StoreRow& row : built_in_stores()) names.insert(row.name);
  for (const StoreRow& row : variant_stores()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(row.make(StoreConfig{})->name(), row.name);
  }
}

std::unique_ptr<TokenStore> open(std::string_view name) {
  for (const StoreRow& row : variant_stores())
    if (row.name == name) return row.make(StoreConfig{})->open("");
  return nullptr;
}

// Each takes a choice that the other does not: they would prove little if they were alike.
TEST(VariantStores, AdoptOrInsertWhereTheRulesLeaveThat) {
  for (const auto& [name, records] : {std::pair("adopting", 1U), std::pair("refusing", 2U)}) {
    const auto store = open(name);
    Token ownerless = Token().with(Field::kAccessToken, "enter-alpha");
    Token users = Token().with(Field::kAccessToken, "enter-alpha").with(Field::kUserName, "ann");
    store->save_token(ownerless);
    store->save_token(users);
    EXPECT_EQ(store->get_tokens().size(), records) << name;
  }
}

TEST(VariantStores, AreSilentOrRefuseToDeleteAnUnknownId) {
  EXPECT_NO_THROW(open("adopting")->delete_token("7"));
  EXPECT_THROW(open("refusing")->delete_token("7"), StoreError);
}

}  // namespace

}  // namespace assay
