// A regression test, written by assay 0.1.0.
//
// Seen on sql-upsert-takes-every-column:
//
// TS-SAVE-07 (MUST)  save_token: field-lost
// An update writes each present field but the id and keeps each absent one; an unstored id in it
// is ignored.
//
//     1. save_token  user_name "a", refresh_token "b"  -> returned, id #1
//   > 2. save_token  user_name "a"                     -> returned, id #1
//
//   allowed:   an update of the record #1  [TS-SAVE-02]
//   happened:  returned, id #1; record #1: refresh_token "b" became absent
//
//   see it again:
//   assay replay assay1-IAARAAALAAAAAAAAARAAAAAAAAAAANz --store sql-upsert-takes-every-column
//
// It takes GoogleTest and find_package(assay): link assay::gtest and GTest::gtest_main.
#include <assay/scenario.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

// The store under test, the one place to edit: a function of yours that makes its factory, such as
//
//   std::unique_ptr<assay::StoreFactory> make_store_factory() {
//     return assay::store_factory("shop", {}, [](const std::string& storage) {
//       return std::make_unique<ShopStore>(storage);
//     });
//   }
std::unique_ptr<assay::StoreFactory> make_store_factory();

namespace {

using assay::Field;
using assay::Token;

TEST(Regression, TS_SAVE_07_save_token_field_lost) {
  assay::Scenario scenario;

  scenario.save_token(Token().with(Field::kUserName, "a").with(Field::kRefreshToken, "b"));
  // allowed: an update of the record #1  [TS-SAVE-02]
  // happened: returned, id #1; record #1: refresh_token "b" became absent
  scenario.save_token(Token().with(Field::kUserName, "a"));

  const std::string broken = scenario.broken_rules(*make_store_factory());
  EXPECT_TRUE(broken.empty()) << broken;
}

}  // namespace
