#include "fuzz/value_pool.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/alphabet.h"
#include "harness/generate.h"
#include "spec/json.h"

namespace assay {
namespace {

TEST(ValuePool, HasNoTextTwiceAndNoneThatIsEmpty) {
  for (const Field field : kFields) {
    const auto& pool = pool_of(field);
    EXPECT_LE(pool.size(), kMostPoolTexts) << name_of(field);
    std::set<std::string> texts;
    for (const std::string& text : pool) {
      EXPECT_FALSE(text.empty()) << name_of(field);
      EXPECT_TRUE(texts.insert(text).second) << name_of(field) << ": " << text;
    }
  }
}

// What tokens and crash files mean: to change this is to change them. A new version has a line of
// its own here, for its own number of texts.
TEST(ValuePool, NeverChangesTheTextsOfVersionOne) {
  struct Sum {
    Field field;
    std::size_t size;
    std::uint64_t sum;
  };
  constexpr Sum kRows[] = {{Field::kId, 178, 1351113809267155776U},
                           {Field::kUserName, 161, 4256318170442692663U},
                           {Field::kClientId, 161, 12290739750465640036U},
                           {Field::kClientSecret, 159, 10057561377916548244U},
                           {Field::kRefreshToken, 158, 3382725779823385630U},
                           {Field::kAccessToken, 158, 8577605004155136070U},
                           {Field::kGrantToken, 158, 14149922244503699186U},
                           {Field::kExpiresIn, 177, 12216505870095831743U},
                           {Field::kRedirectUrl, 155, 5173968417490696136U},
                           {Field::kApiDomain, 155, 5478422069606636614U}};
  for (const auto& [field, size, sum] : kRows) {
    const auto& pool = pool_of(field);
    ASSERT_GE(pool.size(), size) << name_of(field);
    EXPECT_EQ(kPoolSizes[index_of(field)], size) << name_of(field);
    std::uint64_t now = 14695981039346656037U;
    for (std::size_t i = 0; i < size; ++i)
      for (const char c : pool[i] + '\n')
        now = (now ^ static_cast<unsigned char>(c)) * 1099511628211U;
    EXPECT_EQ(now, sum) << name_of(field) << " " << pool.size();
  }
}

TEST(ValuePool, TellsWhereATextStands) {
  EXPECT_EQ(pool_index(Field::kUserName, "ann"), 0U);
  EXPECT_EQ(pool_of(Field::kId)[*pool_index(Field::kId, "7")], "7");
  EXPECT_FALSE(pool_index(Field::kId, "nobody-has-this"));
}

// The pool is no part of the alphabets; here it shows when they come to hold what a token cannot.
TEST(ValuePool, HoldsEveryTextOfTheAlphabets) {
  std::set<std::string> missing;
  const auto want = [&](Field field, const std::string& text) {
    if (!text.empty() && !pool_index(field, text))
      missing.insert(std::string(name_of(field)) + " " + to_json(Token().with(field, text)));
  };
  for (const Alphabet& alphabet : {core_alphabet(true), calls_alphabet(true), texts_alphabet(true)})
    for (const auto& letters : {alphabet.letters, alphabet.looks})
      for (const Letter& letter : letters) {
        for (const Field field : kFields)
          if (letter.call.token[field]) want(field, *letter.call.token[field]);
        want(Field::kId, letter.call.id);
      }
  EXPECT_TRUE(missing.empty()) << ::testing::PrintToString(missing);
}

// Nor of what random tests draw; most of that is in it.
TEST(ValuePool, HoldsMostTextsOfRandomPlans) {
  std::size_t texts = 0;
  std::size_t held = 0;
  for (std::uint64_t index = 0; index < 2000; ++index)
    for (const Operation& operation : plan_of_case(11, index, {}).operations)
      for (const Field field : kFields)
        if (operation.call.token.has(field)) {
          ++texts;
          held += pool_index(field, *operation.call.token[field]).has_value() ? 1 : 0;
        }
  EXPECT_GT(texts, 10'000U);
  EXPECT_GT(static_cast<double>(held), 0.9 * static_cast<double>(texts));
}

}  // namespace
}  // namespace assay
