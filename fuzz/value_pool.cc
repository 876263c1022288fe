#include "fuzz/value_pool.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <unordered_map>

namespace assay {

namespace {

using namespace std::string_view_literals;
using Texts = std::vector<std::string>;

void add(Texts& texts, std::initializer_list<std::string_view> more) {
  texts.insert(texts.end(), more.begin(), more.end());
}

std::string repeated(std::string_view unit, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += unit;
  return text;
}

void add_expiries(Texts& texts) {
  add(texts, {"1700000000000",
              "1",
              "0",
              "2",
              "3",
              "4",
              "5",
              "6",
              "7",
              "8",
              "9",
              "999999999999999999",
              "1699999999999",
              "3600",
              "01",
              "1 ",
              " 1",
              "-1",
              "+1",
              "1e3",
              "1.0",
              "12345678901234567890",
              "1700000000001",
              "-0",
              "9007199254740993",
              "4294967296",
              "2147483648",
              "1,000"});
}

// Of one field: plain ones, and ones that read like them.
void add_own(Texts& texts, Field field) {
  switch (field) {
    case Field::kId:
      return add(texts, {"1",        "7",          "x",   "2",   "10",  "100", "007", "9999999999",
                         "abc",      "0000000001", "a-b", "1e3", "0",   "-1",  "999", "07",
                         "7 ",       " 7",         "7.0", "+7",  "7e0", "77",  "X",   "ABC",
                         "\xd9\xa7", "01",         "1 ",  "1.0", "1e0", "+1",  " 1",  "150",
                         "0150",     "Abc",        "11",  "A-B", "1\t", "1\n", "2 "});
    case Field::kUserName:
      return add(texts,
                 {"ann", "bob", "cyd", "ANN", "Ann", "ann ", " ann", "\xc3\xa1nn", "a\xcc\x81nn",
                  "\xef\xbd\x81\xef\xbd\x8e\xef\xbd\x8e", "ann\t", "BOB", "bob ", "an", "annn"});
    case Field::kClientId:
      return add(texts, {"client-1", "client-2", "client-3", "app1", "app2", "CLIENT-1",
                         "client-1 ", " client-1", "APP1", "app1 ", "client-10", "client"});
    case Field::kClientSecret:
      return add(texts, {"hush-alpha", "hush-bravo", "hush-gamma", "secret1", "secret2",
                         "HUSH-ALPHA", "hush-alpha ", "SECRET1", "secret1 ", "hush"});
    case Field::kRefreshToken:
      return add(texts, {"renew-alpha", "renew-bravo", "renew-gamma", "RENEW-ALPHA", "renew-alpha ",
                         " renew-alpha", "Renew-alpha", "renew"});
    case Field::kAccessToken:
      return add(texts, {"enter-alpha", "enter-bravo", "enter-gamma", "ENTER-ALPHA", "enter-alpha ",
                         " enter-alpha", "Enter-alpha", "enter"});
    case Field::kGrantToken:
      return add(texts, {"grant-alpha", "grant-bravo", "grant-gamma", "GRANT-ALPHA", "grant-alpha ",
                         " grant-alpha", "Grant-alpha", "grant"});
    case Field::kExpiresIn: return add_expiries(texts);
    case Field::kRedirectUrl:
      return add(texts, {"https://a.io", "https://b.io", "app:/back", "https://r",
                         "https://a.io/?x=1&y=2#z"});
    case Field::kApiDomain:
      return add(texts, {"api.a.io", "api.b.io", "api.c.io", "https://d", "API.A.IO"});
  }
}

// What SQL, CSV, formats and the stores' own words make special.
void add_special(Texts& texts) {
  add(texts,
      {"'",      "\"",      "a'b",      "\\",        "a\\'b",  "a\\",   "`",    ";",    "--",
       "/*",     "#",       "%",        "_",         "a%",     "?",     "??",   ":1",   "@a",
       "$1",     "%s",      "{0}",      "${x}",      "a,b",    "a\"b",  "a\"",  "\"\"", "a\nb",
       "a\r\nb", "\r",      "\n",       "\t",        " a",     "a ",    "=1+1", "id",   "null",
       "NULL",   "None",    "nil",      "user_name", ",",      "v%",    "v_",   "true", "0x41",
       "x y",    "[\"a\"]", "<a>&amp;", "1;--",      "\"id\"", "v1' --"});
  add(texts, {"refresh_token", "grant_token", "access_token", "undefined", "'' or ''",
              "' OR '1'='1", "x' OR 'a'='a' --", "1); DROP TABLE t; --", "') --", "a' OR 'a'='a",
              "a\" OR \"a\"=\"a", "user_name = user_name", "1 or 1=1", "' or 1=1--"});
}

void add_unicode(Texts& texts) {
  add(texts,
      {"\xf0\x9f\x98\x80", "a\xf0\x9f\x94\x91z",
       "\xe2\x80\xae"
       "abc",
       "\xe2\x80\xae"
       "a",
       "e\xcc\x81", "\xd7\xa9\xd7\x9c", "\xe6\x97\xa5\xe6\x9c\xac", "\xf0\x90\x8d\x88", "\xc3\xa9",
       "\xef\xbb\xbf"
       "a",
       "\xc5\xbf",
       "\xe2\x80\x8b"
       "a",
       "\xf4\x8f\xbf\xbd", "\xf0\x9f\x94\x91"});
  add(texts, {"\0"sv, "a\0b"sv, "a\0"sv, "\0a"sv});
}

// At and around the least capacity, distinct at their ends.
void add_long(Texts& texts, Field field) {
  const std::size_t least = least_capacity(field);
  if (field == Field::kExpiresIn)
    for (const std::size_t size : {least + 1, least * 2}) texts.push_back(repeated("9", size));
  for (const std::string_view unit : {"a"sv, "\xc3\xa9"sv, "\xf0\x9f\x98\x80"sv})
    for (const char end : {'x', 'y'}) texts.push_back(repeated(unit, least - 1) + end);
  texts.push_back(repeated("a", least) + "x");
  texts.push_back(repeated("a", least - 2) + "x");
  texts.push_back(repeated("a", 2 * least - 1) + "x");
  for (const std::size_t size : {129U, 251U, 255U, 256U, 300U})
    texts.push_back(repeated("a", size));
}

// Version 1. What is wanted later goes behind, and makes version 2.
Texts texts_of(Field field) {
  Texts texts;
  add_own(texts, field);
  for (char c = 'a'; c <= 'z'; ++c)
    if (std::ranges::find(texts, std::string(1, c)) == texts.end()) texts.emplace_back(1, c);
  for (const std::string_view text : {"1", "7", "07", "7 ", "7.0", "+7", "77", "1e3", "0150", "100",
                                      "ann", "ANN", "ann ", "an", "app1", "secret1"})
    if (std::ranges::find(texts, text) == texts.end()) texts.emplace_back(text);
  add(texts, {"v0", "v1", "v2", "v3", "v4", "v9", "V1", " v1", "v1 ", "A", "B"});
  add_special(texts);
  add_unicode(texts);
  add_long(texts, field);
  return texts;
}

struct Pool {
  std::array<Texts, kFieldCount> texts;
  std::array<std::unordered_map<std::string_view, std::size_t>, kFieldCount> places;

  Pool() {
    for (const Field field : kFields) {
      texts[index_of(field)] = texts_of(field);
      const Texts& all = texts[index_of(field)];
      for (std::size_t i = 0; i < all.size(); ++i) places[index_of(field)].emplace(all[i], i);
    }
  }
};

const Pool& pool() {
  static const Pool kPool;
  return kPool;
}

}  // namespace

const std::vector<std::string>& pool_of(Field field) { return pool().texts[index_of(field)]; }

std::optional<std::size_t> pool_index(Field field, std::string_view text) {
  const auto& places = pool().places[index_of(field)];
  const auto place = places.find(text);
  if (place == places.end()) return std::nullopt;
  return place->second;
}

}  // namespace assay
