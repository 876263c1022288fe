#include "fuzz/file_image.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

#include "fuzz/csv_reading.h"
#include "fuzz/image_reading.h"
#include "fuzz/message.h"
#include "fuzz/visit.h"
#include "harness/difference.h"
#include "spec/text.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kMode = 0640;  // not the mode that a store gives its own files

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What the target itself cannot do is not the store's fault.
void write_file(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  const bool written =
      file >= 0 && ::fchmod(file, kMode) == 0 &&
      ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  if (file >= 0) ::close(file);
  if (!written) throw InfraError("cannot write " + path);
}

void empty_directory(const std::string& path) try {
  for (const auto& entry : fs::directory_iterator(path)) fs::remove_all(entry.path());
} catch (const fs::filesystem_error& error) {
  throw InfraError(error.what());
}

// What one trial writes at the most: a second file beside the first, and a journal of either; all
// that a dozen calls add to them, in pages of up to 64 KiB.
std::uint64_t most_written(const FileImage& image) {
  constexpr std::uint64_t kMostAdded = 1U << 20U;
  return 4 * std::uint64_t{image.bytes.size()} + kMostAdded;
}

// FNV-1a.
std::uint64_t checksum_of(std::string_view bytes) {
  std::uint64_t sum = 0xcbf29ce484222325U;
  for (const char c : bytes) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return sum;
}

// One image in one storage.
class ImageTrial {
 public:
  ImageTrial(const FileImage& image, StoreFactory& factory, const std::string& storage)
      : image_(image),
        factory_(factory),
        storage_(storage),
        path_(storage + "/" + file_name_of(image.format)) {}

  std::optional<std::string> run() {
    empty_directory(storage_);
    write_file(path_, image_.bytes);
    std::vector<Token> records;
    try {
      const auto store = factory_.open(storage_);
      records = store->get_tokens();
    } catch (const StoreError& error) {
      return refusal_fault(error);
    } catch (const std::exception& error) {
      return "threw what is no StoreError: " + quoted(std::string_view(error.what()), 300);
    }
    if (auto fault = reading_fault(records)) return fault;
    if (auto fault = visit_fault(factory_, storage_, records)) return fault;
    return cut_fault(records);
  }

 private:
  std::optional<std::string> refusal_fault(const StoreError& error) const {
    const std::string message = without_path(error.what());
    const auto about = [&](const std::string& what) {
      return what + "\n  it was refused: " + quoted(message, kMostOfMessage);
    };
    if (error.failure() != Failure::kRefused) return about("opening has an unknown outcome");
    if (auto fault = message_fault(message)) return about(*fault);
    if (auto secret = shown_secret(message, image_.bytes))
      return about("the message shows " + quoted(*secret) + " of the file");
    if (auto fault = touch_fault()) return about(*fault);
    struct stat status {};
    if (::stat(path_.c_str(), &status) != 0 || (status.st_mode & 07777U) != kMode)
      return about("the mode of a refused file was changed");
    return std::nullopt;
  }

  // The storage's own name may hold whatever looks like a secret.
  std::string without_path(std::string message) const {
    for (std::size_t at = message.find(storage_); at != message.npos; at = message.find(storage_))
      message.replace(at, storage_.size(), "STORAGE");
    return message;
  }

  // What nobody asked to be written.
  std::optional<std::string> touch_fault() const {
    for (const auto& entry : fs::directory_iterator(storage_)) {
      const std::string name = entry.path().filename();
      if (name == file_name_of(image_.format)) continue;
      if (entry.file_size() != 0)
        return name + " was left over, with " + std::to_string(entry.file_size()) + " bytes";
    }
    if (read_file(path_) != image_.bytes) return "the file is not what it was";
    return std::nullopt;
  }

  std::optional<std::string> reading_fault(const std::vector<Token>& records) const {
    if (std::ranges::any_of(records, [](const Token& token) { return !token.has(Field::kId); }))
      return "read as a record without an id";
    for (const Field field : {Field::kId, Field::kUserName})
      if (const auto again = repeated_texts(records, field); !again.empty())
        return "read as several records with the " + std::string(name_of(field)) + " " +
               quoted(again.front());
    if (auto fault = content_fault(image_, records)) return fault;
    if (image_.bytes.empty()) return std::nullopt;  // LAT-o: a new store
    if (auto fault = touch_fault()) return "it was only looked at; " + *fault;
    return std::nullopt;
  }

  // What the file says is what was to be read.
  static std::optional<std::string> content_fault(const FileImage& image,
                                                  const std::vector<Token>& records) {
    const ImageReading reading = reading_of(image);
    if (!reading.damage) return misreading(reading.records, records);
    return "read as " + std::to_string(records.size()) + " records, and no store may read it; " +
           *reading.damage;
  }

  // What was read, as a file of the store's own that ends too early, somewhere. A CSV file does not
  // show it where that is between two lines: then the records up to there are read. [TS-DUR-05]
  std::optional<std::string> cut_fault(const std::vector<Token>& records) const {
    const bool is_csv = image_.format == ImageFormat::kCsv;
    const std::string whole = is_csv ? csv_writing(records) : std::string(image_.bytes);
    if (whole.empty()) return std::nullopt;
    const std::size_t size = checksum_of(image_.bytes) % whole.size();
    if (size == 0) return std::nullopt;
    const std::string cut = whole.substr(0, size);
    empty_directory(storage_);
    write_file(path_, cut);
    std::vector<Token> left;
    try {
      left = factory_.open(storage_)->get_tokens();
    } catch (const StoreError&) {
      return std::nullopt;
    }
    const auto fault = content_fault({image_.format, cut}, left);
    if (is_csv && !fault) return std::nullopt;
    return "the same, cut off after " + std::to_string(size) + " of " +
           std::to_string(whole.size()) + " bytes, was " +
           fault.value_or("read as " + std::to_string(left.size()) + " records");
  }

  const FileImage& image_;
  StoreFactory& factory_;
  const std::string& storage_;
  const std::string path_;
};

}  // namespace

FileImage image_of(std::string_view input) {
  if (input.empty()) return {};
  const bool is_csv = (static_cast<unsigned char>(input.front()) & 1U) != 0;
  return {is_csv ? ImageFormat::kCsv : ImageFormat::kSqlite, input.substr(1)};
}

std::string file_name_of(ImageFormat format) {
  return format == ImageFormat::kCsv ? "tokens.csv" : "tokens.db";
}

std::optional<std::string> image_fault(
    const FileImage& image, StoreFactory& factory, const std::string& storage,
    const std::function<std::uint64_t(const std::string&)>& room) {
  const std::uint64_t needed = most_written(image);
  const auto require_room = [&] {
    if (room(storage) < needed)
      throw InfraError("no room in " + storage + ": free " + std::to_string(needed) + " bytes");
  };
  require_room();
  auto fault = ImageTrial(image, factory, storage).run();
  if (fault) require_room();  // who else writes there may have filled it meanwhile
  return fault;
}

}  // namespace assay
