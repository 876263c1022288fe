// The CSV form of a list of records, as the published SDKs keep it, through libcsv.
//
// Read: a header and one row a record, in UTF-8 (a byte order mark is skipped), cells quoted or
// not, lines ended by LF or CRLF, empty lines between them. The header decides which column is
// which; api_domain may be missing, and these names of older or sister SDKs are known: user_mail
// for user_name, redirect_uri for redirect_url, expires_in for expiry_time.
//
// Written: the ten columns of kCsvHeader, every present field quoted, so that every text survives
// to the byte, NUL included; an absent one is an empty cell; every line ended by LF.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "spec/token.h"

namespace assay {

inline constexpr std::string_view kCsvHeader =
    "id,user_name,client_id,client_secret,refresh_token,access_token,grant_token,expiry_time,"
    "redirect_url,api_domain";

// The text is no list of records. The message is "line 3: why", the line counted from 1; it holds
// nothing of the text. [TS-SEC-02]
class CsvDamage : public std::runtime_error {
 public:
  CsvDamage(std::size_t line, const std::string& why)
      : std::runtime_error("line " + std::to_string(line) + ": " + why) {}
};

// The records of `text`, which must have ids and user_names of their own; none for an empty text.
// Throws CsvDamage.
//
// A text that was cut off is damaged, with two exceptions that its form has no way to show: a cut
// between two lines, and one within the last cell of a text without any quote. (The SDKs for
// Node.js, PHP and Scala do not end the last line.)
std::vector<Token> from_csv(std::string_view text);

// REQUIRES: every text is UTF-8.
std::string to_csv(const std::vector<Token>& records);

}  // namespace assay
