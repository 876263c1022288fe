// The form of a CSV file (stores/csv.h), read and written a second time: with nothing of what the
// stores have, and so that no text has two readings.
//
// Read: UTF-8, a byte order mark in front or none; lines that end with LF, CRLF or CR, empty ones
// passed over. First the header, in which each column but api_domain stands once, by its name or an
// older one; then a record a line, with a cell for each column. A cell is bare, without quotes and
// NUL in it, or quoted as a whole, with its quotes doubled. Ids are present; ids and user_names
// differ. The end of the last line may be missing where there is no quote in all the text, and
// where the text is not the beginning of a header that would go on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fuzz/image_reading.h"

namespace assay {

// Damage is told as "row 3: why", the header being row 1. A text of length zero holds no records.
ImageReading csv_reading(std::string_view text);

// The records as a store writes them: ten columns, what is present in quotes, each line ended.
std::string csv_writing(const std::vector<Token>& records);

}  // namespace assay
