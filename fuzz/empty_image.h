// What an image is, looked at without the stores: to hold their reading of it against.
#pragma once

#include <optional>
#include <string>

#include "fuzz/file_image.h"

namespace assay {

// True iff the image is that of a store without records: a CSV header alone; an SQLite database
// with the table `tokens` and no row in it.
bool is_image_without_records(const FileImage& image);

// What SQLite's own integrity check has to say of the image, or nothing; always nothing of CSV.
std::optional<std::string> soundness_fault(const FileImage& image);

}  // namespace assay
