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

void prepare_out_directory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error || access(path.c_str(), W_OK) != 0)
    throw UsageError("cannot write to " + path + ": " +
                     (error ? error.message() : std::strerror(errno)) +
                     "; name another place with --out");
}

void write_file(const std::string& path, const std::string& content) {
  errno = 0;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  if (!out)
    throw UsageError("cannot write " + path + ": " + std::strerror(errno ? errno : EIO) +
                     "; name a place that can be written with --out or --report");
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
