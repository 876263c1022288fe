// A directory for one test, gone with its contents afterwards.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace assay {

class ScratchDirectory {
 public:
  ScratchDirectory() : path_(parent() + "/assay-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr)
      throw std::runtime_error("no scratch directory: " + path_);
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  // In memory where that is to be had: an fsync on a busy disk takes ten milliseconds.
  static std::string parent() {
    const std::string memory = "/dev/shm";
    return ::access(memory.c_str(), W_OK) == 0 ? memory
                                               : std::filesystem::temp_directory_path().string();
  }

  std::string path_;
};

}  // namespace assay
