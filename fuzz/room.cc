#include "fuzz/room.h"

#include <sys/statvfs.h>

#include <cerrno>
#include <limits>
#include <system_error>

#include "spec/store_factory.h"

namespace assay {

std::uint64_t free_bytes(const std::string& directory) {
  struct statvfs place {};
  if (::statvfs(directory.c_str(), &place) != 0)
    throw InfraError("cannot use " + directory + ": " + std::generic_category().message(errno));
  if (place.f_files != 0 && place.f_favail == 0) return 0;
  if (place.f_blocks == 0) return std::numeric_limits<std::uint64_t>::max();
  return std::uint64_t{place.f_bavail} * place.f_frsize;
}

}  // namespace assay
