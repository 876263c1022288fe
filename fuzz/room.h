// Room on a disk: where there is none, a store fails by no fault of its own.
#pragma once

#include <cstdint>
#include <string>

namespace assay {

// The bytes that may yet be written to the place of this directory: 0 where it takes no file more,
// the most that there are where it does not tell. Throws InfraError where the directory is not
// there.
std::uint64_t free_bytes(const std::string& directory);

}  // namespace assay
