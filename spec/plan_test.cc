#include "spec/plan.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace assay {
namespace {

TEST(Plan, FilledTokensHaveAUserAndCredentialsOfTheirOwn) {
  std::set<std::string> texts;
  for (std::size_t k = 0; k < 1200; ++k) {
    const Token token = fill_token(k);
    EXPECT_EQ(token.text(Field::kUserName), "fill-" + std::to_string(k));
    for (const Field field : {Field::kUserName, Field::kAccessToken, Field::kRefreshToken}) {
      EXPECT_TRUE(token.text(field).starts_with("fill-")) << name_of(field);
      EXPECT_TRUE(texts.emplace(token.text(field)).second) << token.text(field) << " stands twice";
    }
    EXPECT_FALSE(token.has(Field::kId));
  }
}

TEST(Plan, EveryMethodHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kMethodCount; ++i) names.insert(name_of(static_cast<Method>(i)));
  EXPECT_EQ(names.size(), kMethodCount);
  EXPECT_FALSE(names.contains(""));
}

}  // namespace
}  // namespace assay
