#include "stores/broken/registry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace assay {

namespace {

bool is_kebab_case(std::string_view name) {
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
             std::string_view::npos &&
         !name.starts_with('-') && !name.ends_with('-') &&
         name.find("--") == std::string_view::npos;
}

TEST(BrokenStores, AreAtLeastAHundredAndFiftyAndFortyOnFilesOrSql) {
  std::size_t real = 0;
  for (const BrokenStore& row : broken_stores()) {
    const Capabilities capabilities = row.make()->capabilities();
    if (capabilities.medium == Medium::kFile || capabilities.sql) ++real;
  }
  EXPECT_GE(broken_stores().size(), 150U);
  EXPECT_GE(real, 40U);
}

TEST(BrokenStores, HaveNamesOfTheirOwnThatReadAsWords) {
  std::set<std::string_view> names;
  for (const BrokenStore& row : broken_stores()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(is_kebab_case(row.name)) << row.name;
    EXPECT_EQ(row.make()->name(), row.name);
  }
}

TEST(BrokenStores, TellTheirMistakeInASentence) {
  std::set<std::string_view> mistakes;
  for (const BrokenStore& row : broken_stores()) {
    EXPECT_TRUE(row.mistake.ends_with('.')) << row.name;
    EXPECT_TRUE(row.mistake.starts_with(row.mistake.front() & ~0x20)) << row.name;
    EXPECT_TRUE(mistakes.insert(row.mistake).second) << row.name;
  }
}

TEST(BrokenStores, BreakARuleAndNoLatitude) {
  for (const BrokenStore& row : broken_stores()) EXPECT_FALSE(row.rule.is_latitude()) << row.name;
}

}  // namespace

}  // namespace assay
