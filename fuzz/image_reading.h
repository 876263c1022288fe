// What an image holds, read without the stores: to hold their reading of it against.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fuzz/file_image.h"
#include "spec/token.h"

namespace assay {

struct ImageReading {
  std::vector<Token> records;         // in the order of the file
  std::optional<std::string> damage;  // why no store may read it; there are no records then
};

// The records of a CSV file, or what is wrong with it (fuzz/csv_reading.h); the rows of the table
// `tokens` as SQLite gives them, or what SQLite's integrity check has to say. An image of length
// zero holds no records. [LAT-o]
ImageReading reading_of(const FileImage& image);

// How the records that a store has read differ from those of the file, or nothing. Their order is
// the store's own affair. [LAT-l]
std::optional<std::string> misreading(const std::vector<Token>& of_file,
                                      const std::vector<Token>& of_store);

}  // namespace assay
