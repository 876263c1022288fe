// Arbitrary bytes as the CSV file and as the SQLite file. [TS-DUR-05] See fuzz/file_image.h.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "fuzz/engine.h"
#include "fuzz/fail.h"
#include "fuzz/file_image.h"
#include "fuzz/image_mutation.h"
#include "stores/file.h"
#include "stores/janitor.h"
#include "stores/sqlite.h"

namespace {

// What fails, or is ended, leaves no directory either.
std::string made_storage() try {
  static assay::Janitor janitor;
  return janitor.make_directory("assay-fuzz");
} catch (const std::system_error& error) {
  assay::stop(std::string("no directory for the files: ") + error.what());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  static const std::string kStorage = made_storage();
  static const auto kFile = assay::make_file_factory();
  static const auto kSqlite = assay::make_sqlite_factory();
  const auto image = assay::image_of({reinterpret_cast<const char*>(data), size});
  auto& factory = image.format == assay::ImageFormat::kCsv ? *kFile : *kSqlite;
  if (const auto fault = assay::image_fault(image, factory, kStorage))
    assay::fail(assay::file_name_of(image.format) + ": " + *fault);
  return 0;
} catch (const assay::InfraError& error) {
  assay::stop(error.what());
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return assay::mutate_in_place(data, size, most, [&](std::string input) {
    return assay::mutated_image(std::move(input), most, seed);
  });
}
