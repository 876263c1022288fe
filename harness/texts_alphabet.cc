#include <array>
#include <string>
#include <utility>

#include "harness/alphabet.h"

namespace assay {

namespace {

using namespace std::string_literals;

// Besides "ann", "v1" and "7", which they look like or are written around.
const std::array kTexts = {"'"s,
                           "\""s,
                           "\\"s,
                           "%"s,
                           "_"s,
                           "?"s,
                           "%s"s,
                           ";"s,
                           ","s,
                           "--"s,
                           "\r"s,
                           "\n"s,
                           "a\r\nb"s,
                           "a\0b"s,
                           "' OR '1'='1"s,
                           "v1' --"s,
                           "\"id\""s,
                           "id"s,
                           "None"s,
                           "null"s,
                           "ANN"s,
                           "V1"s,
                           "ann "s,
                           " v1"s,
                           "v1 "s,
                           "v%"s,
                           "an"s,
                           "v_"s,
                           "07"s,
                           "7 "s,
                           "7.0"s,
                           "+7"s,
                           "77"s,
                           "a"s,
                           "1"s,
                           "1e3"s,
                           "0150"s,
                           "100"s,
                           "x y"s,
                           "\xc3\xa9"s,
                           "e\xcc\x81"s,
                           "\xe2\x80\xae"
                           "a"s,
                           "\xf0\x9f\x94\x91"s,
                           std::string(129, 'a'),
                           std::string(251, 'a'),
                           std::string(255, 'a'),
                           std::string(256, 'a'),
                           std::string(300, 'a')};

void add(std::vector<Letter>& letters, Method method, Token token, std::string id = "",
         From from = From::kNothing) {
  Letter& letter = letters.emplace_back();
  letter.call.method = method;
  letter.call.token = std::move(token);
  letter.call.id = std::move(id);
  letter.from = from;
}

Token client() {
  return Token().with(Field::kClientId, "app1").with(Field::kClientSecret, "secret1");
}

void add_plain(std::vector<Letter>& letters) {
  const auto save = [&](Token token) { add(letters, Method::kSaveToken, std::move(token)); };
  save(Token().with(Field::kUserName, "ann").with(Field::kRefreshToken, "v1"));
  save(Token().with(Field::kUserName, "ann").with(Field::kAccessToken, "v1"));
  save(Token().with(Field::kAccessToken, "v1"));
  save(client().with(Field::kRefreshToken, "v1"));
  save(client().with(Field::kGrantToken, "v1"));
  save(Token().with(Field::kId, "7").with(Field::kAccessToken, "v0"));
  add(letters, Method::kDeleteToken, {}, "", From::kFirstId);
  add(letters, Method::kDeleteTokens, {});
}

void add_calls_with(std::vector<Letter>& letters, const std::string& text) {
  const auto save = [&](Token token) { add(letters, Method::kSaveToken, std::move(token)); };
  const auto find = [&](Token token) { add(letters, Method::kFindToken, std::move(token)); };
  save(Token().with(Field::kUserName, text).with(Field::kRefreshToken, "v0"));
  save(Token().with(Field::kUserName, "ann").with(Field::kRefreshToken, text));
  save(Token().with(Field::kAccessToken, text));
  save(Token().with(Field::kAccessToken, "v1").with(Field::kExpiresIn, text));
  save(Token().with(Field::kAccessToken, "v1").with(Field::kApiDomain, text));
  save(client().with(Field::kGrantToken, text));
  save(Token().with(Field::kId, text).with(Field::kAccessToken, "v2"));
  save(Token()
           .with(Field::kClientId, text)
           .with(Field::kClientSecret, "secret1")
           .with(Field::kRefreshToken, "v1"));
  save(Token()
           .with(Field::kClientId, "app1")
           .with(Field::kClientSecret, text)
           .with(Field::kRefreshToken, "v1"));
  save(Token()
           .with(Field::kUserName, "ann")
           .with(Field::kAccessToken, text)
           .with(Field::kRedirectUrl, text));
  find(Token().with(Field::kUserName, text));
  find(Token().with(Field::kAccessToken, text));
  find(Token().with(Field::kId, text));
  find(client().with(Field::kRefreshToken, text));
  find(client().with(Field::kGrantToken, text));
  add(letters, Method::kFindTokenById, {}, text);
  add(letters, Method::kDeleteToken, {}, text);
}

}  // namespace

Alphabet fills_alphabet(bool reopens) {
  Alphabet fills{"fills", {}, {}, {}};
  add_plain(fills.letters);
  for (const std::size_t count : {12U, 105U, 1030U}) {
    add(fills.letters, Method::kFill, {});
    fills.letters.back().call.count = count;
  }
  if (reopens) add(fills.letters, Method::kReopen, {});
  return fills;
}

Alphabet texts_alphabet(bool reopens) {
  Alphabet texts{"texts", {}, {}, {}};
  add_plain(texts.letters);
  for (const std::string& text : kTexts) add_calls_with(texts.letters, text);
  if (reopens) add(texts.letters, Method::kReopen, {});
  return texts;
}

}  // namespace assay
