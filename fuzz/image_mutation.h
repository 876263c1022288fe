// Structure-aware mutation of the inputs of file_image_fuzz.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/random.h"

namespace assay {

// An input like `input`: its file changed by the format's own parts, or its bytes by the engine;
// now and then of the other format. May be longer than `most`.
std::string mutated_image(std::string input, std::size_t most, std::uint64_t seed);

// A CSV text with its lines, cells, quotes and line ends changed.
std::string mutated_csv(const std::string& text, FuzzRandom& random);

// An SQLite file with its pages, headers and cells changed, or with a statement run on it. Mostly
// its header is then as the store wants it, so that what follows is looked at, too.
std::string mutated_sqlite(std::string file, FuzzRandom& random);

// An SQLite file as the store makes it, with so many records and this page size.
std::string fresh_sqlite(std::size_t records, std::size_t page_size);

}  // namespace assay
