#include "fuzz/query_pool.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace assay {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kLong = "(long)";  // for 255 characters of four bytes: see texts()

// Append, never move: an input names them by number. At most 128.
constexpr std::array kTexts = {
    "a"sv, "b"sv, "7"sv, ""sv, "c"sv, "A"sv, "a "sv, " a"sv, "\xC3\xA1"sv, "a\xCC\x81"sv,
    // Where quotes, comments, wildcards and places come from.
    "'"sv, "\""sv, "`"sv, "\\"sv, "?"sv, "%"sv, "_"sv, "%s"sv, ";"sv, "--"sv, "-- "sv, "#"sv,
    "/*"sv, "*/"sv, ":a"sv, "@a"sv, "$1"sv, "?1"sv, "''"sv, "\\'"sv, "it's"sv,
    // What was meant to mean something.
    "' OR '1'='1"sv, "' OR 1=1 -- "sv, "x'; DELETE FROM tokens; --"sv, "\" OR \"\"=\""sv,
    "\\' OR 1=1 -- "sv, "1 OR 1=1"sv, "'||'"sv, "' UNION SELECT * FROM tokens --"sv, "', 'b"sv,
    "a', user_name = 'b"sv, "a' /* "sv, "') --"sv,
    // Words of the language and of the table.
    "NULL"sv, "null"sv, "id"sv, "user_name"sv, "\"id\""sv, "tokens"sv, "TRUE"sv, "SELECT"sv,
    "DEFAULT"sv, "x'41'"sv,
    // Numbers, as a database reads them.
    "0"sv, "07"sv, "7.0"sv, "7e0"sv, " 7"sv, "+7"sv, "-1"sv, "1700000000000"sv,
    "999999999999999999"sv, "9223372036854775808"sv, "0x7"sv, "\xD9\xA7"sv,
    // Characters, and bytes that are none.
    "\0"sv, "a\0b"sv, "a\0"sv, "\n"sv, "\r\n"sv, "\t"sv, "\x1A"sv, "\xF0\x9F\x98\x80"sv,
    "\xE2\x80\xAE\x61"sv, "\xC2\xA0"sv, "\xEF\xBC\x87"sv, "\xC3\x9F"sv, "ss"sv, "\xC0\xA7"sv,
    "\xBF\x27"sv, "\xED\xA0\x80"sv, "\x80"sv, kLong};
static_assert(kTexts.size() <= 128);

constexpr std::array kTables = {
    "tokens"sv,
    "oauth_tokens"sv,
    "Tokens"sv,
    "a`b"sv,
    "a\"b"sv,
    "`"sv,
    "\""sv,
    "``"sv,
    "\"\""sv,
    "tokens; DROP TABLE other"sv,
    "tokens\" WHERE 1=1 -- "sv,
    "tokens` WHERE 1=1 -- "sv,
    "--"sv,
    "/*"sv,
    "#"sv,
    "?"sv,
    "'"sv,
    "\\"sv,
    "a\\`"sv,
    "select"sv,
    "order"sv,
    "id"sv,
    "position"sv,
    "user_name"sv,
    "a b"sv,
    " a"sv,
    "a "sv,
    "a.b"sv,
    "[a]"sv,
    "a]b"sv,
    "\xF0\x9F\x98\x80"sv,
    "\xC3\xA9"sv,
    "\n"sv,
    "1"sv,
    "%s"sv,
    ""sv,
    "a\0b"sv,
    "\0"sv,
    "sqlite_master"sv,
    "other"sv,
    "NULL"sv,
    "coalesce"sv,
    "\x80"sv,
    "a-b"sv,
    "a_table_with_a_name_that_is_longer_than_the_sixty_four_characters_of_mysql"sv};
static_assert(kTables.size() < 0xF0);
// So that most inputs share a table: the first is meant this often before the list begins.
constexpr unsigned kOftenTheFirst = 0xA0;
static_assert(kOftenTheFirst + kTables.size() <= 0xF0);

const std::vector<std::string>& texts() {
  static const std::vector<std::string> kAll = [] {
    std::vector<std::string> all(kTexts.begin(), kTexts.end());
    std::string& text = *std::ranges::find(all, kLong);
    text.clear();
    for (int i = 0; i < 255; ++i) text += "\xF0\x9F\x94\x91";
    return all;
  }();
  return kAll;
}

}  // namespace

const std::string& pool_text(unsigned number) {
  const auto& all = texts();
  return all[number % all.size()];
}

std::string_view pool_table(unsigned number) {
  return number < kOftenTheFirst ? kTables[0] : kTables[(number - kOftenTheFirst) % kTables.size()];
}

std::optional<std::uint8_t> pool_index(std::string_view text) {
  const auto& all = texts();
  const auto found = std::ranges::find(all, text);
  if (found == all.end()) return std::nullopt;
  return static_cast<std::uint8_t>(found - all.begin());
}

std::optional<std::uint8_t> pool_table_index(std::string_view name) {
  const auto found = std::ranges::find(kTables, name);
  if (found == kTables.end()) return std::nullopt;
  if (found == kTables.begin()) return std::uint8_t{0};
  return static_cast<std::uint8_t>(kOftenTheFirst + static_cast<unsigned>(found - kTables.begin()));
}

}  // namespace assay
