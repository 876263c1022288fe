// What the built-in stores do alike, as short stories over the six methods.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "stores/file.h"
#include "stores/list.h"
#include "stores/scratch_directory.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using MakeFactory = std::unique_ptr<StoreFactory> (*)();

class Stories : public ::testing::TestWithParam<MakeFactory> {
 protected:
  Stories() : factory_(GetParam()()), store_(factory_->open(directory_.path())) {}

  // Saves a copy of `token`, and returns it as it reads afterwards.
  Token save(Token token) {
    store_->save_token(token);
    return token;
  }

  // The message of the refusal. The records must be as they were.
  std::string refusal(Token token) {
    const auto before = store_->get_tokens();
    const Token given = token;
    try {
      store_->save_token(token);
    } catch (const StoreError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      EXPECT_EQ(store_->get_tokens(), before);
      EXPECT_EQ(token, given);
      return error.what();
    }
    ADD_FAILURE() << "saved";
    return "";
  }

  std::string id_of_found(const Token& token) {
    const auto found = store_->find_token(token);
    return found ? std::string(found->text(Field::kId)) : "none";
  }

  ScratchDirectory directory_;
  std::unique_ptr<StoreFactory> factory_;
  std::unique_ptr<TokenStore> store_;
};

// A token of short name-value pairs: u user_name, c client_id, s client_secret, r refresh_token,
// a access_token, g grant_token, i id, e expires_in.
Token record(std::initializer_list<std::pair<char, std::string>> fields) {
  static const std::string kLetters = "iucsrage";
  Token made;
  for (const auto& [letter, text] : fields) made[kFields[kLetters.find(letter)]] = text;
  return made;
}

TEST_P(Stories, ATokenWithNothingPresentIsRefused) {
  EXPECT_THAT(refusal(Token()), Not(IsEmpty()));
  EXPECT_THAT(refusal(record({{'u', ""}, {'a', ""}})), Not(IsEmpty()));
  EXPECT_FALSE(store_->find_token(Token()));
}

TEST_P(Stories, ANewTokenIsInsertedWithAnIdThatTheCallerLearns) {
  const Token saved = save(record({{'u', "ann"}, {'a', "a1"}}));
  EXPECT_THAT(saved.text(Field::kId), SizeIs(10));
  EXPECT_THAT(store_->get_tokens(), ElementsAre(saved));
  EXPECT_EQ(saved, record({{'u', "ann"}, {'a', "a1"}, {'i', std::string(saved.text(Field::kId))}}));
}

TEST_P(Stories, AnIdThatIsNotStoredIsKeptByAnInsert) {
  EXPECT_EQ(save(record({{'i', "007"}, {'a', "a1"}})).text(Field::kId), "007");
  EXPECT_TRUE(store_->find_token_by_id("007"));
}

TEST_P(Stories, AnUpdateWritesWhatIsPresentAndKeepsTheRest) {
  save(record({{'i', "1"}, {'u', "ann"}, {'a', "a1"}, {'r', "r1"}, {'e', "5"}}));
  const Token saved = save(record({{'u', "ann"}, {'a', "a2"}, {'r', ""}}));
  EXPECT_EQ(saved.text(Field::kId), "1");
  EXPECT_FALSE(saved.has(Field::kRefreshToken));
  EXPECT_THAT(
      store_->get_tokens(),
      ElementsAre(record({{'i', "1"}, {'u', "ann"}, {'a', "a2"}, {'r', "r1"}, {'e', "5"}})));
}

TEST_P(Stories, TheUserNameDecidesBeforeAllElse) {
  save(record({{'i', "1"}, {'u', "ann"}, {'a', "a1"}}));
  save(record({{'i', "2"}, {'u', "bob"}, {'a', "a2"}}));
  save(record({{'u', "bob"}, {'a', "a1"}}));
  EXPECT_THAT(store_->get_tokens(), ElementsAre(record({{'i', "1"}, {'u', "ann"}, {'a', "a1"}}),
                                                record({{'i', "2"}, {'u', "bob"}, {'a', "a1"}})));
  save(record({{'u', "Ann"}, {'a', "a1"}}));
  EXPECT_THAT(store_->get_tokens(), SizeIs(3));
}

TEST_P(Stories, AnAccessTokenWithoutUserAndClientUpdatesItsFirstRecord) {
  save(record({{'i', "1"}, {'u', "ann"}, {'a', "a1"}}));
  save(record({{'i', "2"}, {'u', "bob"}, {'a', "a1"}}));
  EXPECT_EQ(save(record({{'a', "a1"}, {'e', "9"}})).text(Field::kId), "1");
  EXPECT_EQ(store_->get_tokens()[0].text(Field::kExpiresIn), "9");
  EXPECT_EQ(id_of_found(record({{'a', "a1"}})), "1");
}

TEST_P(Stories, TheSameClientIsUpdatedByRefreshOrGrantToken) {
  save(record({{'i', "1"}, {'c', "c"}, {'s', "s"}, {'g', "g1"}}));
  save(record({{'i', "2"}, {'c', "c"}, {'s', "s"}, {'r', "r1"}}));
  EXPECT_EQ(save(record({{'c', "c"}, {'s', "s"}, {'r', "r1"}, {'e', "9"}})).text(Field::kId), "2");
  EXPECT_EQ(save(record({{'c', "c"}, {'s', "s"}, {'g', "g1"}, {'r', "r2"}})).text(Field::kId), "1");
  EXPECT_EQ(save(record({{'c', "c"}, {'s', "s"}, {'g', "g1"}, {'r', "r1"}})).text(Field::kId), "1");
  EXPECT_EQ(id_of_found(record({{'c', "c"}, {'s', "s"}, {'g', "no"}, {'r', "r1"}})), "1");
}

TEST_P(Stories, AnotherClientsRefreshTokenIsAnotherRecord) {
  save(record({{'i', "1"}, {'c', "c1"}, {'s', "s"}, {'r', "r1"}}));
  save(record({{'i', "2"}, {'c', "c2"}, {'s', "s"}, {'r', "r1"}}));
  save(record({{'i', "3"}, {'c', "c1"}, {'s', "other"}, {'r', "r1"}}));
  EXPECT_THAT(store_->get_tokens(), SizeIs(3));
  EXPECT_EQ(id_of_found(record({{'c', "c2"}, {'s', "s"}, {'r', "r1"}})), "2");
  EXPECT_EQ(id_of_found(record({{'c', "c4"}, {'s', "s"}, {'r', "r1"}})), "none");
  EXPECT_EQ(id_of_found(record({{'c', "c4"}, {'r', "r1"}})), "none");
}

TEST_P(Stories, AnIdOfARecordThatIsNotNamedIsRefused) {
  save(record({{'i', "1"}, {'u', "ann"}, {'a', "a1"}}));
  save(record({{'i', "2"}, {'u', "bob"}, {'a', "a2"}}));
  EXPECT_THAT(refusal(record({{'i', "1"}, {'u', "bob"}, {'a', "a3"}})), Not(IsEmpty()));
  EXPECT_THAT(refusal(record({{'i', "1"}, {'a', "a2"}})), Not(IsEmpty()));
  EXPECT_THAT(refusal(record({{'i', "1"}, {'u', "cid"}, {'a', "a3"}})), Not(IsEmpty()));
  EXPECT_THAT(refusal(record({{'i', "1"}, {'r', "r1"}})), Not(IsEmpty()));
  EXPECT_THAT(refusal(record({{'i', "1"}})), Not(IsEmpty()));
  EXPECT_EQ(save(record({{'i', "2"}, {'u', "bob"}, {'a', "a4"}})).text(Field::kId), "2");
  EXPECT_EQ(save(record({{'i', "unknown"}, {'u', "bob"}, {'a', "a5"}})).text(Field::kId), "2");
  EXPECT_EQ(store_->find_token_by_id("2"), record({{'i', "2"}, {'u', "bob"}, {'a', "a5"}}));
}

TEST_P(Stories, TheIdOfASecondNamedRecordIsNoObstacle) {
  save(record({{'i', "1"}, {'u', "ann"}, {'a', "a1"}}));
  save(record({{'i', "2"}, {'u', "bob"}, {'a', "a1"}}));
  EXPECT_EQ(save(record({{'i', "2"}, {'a', "a1"}, {'e', "9"}})).text(Field::kId), "1");
}

TEST_P(Stories, WithoutACredentialNothingIsInserted) {
  EXPECT_THAT(refusal(record({{'u', "ann"}, {'e', "5"}})), Not(IsEmpty()));
  EXPECT_THAT(refusal(record({{'c', "c"}, {'s', "s"}})), Not(IsEmpty()));
  EXPECT_THAT(refusal(record({{'i', "7"}})), Not(IsEmpty()));
  save(record({{'u', "ann"}, {'a', "a1"}}));
  save(record({{'u', "ann"}, {'e', "5"}}));
  EXPECT_EQ(store_->get_tokens()[0].text(Field::kExpiresIn), "5");
}

TEST_P(Stories, AWeakTokenSavedTwiceStaysOneRecord) {
  for (const Token& weak : {record({{'r', "r1"}}), record({{'g', "g1"}, {'c', "c9"}}),
                            record({{'a', "a1"}, {'s', "s9"}})}) {
    const Token saved = save(weak);
    EXPECT_EQ(save(weak), saved);
    EXPECT_EQ(id_of_found(weak), saved.text(Field::kId));
  }
  EXPECT_THAT(store_->get_tokens(), SizeIs(3));
}

TEST_P(Stories, AWeakTokenUpdatesItsFirstKin) {
  save(record({{'i', "1"}, {'u', "ann"}, {'c', "c1"}, {'r', "r1"}}));
  save(record({{'i', "2"}, {'u', "bob"}, {'c', "c2"}, {'r', "r1"}}));
  EXPECT_EQ(save(record({{'r', "r1"}, {'e', "9"}})).text(Field::kId), "1");
  EXPECT_EQ(save(record({{'r', "r1"}, {'c', "c2"}})).text(Field::kId), "2");
  EXPECT_EQ(id_of_found(record({{'r', "r1"}, {'c', "c2"}})), "2");
  save(record({{'r', "r1"}, {'c', "c3"}}));
  EXPECT_THAT(store_->get_tokens(), SizeIs(3));
}

TEST_P(Stories, AWeakTokenOfAClientRefreshesTheClientsRecordWithoutAUser) {
  save(record({{'i', "1"}, {'u', "ann"}, {'c', "c"}, {'s', "s"}, {'a', "a1"}}));
  save(record({{'i', "2"}, {'c', "c"}, {'s', "s"}, {'r', "r1"}}));
  EXPECT_EQ(save(record({{'c', "c"}, {'s', "s"}, {'a', "a2"}})).text(Field::kId), "2");
  EXPECT_EQ(id_of_found(record({{'c', "c"}, {'s', "s"}})), "none");
  EXPECT_EQ(id_of_found(record({{'c', "c"}, {'s', "s"}, {'a', "a3"}})), "none");
}

TEST_P(Stories, ATokenWithASelectorNeverTakesKin) {
  save(record({{'i', "1"}, {'a', "a1"}, {'r', "r1"}}));
  save(record({{'u', "ann"}, {'a', "a1"}}));
  save(record({{'a', "a2"}, {'r', "r1"}}));
  save(record({{'c', "c"}, {'s', "s"}, {'r', "r1"}}));
  EXPECT_THAT(store_->get_tokens(), SizeIs(4));
  EXPECT_EQ(id_of_found(record({{'u', "bob"}, {'a', "a1"}})), "none");
  EXPECT_EQ(id_of_found(record({{'a', "a3"}, {'r', "r1"}})), "none");
}

TEST_P(Stories, ALoneIdFindsItsRecordAndAnIdWithMoreDoesNot) {
  save(record({{'i', "1"}, {'u', "ann"}, {'a', "a1"}}));
  EXPECT_EQ(id_of_found(record({{'i', "1"}})), "1");
  EXPECT_EQ(id_of_found(record({{'i', "1"}, {'e', "5"}})), "none");
  EXPECT_EQ(id_of_found(record({{'i', "1"}, {'u', "bob"}})), "none");
  EXPECT_EQ(id_of_found(record({{'i', "01"}})), "none");
}

TEST_P(Stories, AFindAnswersWithTheRecordAndNothingOfTheQuery) {
  const Token saved = save(record({{'u', "ann"}, {'a', "a1"}}));
  const auto found = store_->find_token(record({{'u', "ann"}, {'a', "a2"}, {'e', "5"}}));
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, saved);
  EXPECT_FALSE(store_->find_token(Token()));
  EXPECT_FALSE(store_->find_token(record({{'u', ""}})));
}

TEST_P(Stories, IdsAreOpaqueToTheLastByte) {
  save(record({{'i', "7"}, {'a', "a1"}}));
  for (const char* id : {"07", " 7", "7 ", "7.0", "", "1 or 1=1"}) {
    EXPECT_FALSE(store_->find_token_by_id(id)) << id;
    store_->delete_token(id);
  }
  EXPECT_FALSE(store_->find_token_by_id(std::string("7\0", 2)));
  EXPECT_THAT(store_->get_tokens(), SizeIs(1));
  store_->delete_token("7");
  EXPECT_THAT(store_->get_tokens(), IsEmpty());
}

TEST_P(Stories, ADeleteRemovesOneRecordAndDeleteTokensRemovesAll) {
  for (const char* user : {"ann", "bob", "cid"})
    save(record({{'i', user}, {'u', user}, {'a', "x"}}));
  store_->delete_token("bob");
  EXPECT_THAT(store_->get_tokens(), ElementsAre(record({{'i', "ann"}, {'u', "ann"}, {'a', "x"}}),
                                                record({{'i', "cid"}, {'u', "cid"}, {'a', "x"}})));
  EXPECT_EQ(id_of_found(record({{'u', "bob"}})), "none");
  store_->delete_tokens();
  store_->delete_tokens();
  EXPECT_THAT(store_->get_tokens(), IsEmpty());
  EXPECT_NE(save(record({{'u', "bob"}, {'a', "x"}})).text(Field::kId), "");
}

TEST_P(Stories, EveryTextComesBackToTheByte) {
  const std::vector<std::string> texts = {"\"",
                                          "a\"b",
                                          "\"\"",
                                          "'",
                                          ",",
                                          "a,b",
                                          "\n",
                                          "\r",
                                          "\r\n",
                                          "a\rb\nc",
                                          " ",
                                          " a ",
                                          "\ta\t",
                                          std::string("\0", 1),
                                          std::string("a\0b", 3),
                                          "\xF0\x9F\x98\x80",
                                          "e\xCC\x81",
                                          "\xE2\x80\xAE",
                                          "\xEF\xBB\xBF",
                                          "null",
                                          "id",
                                          "NULL",
                                          "\\",
                                          "\\\"",
                                          "#",
                                          "007",
                                          std::string(100'000, 'x')};
  for (const std::string& text : texts) {
    Token whole;
    for (Field field : kFields) whole[field] = text;
    save(whole);
    ASSERT_TRUE(store_->find_token_by_id(text)) << text.substr(0, 9);
    EXPECT_EQ(*store_->find_token_by_id(text), whole) << text.substr(0, 9);
  }
  EXPECT_THAT(store_->get_tokens(), SizeIs(texts.size()));
}

TEST_P(Stories, ARefusalTellsNothingOfTheToken) {
  save(record({{'i', "idididid"}, {'u', "useruser"}, {'a', "accessac"}}));
  const Token given = record({{'i', "idididid"}, {'u', "otheroth"}, {'r', "refreshr"}});
  const std::string message = refusal(given);
  for (Field field : kFields)
    EXPECT_TRUE(!given.has(field) || message.find(given.text(field)) == message.npos) << message;
}

INSTANTIATE_TEST_SUITE_P(EachStore, Stories,
                         ::testing::Values(&make_list_factory, &make_file_factory,
                                           &make_sqlite_memory_factory, &make_sqlite_factory),
                         [](const auto& row) {
                           std::string name(row.param()->name());
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace assay
