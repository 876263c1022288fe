// A directory for one run, gone with its contents afterwards.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace assay {

// In memory where that is to be had. Throws std::runtime_error where none can be made.
class RunDirectory {
 public:
  RunDirectory() : path_(parent() + "/assay-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr)
      throw std::runtime_error("cannot make the directory " + path_ + ": " + std::strerror(errno) +
                               "; let TMPDIR name a place that can be written");
  }
  ~RunDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  static std::string parent() {
    if (const char* given = std::getenv("TMPDIR"); given != nullptr && *given != '\0') return given;
    return ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
  }

  std::string path_;
};

}  // namespace assay
