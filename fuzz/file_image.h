// Bytes taken for a store's file: either refused and left alone, or read and then lawful.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/room.h"
#include "spec/store_factory.h"

namespace assay {

enum class ImageFormat : std::uint8_t { kCsv, kSqlite };

struct FileImage {
  ImageFormat format = ImageFormat::kCsv;
  std::string_view bytes;
};

// The first byte says which format (odd: CSV, such as 'c'; even: SQLite, such as 'd'), the rest is
// the file.
FileImage image_of(std::string_view input);

// Where the store of this format keeps its file, below the storage: "tokens.csv".
std::string file_name_of(ImageFormat format);

// Puts the image into `storage`, opens it through `factory`, and tells in some lines what went
// wrong, or nothing. Right is one of two. [TS-DUR-05]
//
// Refused by open(), at the latest by get_tokens(), with one clear line that holds no secret of the
// file; the file and its mode are as they were, and nothing but an empty lock file is beside it.
//
// Or read: with the records that the file holds by a reading of the target's own
// (fuzz/image_reading.h); ids and user_names are unique, a store that only looks does not write,
// and a fixed dozen of calls and reopens does what the model says. And it is refused where it is
// cut off, but between two lines of CSV.
//
// `storage` is a directory of the caller's; all that is in it is removed first. Throws InfraError
// where it cannot be written to, or has too little room for all this, before or after what went
// wrong: `room` tells how many bytes.
std::optional<std::string> image_fault(
    const FileImage& image, StoreFactory& factory, const std::string& storage,
    const std::function<std::uint64_t(const std::string&)>& room = free_bytes);

}  // namespace assay
