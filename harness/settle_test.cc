#include "harness/settle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "harness/check.h"
#include "harness/execute.h"
#include "harness/wrong_store_test.h"
#include "spec/json.h"
#include "spec/text.h"

namespace assay {
namespace {

using testing::Wrong;
using testing::WrongFactory;
using literals::operator""_rule;

// Executes plans on a store with one thing wrong about it, and counts them.
class Laboratory {
 public:
  explicit Laboratory(Wrong wrong) : factory_(std::move(wrong)) {}

  // The first finding of a plan, and the rule under which it is settled.
  std::string first_rule(const std::string& operations) {
    return std::string(first(operations).bucket.rule.id());
  }
  std::string settled_rule(const std::string& operations) {
    const Finding finding = settled(operations);
    EXPECT_EQ(finding.step, first(operations).step);
    return std::string(finding.bucket.rule.id());
  }
  Finding settled(const std::string& operations) {
    return settle_blame(first(operations), [this](const Plan& plan) {
      ++experiments_;
      return findings(plan);
    });
  }
  int experiments() const { return experiments_; }

 private:
  std::vector<Finding> findings(const Plan& plan) {
    Pulse pulse;
    Tally tally{};
    const History history = execute(plan, factory_, "", pulse);
    return check(plan, history, factory_.capabilities(), "", tally);
  }

  Finding first(const std::string& operations) {
    const auto found =
        findings(plan_from_json(R"({"assay_plan": 1, "operations": [)" + operations + "]}").plan);
    if (found.empty()) throw std::logic_error("the plan shows nothing");
    return found.front();
  }

  WrongFactory factory_;
  int experiments_ = 0;
};

Laboratory refuses(std::function<bool(TokenStore&, const Token&)> which) {
  return Laboratory({.save_token = [which = std::move(which)](TokenStore& right, Token& token) {
    if (which(right, token)) throw refused("no");
    right.save_token(token);
  }});
}

TEST(SettledBlame, LeavesAValueThatIsNotToBlame) {
  Laboratory laboratory = refuses([](auto&, const Token& token) { return token.has_credential(); });
  const std::string plan = R"({"save_token": {"user_name": "o'hara", "access_token": "a"}})";
  EXPECT_EQ(laboratory.first_rule(plan), "TS-VAL-03");
  EXPECT_EQ(laboratory.settled_rule(plan), "TS-SAVE-01");
}

TEST(SettledBlame, StaysWithTheValueThatIs) {
  Laboratory laboratory = refuses([](auto&, const Token& token) {
    return token.text(Field::kUserName).find('\'') != std::string_view::npos;
  });
  EXPECT_EQ(
      laboratory.settled_rule(R"({"save_token": {"user_name": "o'hara", "access_token": "a"}})"),
      "TS-VAL-03");
}

TEST(SettledBlame, FindsTheOneOfManyOddTextsThatIsToBlame) {
  Laboratory laboratory = refuses([](auto&, const Token& token) {
    return token.text(Field::kApiDomain) == "\xF0\x9F\x98\x80";
  });
  const std::string plan = R"({"save_token": {"user_name": "o'hara", "client_id": "-",
      "access_token": "~", "api_domain": "\ud83d\ude00"}})";
  EXPECT_NE(laboratory.first_rule(plan), "TS-VAL-04");
  EXPECT_EQ(laboratory.settled_rule(plan), "TS-VAL-04");
  EXPECT_LE(laboratory.experiments(), 12);
}

TEST(SettledBlame, TellsALongTextFromWhatItIsMadeOf) {
  const auto make = [](const std::string& piece) {
    std::string text;
    for (int k = 0; k < 210; ++k) text += piece;
    return R"({"save_token": {"user_name": ")" + text + R"(", "access_token": "a"}})";
  };
  Laboratory emoji = refuses([](auto&, const Token& token) {
    return token.text(Field::kUserName).find("\xF0\x9F\x98\x80") != std::string_view::npos;
  });
  EXPECT_EQ(emoji.first_rule(make("\xF0\x9F\x98\x80")), "TS-VAL-02");
  EXPECT_EQ(emoji.settled_rule(make("\xF0\x9F\x98\x80")), "TS-VAL-04");
  Laboratory length =
      refuses([](auto&, const Token& token) { return token.text(Field::kUserName).size() > 200; });
  EXPECT_EQ(length.settled_rule(make("u")), "TS-VAL-02");
}

TEST(SettledBlame, AsksWhetherAnyTokenIsRefused) {
  Laboratory laboratory = refuses(
      [](TokenStore& right, const Token&) { return right.find_token_by_id("x").has_value(); });
  const std::string block = R"({"save_token": {"id": "x", "grant_token": "g"}},)";
  const std::string look_alike = R"({"save_token": {"user_name": "ann", "access_token": "a"}},)" +
                                 block +
                                 R"({"save_token": {"user_name": "ANN", "access_token": "b"}})";
  EXPECT_EQ(laboratory.first_rule(look_alike), "TS-USER-04");
  EXPECT_EQ(laboratory.settled_rule(look_alike), "TS-SAVE-01");
  const std::string anew = R"({"save_token": {"user_name": "ann", "access_token": "a"}},
      {"delete_token": {"id_of": 1}},)" +
                           block + R"({"save_token": {"user_name": "ann", "access_token": "a"}})";
  EXPECT_EQ(laboratory.first_rule(anew), "TS-DEL-04");
  EXPECT_EQ(laboratory.settled_rule(anew), "TS-SAVE-01");
  const std::string empty_user = R"({"save_token": {"user_name": "", "client_id": "c",
      "client_secret": "s", "refresh_token": "r"}},)" +
                                 block +
                                 R"({"save_token": {"user_name": "", "client_id": "d",
      "client_secret": "s", "refresh_token": "r"}})";
  EXPECT_EQ(laboratory.first_rule(empty_user), "TS-SAVE-06");
  EXPECT_EQ(laboratory.settled_rule(empty_user), "TS-SAVE-01");
  const std::string kin = block + R"({"save_token": {"client_id": "c", "grant_token": "g"}})";
  EXPECT_EQ(laboratory.first_rule(kin), "TS-OUT-01");
  EXPECT_EQ(laboratory.settled_rule(kin), "TS-SAVE-01");
}

TEST(SettledBlame, TellsARepeatFromTheValueThatIsRepeated) {
  const auto stored = [](TokenStore& right, const Token& token) {
    return right.find_token(token).has_value();
  };
  const std::string save = R"({"save_token": {"user_name": "o'hara", "access_token": "a"}})";
  const std::string twice = save + "," + save;
  Laboratory repeats = refuses(stored);
  EXPECT_EQ(repeats.settled_rule(twice), "TS-SAVE-09");
  Laboratory quotes = refuses([&](TokenStore& right, const Token& token) {
    return stored(right, token) && token.text(Field::kUserName) == "o'hara";
  });
  EXPECT_EQ(quotes.settled_rule(twice), "TS-VAL-03");
}

TEST(SettledBlame, GivesNewTextsOneByOneWhereOneIsNeeded) {
  // An access token that is stored is refused, whoever saves it.
  Laboratory laboratory = refuses([](TokenStore& right, const Token& token) {
    return std::ranges::any_of(right.get_tokens(), [&](const Token& record) {
      return token.agrees(record, Field::kAccessToken);
    });
  });
  const std::string bob = R"({"save_token": {"user_name": "bob", "access_token": "a"}},)";
  const std::string anew = R"({"save_token": {"user_name": "ann", "access_token": "b"}},
      {"delete_tokens": null},)" +
                           bob + R"({"save_token": {"user_name": "ann", "access_token": "a"}})";
  EXPECT_EQ(laboratory.first_rule(anew), "TS-DEL-04");
  EXPECT_EQ(laboratory.settled_rule(anew), "TS-SAVE-01");
  const std::string kin = bob + R"({"save_token": {"refresh_token": "r"}},
      {"save_token": {"user_name": "ann", "refresh_token": "r", "access_token": "a"}})";
  EXPECT_EQ(laboratory.first_rule(kin), "TS-OUT-01");
  EXPECT_EQ(laboratory.settled_rule(kin), "TS-SAVE-01");
}

TEST(SettledBlame, StaysWithTheUserWhoIsTakenForAnother) {
  Laboratory laboratory = refuses([](TokenStore& right, const Token& token) {
    return std::ranges::any_of(right.get_tokens(), [&](const Token& record) {
      return look_alike(record.text(Field::kUserName), token.text(Field::kUserName));
    });
  });
  EXPECT_EQ(laboratory.settled_rule(R"({"save_token": {"user_name": "ann", "access_token": "a"}},
                                       {"save_token": {"user_name": "ANN", "access_token": "b"}})"),
            "TS-USER-04");
}

TEST(SettledBlame, LeavesTheIdOfAnotherUsersRecordWhereItIsNotNeeded) {
  // Whoever saves takes the first record over.
  Laboratory thief({.save_token = [](TokenStore& right, Token& token) {
    const auto records = right.get_tokens();
    if (!records.empty()) {
      right.delete_token(records.front().text(Field::kId));
      token[Field::kId] = records.front()[Field::kId];
    }
    right.save_token(token);
  }});
  const std::string plan = R"({"save_token": {"user_name": "ann", "access_token": "a"}},
      {"save_token": {"id": {"id_of": 1}, "user_name": "bob", "access_token": "b"}})";
  EXPECT_EQ(thief.first_rule(plan), "TS-USER-03");
  EXPECT_EQ(thief.settled_rule(plan), "TS-USER-01");
}

TEST(SettledBlame, LooksAtTheFirstSavesOfAFill) {
  // Whoever saves takes the first record over: as seen after a fill, saves had no effect.
  Laboratory thief({.save_token = [](TokenStore& right, Token& token) {
    const auto records = right.get_tokens();
    if (!records.empty()) right.delete_token(records.front().text(Field::kId));
    right.save_token(token);
  }});
  EXPECT_EQ(thief.first_rule(R"({"fill": 40})"), "TS-SAVE-14");
  EXPECT_EQ(thief.settled(R"({"fill": 40})").bucket.method, Method::kSaveToken);
  EXPECT_EQ(thief.settled(R"({"fill": 40})").bucket.rule, "TS-USER-01"_rule);
}

TEST(SettledBlame, StaysWithAFillWhoseFirstSavesAreRight) {
  Laboratory full({.save_token = [](TokenStore& right, Token& token) {
    if (right.get_tokens().size() < 20) right.save_token(token);
  }});
  EXPECT_EQ(full.settled(R"({"fill": 40})").bucket.method, Method::kFill);
}

TEST(SettledBlame, LeavesAnEmptyFieldOutWhereItIsNotNeeded) {
  Laboratory client({.find_token = [](TokenStore& right, const Token& query) {
    for (const Token& record : right.get_tokens())
      if (query.agrees(record, Field::kClientId)) return std::optional(record);
    return right.find_token(query);
  }});
  const std::string plan = R"({"save_token": {"client_id": "c", "access_token": "a"}},
      {"find_token": {"user_name": "", "client_id": "c"}})";
  EXPECT_EQ(client.first_rule(plan), "TS-FIND-07");
  EXPECT_EQ(client.settled_rule(plan), "TS-FIND-05");
  Laboratory empty({.find_token = [](TokenStore& right, const Token& query) {
    for (const Token& record : right.get_tokens())
      if (query[Field::kUserName] == "") return std::optional(record);
    return right.find_token(query);
  }});
  EXPECT_EQ(empty.settled_rule(plan), "TS-FIND-07");
}

TEST(SettledBlame, TellsASaveWithoutEffectFromAFieldThatIsKept) {
  const std::string plan = R"({"save_token": {"user_name": "ann", "access_token": "a"}},
      {"save_token": {"user_name": "ann", "access_token": "b"}})";
  Laboratory keeps({.save_token = [](TokenStore& right, Token& token) {
    Token given = token;
    for (const Token& record : right.get_tokens())
      if (token.agrees(record, Field::kUserName))
        given[Field::kAccessToken] = record[Field::kAccessToken];
    right.save_token(given);
    token[Field::kId] = given[Field::kId];
  }});
  EXPECT_EQ(keeps.first_rule(plan), "TS-SAVE-14");
  EXPECT_EQ(keeps.settled_rule(plan), "TS-SAVE-07");
  Laboratory swallows({.save_token = [](TokenStore& right, Token& token) {
    if (!right.find_token(token)) right.save_token(token);
  }});
  EXPECT_EQ(swallows.settled_rule(plan), "TS-SAVE-14");
}

TEST(SettledBlame, NamesTheClientsRecordByRefreshTokenFirst) {
  const std::string plan = R"({"save_token": {"client_id": "c", "client_secret": "s",
      "grant_token": "g"}}, {"save_token": {"client_id": "c", "client_secret": "s",
      "grant_token": "g", "redirect_url": "u"}})";
  Laboratory any =
      refuses([](auto&, const Token& token) { return token.text(Field::kRedirectUrl) == "u"; });
  EXPECT_EQ(any.first_rule(plan), "TS-SAVE-05");
  EXPECT_EQ(any.settled_rule(plan), "TS-SAVE-04");
  Laboratory by_grant = refuses([](auto&, const Token& token) {
    return token.text(Field::kRedirectUrl) == "u" && token.has(Field::kGrantToken);
  });
  EXPECT_EQ(by_grant.settled_rule(plan), "TS-SAVE-05");
}

TEST(SettledBlame, TakesNoExperimentWhereTheEventIsPlain) {
  Laboratory laboratory = refuses([](auto&, const Token&) { return true; });
  EXPECT_EQ(laboratory.settled_rule(R"({"save_token": {"user_name": "a", "access_token": "b"}})"),
            "TS-SAVE-01");
  EXPECT_EQ(laboratory.experiments(), 0);
}

}  // namespace
}  // namespace assay
