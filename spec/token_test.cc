#include "spec/token.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace assay {
namespace {

Token ann() { return Token().with(Field::kUserName, "ann").with(Field::kAccessToken, "a-1"); }

// True iff the two have the very same text, not only an equal one.
bool share(const Token& a, const Token& b) {
  return a.text(Field::kUserName).data() == b.text(Field::kUserName).data();
}

TEST(Token, OfNoFieldIsEmpty) {
  const Token token;
  EXPECT_TRUE(token.is_empty());
  for (const Field field : kFields) EXPECT_FALSE(token[field].has_value());
}

TEST(Token, WhatIsWrittenToACopyIsNotWrittenToTheOther) {
  Token first = ann();
  first.seal();
  Token second = first;
  ASSERT_TRUE(share(first, second));
  second[Field::kUserName] = "bob";
  EXPECT_EQ(first, ann());
  first[Field::kApiDomain] = "eu";
  EXPECT_FALSE(second.has(Field::kApiDomain));
  EXPECT_EQ(second.text(Field::kUserName), "bob");
}

// A reference to write by outlives the copy that is made in between.
TEST(Token, ACopyDoesNotSeeWhatAnOldReferenceWrites) {
  Token first = ann();
  std::optional<std::string>& user = first[Field::kUserName];
  const Token copy = first;
  user = "bob";
  EXPECT_EQ(copy, ann());
  EXPECT_EQ(first.text(Field::kUserName), "bob");
}

TEST(Token, WhatWasReadStaysValidWhenAnotherFieldIsWritten) {
  Token token = Token().with(Field::kUserName, std::string(100, 'u'));
  token.seal();
  const std::string_view user = token.text(Field::kUserName);
  token[Field::kId] = "1";  // nobody else has the texts that were shared
  EXPECT_EQ(user, std::string(100, 'u'));
}

TEST(Token, CopiesOfASealedOneShareAndThoseOfOneThatMayBeWrittenToDoNot) {
  Token token = ann();
  EXPECT_FALSE(share(token, Token(token)));
  token.seal();
  EXPECT_TRUE(share(token, Token(token)));
  const std::vector<Token> copies(2, ann());
  EXPECT_TRUE(share(copies.front(), Token(copies.front())));
}

TEST(Token, AssignedToIsWhatWasAssigned) {
  Token token = ann();
  token = Token().with(Field::kUserName, "bob");
  EXPECT_EQ(token.text(Field::kUserName), "bob");
  EXPECT_FALSE(token.has(Field::kAccessToken));
  const Token other = ann();
  token = other;
  EXPECT_EQ(token, other);
  token = *&token;
  EXPECT_EQ(token, other);
  const Token moved = std::move(token);
  EXPECT_EQ(moved, other);
}

TEST(Token, IdenticalTellsEmptyFromNotSet) {
  const Token empty = ann().with(Field::kApiDomain, "");
  EXPECT_EQ(empty, ann());
  EXPECT_FALSE(identical(empty, ann()));
  EXPECT_TRUE(identical(empty, ann().with(Field::kApiDomain, "")));
}

TEST(Token, CopiesThatShareAreWrittenToByTwoThreads) {
  Token shared = ann();
  shared.seal();
  std::vector<Token> copies(2, shared);
  std::vector<std::thread> threads;
  threads.reserve(copies.size());
  for (Token& copy : copies)
    threads.emplace_back([&copy] {
      for (int k = 0; k < 100; ++k) {
        Token own = copy;
        own[Field::kId] = std::to_string(k);
        own.seal();
        copy = own;
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const Token& copy : copies) EXPECT_EQ(copy.text(Field::kId), "99");
  EXPECT_EQ(shared, ann());
}

}  // namespace
}  // namespace assay
