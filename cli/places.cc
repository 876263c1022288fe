#include "cli/places.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/cli.h"
#include "spec/json.h"

namespace assay {

namespace {

// 0, or the error.
int put(const std::string& path, const std::string& content) {
  errno = 0;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  return out ? 0 : errno != 0 ? errno : EIO;
}

UsageError cannot_write(const std::string& path, int error) {
  return UsageError("cannot write " + path + ": " + std::strerror(error) +
                    "; name a place that can be written");
}

// `path`, or where that is taken, the first of path.1, path.2 and so on that is not.
std::string free_name(const std::string& path) {
  std::string name = path;
  std::error_code ignored;
  for (int n = 1; std::filesystem::symlink_status(name, ignored).type() !=
                  std::filesystem::file_type::not_found;
       ++n)
    name = path + "." + std::to_string(n);
  return name;
}

}  // namespace

void prepare_out_directory(const std::string& path, std::string_view option) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error || access(path.c_str(), W_OK) != 0)
    throw UsageError("cannot write to " + path + ": " +
                     (error ? error.message() : std::strerror(errno)) +
                     "; name another place with " + std::string(option));
}

void require_writable(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    errno = EISDIR;
  else if (access(path.c_str(), W_OK) == 0 ||
           (errno == ENOENT && access(folder.empty() ? "." : folder.c_str(), W_OK) == 0))
    return;
  throw cannot_write(path, errno);
}

void write_file(const std::string& path, const std::string& content) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::file_status there = fs::symlink_status(path, failed);
  if (fs::is_regular_file(there)) {
    const std::string beside = free_name(path + ".new");
    const int error = put(beside, content);
    if (error == 0) fs::permissions(beside, there.permissions(), failed);
    if (error == 0 && !failed) fs::rename(beside, path, failed);
    if (error == 0 && !failed) return;
    fs::remove(beside, failed);
    // Its folder takes no files, or it is a mount of its own: what is left is to write over it.
    if (error != 0 && error != EACCES && error != EPERM && error != EROFS)
      throw cannot_write(path, error);
  }
  if (const int error = put(path, content); error != 0) {
    if (!fs::exists(there)) fs::remove(path, failed);
    throw cannot_write(path, error);
  }
}

std::string read_file(const std::string& path, const std::string& what_to_do) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  const auto cannot = [&](const std::string& why) {
    return UsageError("cannot read " + path + ": " + why + "; " + what_to_do);
  };
  if (std::filesystem::is_directory(path)) throw cannot("it is a directory");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw cannot(std::strerror(errno));
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string save_plan(const std::string& directory, const std::string& store, int nth,
                      const Finding& finding) {
  std::string path = directory + "/" + store + "-" + std::to_string(nth) + "-" +
                     std::string(finding.bucket.rule.id()) + ".json";
  write_file(path, to_json(PlanFile{finding.plan, store}));
  return path;
}

}  // namespace assay
