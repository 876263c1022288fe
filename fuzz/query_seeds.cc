#include "fuzz/query_seeds.h"

#include <initializer_list>
#include <string_view>
#include <utility>

namespace assay {
namespace {

using Fields = std::initializer_list<std::pair<Field, std::string_view>>;

Token token_of(Fields fields) {
  Token token;
  for (const auto& [field, text] : fields) token[field] = std::string(text);
  return token;
}

// As many characters as every store must take, of four bytes each.
Token long_domain() {
  Token token;
  std::string& text = token[Field::kApiDomain].emplace();
  for (std::size_t i = 0; i < least_capacity(Field::kApiDomain); ++i) text += "\xF0\x9F\x94\x91";
  return token;
}

struct Draw {
  std::string_view name;
  Ask ask;
  Token token;
  std::string_view id;
  std::vector<Token> records;
  std::string_view table = "tokens";
};

constexpr Field kId = Field::kId, kUser = Field::kUserName, kClient = Field::kClientId,
                kSecret = Field::kClientSecret, kRefresh = Field::kRefreshToken,
                kAccess = Field::kAccessToken, kGrant = Field::kGrantToken,
                kExpires = Field::kExpiresIn, kUrl = Field::kRedirectUrl,
                kDomain = Field::kApiDomain;

const Token kClientToken =
    token_of({{kClient, "a"}, {kSecret, "b"}, {kRefresh, "c"}, {kGrant, "7"}});

std::vector<Draw> finds() {
  return {
      {"user",
       Ask::kSelectNamed,
       token_of({{kUser, "a"}, {kAccess, "b"}}),
       "",
       {token_of({{kId, "7"}, {kUser, "A"}}), token_of({{kId, "07"}, {kUser, "a"}}),
        token_of({{kId, "0"}})}},
      {"user-hostile",
       Ask::kSelectNamed,
       token_of({{kUser, "' OR '1'='1"}}),
       "",
       {token_of({{kId, "7"}, {kUser, "a"}})}},
      {"access",
       Ask::kSelectNamed,
       token_of({{kAccess, "a"}, {kRefresh, "b"}}),
       "",
       {token_of({{kId, "b"}, {kAccess, "a "}}), token_of({{kId, "c"}, {kAccess, "a"}}),
        token_of({{kId, "a"}, {kAccess, "a"}, {kGrant, "b"}})}},
      {"client",
       Ask::kSelectNamed,
       kClientToken,
       "",
       {token_of({{kId, "7"}, {kClient, "a"}, {kSecret, "b"}, {kRefresh, "c"}}),
        token_of({{kId, "a"}, {kClient, "a"}, {kSecret, "b"}, {kGrant, "7"}}),
        token_of({{kId, "b"}, {kClient, "a"}, {kSecret, "c"}, {kGrant, "7"}}),
        token_of({{kId, "c"}, {kClient, "b"}, {kSecret, "b"}, {kRefresh, "c"}})}},
      {"client-one-grant",
       Ask::kSelectNamed,
       token_of({{kClient, "a"}, {kSecret, "b"}, {kRefresh, "c"}}),
       "",
       {token_of({{kId, "7"}, {kClient, "a"}, {kSecret, "b"}}),
        token_of({{kId, "a"}, {kClient, "a"}, {kSecret, "b"}, {kRefresh, "c"}})}},
      {"kin",
       Ask::kSelectKin,
       token_of({{kAccess, "a"}, {kRefresh, "b"}, {kClient, "c"}}),
       "",
       {token_of({{kId, "7"}, {kRefresh, "b"}, {kClient, "b"}}),
        token_of({{kId, "a"}, {kUser, "b"}, {kRefresh, "b"}}),
        token_of({{kId, "b"}, {kAccess, "a"}, {kClient, "c"}})}},
      {"kin-of-the-client",
       Ask::kSelectKin,
       token_of({{kAccess, "a"}, {kClient, "b"}, {kSecret, "c"}}),
       "",
       {token_of({{kId, "7"}, {kUser, "a"}, {kClient, "b"}, {kSecret, "c"}}),
        token_of({{kId, "a"}, {kClient, "b"}, {kSecret, "c"}})}},
      {"kin-without-credential", Ask::kSelectKin, token_of({{kClient, "a"}}), "", {}},
      {"by-id",
       Ask::kSelectById,
       Token(),
       "7",
       {token_of({{kId, "07"}}), token_of({{kId, "7"}, {kUser, "a"}, {kUrl, "b"}})}},
      {"by-no-id", Ask::kSelectById, Token(), "", {token_of({{kId, "7"}})}},
      {"all",
       Ask::kSelectAll,
       Token(),
       "",
       {token_of({{kId, "7"}, {kUser, "b"}, {kDomain, "NULL"}}),
        token_of({{kId, "0"}, {kUser, "a"}, {kExpires, "1700000000000"}})}},
  };
}

std::vector<Draw> writes() {
  return {
      {"insert",
       Ask::kInsert,
       token_of({{kId, "7"},
                 {kUser, "it's"},
                 {kClient, "a"},
                 {kSecret, "b"},
                 {kRefresh, "?"},
                 {kAccess, "%"},
                 {kGrant, "--"},
                 {kExpires, "0"},
                 {kUrl, "\\"},
                 {kDomain, ";"}}),
       "",
       {token_of({{kId, "0"}})}},
      {"insert-same-id",
       Ask::kInsert,
       token_of({{kId, "7"}, {kAccess, "a"}}),
       "",
       {token_of({{kId, "7"}, {kAccess, "b"}})}},
      {"insert-same-user",
       Ask::kInsert,
       token_of({{kId, "7"}, {kUser, "a"}}),
       "",
       {token_of({{kId, "0"}, {kUser, "a"}})}},
      {"insert-without-id", Ask::kInsert, token_of({{kAccess, "a"}}), "", {}},
      {"update",
       Ask::kUpdate,
       token_of({{kUser, "b"}, {kAccess, "c"}, {kExpires, "-1"}}),
       "7",
       {token_of({{kId, "7"}, {kUser, "a"}, {kAccess, "b"}, {kRefresh, "c"}, {kGrant, "c"}}),
        token_of({{kId, "0"}, {kAccess, "a"}})}},
      {"update-long", Ask::kUpdate, long_domain(), "7", {token_of({{kId, "7"}, {kDomain, "a"}})}},
      {"update-ownerless",
       Ask::kUpdate,
       token_of({{kRefresh, "a"}, {kDomain, "b"}}),
       "7",
       {token_of({{kId, "0"}, {kRefresh, "b"}}), token_of({{kId, "7"}, {kUser, "a"}})}},
      {"update-same-user",
       Ask::kUpdate,
       token_of({{kUser, "a"}}),
       "7",
       {token_of({{kId, "7"}}), token_of({{kId, "0"}, {kUser, "a"}})}},
      {"delete",
       Ask::kDeleteById,
       Token(),
       "7",
       {token_of({{kId, "7"}}), token_of({{kId, "0"}, {kUser, "7"}})}},
      {"delete-unknown", Ask::kDeleteById, Token(), "1 OR 1=1", {token_of({{kId, "7"}})}},
      {"delete-all",
       Ask::kDeleteAll,
       Token(),
       "",
       {token_of({{kId, "7"}}), token_of({{kId, "0"}, {kUser, "a"}})}},
      {"create", Ask::kCreateTable, Token(), "", {}},
      {"drop", Ask::kDropTable, Token(), "", {token_of({{kId, "7"}})}},
  };
}

std::vector<Draw> tables() {
  std::vector<Draw> draws;
  const std::pair<std::string_view, std::string_view> kNames[] = {
      {"table-backtick", "a`b"},
      {"table-quote", "a\"b"},
      {"table-bracket", "a]b"},
      {"table-keyword", "select"},
      {"table-dot", "a.b"},
      {"table-blank", "a "},
      {"table-capital", "Tokens"},
      {"table-empty", ""},
      {"table-nul", std::string_view("a\0b", 3)},
      {"table-long", "a_table_with_a_name_that_is_longer_than_the_sixty_four_characters_of_mysql"},
      {"table-comment", "tokens` WHERE 1=1 -- "},
      {"table-reserved", "sqlite_master"}};
  for (const auto& [name, table] : kNames)
    draws.push_back({name, Ask::kSelectAll, Token(), "", {token_of({{kId, "7"}})}, table});
  return draws;
}

}  // namespace

std::vector<QuerySeed> query_seeds() {
  std::vector<QuerySeed> seeds;
  for (const auto& draws : {finds(), writes(), tables()}) {
    for (const Draw& draw : draws) {
      for (Dialect dialect : {Dialect::kSqlite, Dialect::kMysql}) {
        for (bool saving : {false, true}) {
          if (saving && draw.ask > Ask::kSelectById) continue;
          const std::string name = std::string(draw.name) + (saving ? "-saving-" : "-") +
                                   (dialect == Dialect::kSqlite ? "sqlite" : "mysql");
          seeds.push_back({name,
                           {dialect,
                            std::string(draw.table),
                            {draw.ask, saving, draw.token, std::string(draw.id)},
                            draw.records}});
        }
      }
    }
  }
  return seeds;
}

}  // namespace assay
