// The oracle of file_image_fuzz: it passes over the real stores, and sees what broken ones do.
#include "fuzz/file_image.h"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "fuzz/fail.h"
#include "fuzz/image_mutation.h"
#include "stores/broken/registry.h"
#include "stores/csv.h"
#include "stores/file.h"
#include "stores/scratch_directory.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

using ::testing::HasSubstr;

const std::string kCsv = std::string(kCsvHeader) +
                         "\n\"1\",\"ann\",,,,\"enter-ann-1\",,,,\n\"2\",,\"c\",\"s\",\"r\",,,,,\n";

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::unique_ptr<StoreFactory> make(ImageFormat format) {
  return format == ImageFormat::kCsv ? make_file_factory() : make_sqlite_factory();
}

std::optional<std::string> fault_of(ImageFormat format, const std::string& bytes) {
  const ScratchDirectory storage;
  return image_fault({format, bytes}, *make(format), storage.path());
}

// The images that are worth a look, of either format.
std::vector<std::string> images(ImageFormat format) {
  std::vector<std::string> all = {"", "x", "this is a note to myself\n", std::string(8192, '\0')};
  if (format == ImageFormat::kCsv) {
    all.insert(all.end(), {kCsv, std::string(kCsvHeader) + "\n", std::string(kCsvHeader),
                           "name,phone\r\nann,12345\r\n", kCsv + "\"1\",,,,,,,,,\n"});
    for (std::size_t size = 0; size < kCsv.size(); size += 3) all.push_back(kCsv.substr(0, size));
    return all;
  }
  for (const std::size_t records : {0U, 1U, 5U})
    for (const std::size_t page_size : {512U, 4096U})
      all.push_back(fresh_sqlite(records, page_size));
  const std::string file = fresh_sqlite(3, 512);
  for (std::size_t size = 1; size < file.size(); size += 111) all.push_back(file.substr(0, size));
  return all;
}

TEST(FileImage, IsChosenByTheFirstByte) {
  EXPECT_EQ(image_of("cx").format, ImageFormat::kCsv);
  EXPECT_EQ(image_of("dxy").format, ImageFormat::kSqlite);
  EXPECT_EQ(image_of("dxy").bytes, "xy");
  EXPECT_EQ(image_of("").bytes, "");
}

TEST(FileImage, IsRefusedOrReadRightlyByTheStores) {
  for (const ImageFormat format : {ImageFormat::kCsv, ImageFormat::kSqlite})
    for (const std::string& image : images(format))
      EXPECT_EQ(fault_of(format, image), std::nullopt) << image.size() << " bytes";
}

// Without this, a form that the stores refuse as a whole would make every image "refused".
TEST(FileImage, OfAStoreIsReadWithItsRecords) {
  for (const auto& [format, image] : {std::pair{ImageFormat::kCsv, kCsv},
                                      std::pair{ImageFormat::kSqlite, fresh_sqlite(2, 512)}}) {
    const ScratchDirectory storage;
    std::ofstream(storage / file_name_of(format), std::ios::binary) << image;
    EXPECT_EQ(make(format)->open(storage.path())->get_tokens().size(), 2U);
  }
}

// A store of either format that does something else with what it is given.
class StrangeFactory final : public StoreFactory {
 public:
  enum class Way { kThrowsAnother, kMumbles, kShowsSecret, kUnknown, kTouches, kLeavesBehind };
  explicit StrangeFactory(Way way) : way_(way) {}
  std::string_view name() const override { return "strange"; }
  Capabilities capabilities() const override { return {}; }
  void drop(const std::string&) override {}
  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    switch (way_) {
      case Way::kThrowsAnother: throw std::runtime_error("no");
      case Way::kMumbles: throw refused("line 1:\nno");
      case Way::kShowsSecret: throw refused("cannot read enter-ann-1");
      case Way::kUnknown: throw unknown_outcome("no");
      case Way::kTouches: std::ofstream(storage + "/tokens.csv", std::ios::app) << "x"; break;
      case Way::kLeavesBehind: std::ofstream(storage + "/tokens.csv.new") << "x"; break;
    }
    throw refused("line 1: no");
  }

 private:
  Way way_;
};

TEST(FileImage, ThatIsRefusedBadlyIsTold) {
  const std::vector<std::pair<StrangeFactory::Way, const char*>> cases = {
      {StrangeFactory::Way::kThrowsAnother, "no StoreError"},
      {StrangeFactory::Way::kMumbles, "not one line"},
      {StrangeFactory::Way::kShowsSecret, "shows \"enter-ann-1\""},
      {StrangeFactory::Way::kUnknown, "unknown outcome"},
      {StrangeFactory::Way::kTouches, "not what it was"},
      {StrangeFactory::Way::kLeavesBehind, "left over"}};
  const ScratchDirectory storage;
  for (const auto& [way, words] : cases) {
    StrangeFactory factory(way);
    EXPECT_THAT(image_fault({ImageFormat::kCsv, kCsv}, factory, storage.path()).value_or(""),
                HasSubstr(words));
  }
}

// Drops a last line that has no end, and reads the rest: right wherever nothing is cut off.
class ForgivingFactory final : public StoreFactory {
 public:
  std::string_view name() const override { return file_->name(); }
  Capabilities capabilities() const override { return file_->capabilities(); }
  void drop(const std::string&) override {}
  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    const std::string path = storage + "/tokens.csv";
    const std::string text = contents(path);
    const std::size_t end = text.rfind('\n');
    if (end != text.npos) std::filesystem::resize_file(path, end + 1);
    return file_->open(storage);
  }

 private:
  std::unique_ptr<StoreFactory> file_ = make_file_factory();
};

TEST(FileImage, ThatIsReadIsRefusedWhereItIsCutOff) {
  ForgivingFactory factory;
  const ScratchDirectory storage;
  std::size_t seen = 0;
  for (int k = 0; k < 20; ++k) {  // each is cut off at another place
    const std::string text = kCsv + "\"n" + std::to_string(k) + "\",,,,,\"a\",,,,\n";
    seen += image_fault({ImageFormat::kCsv, text}, factory, storage.path()).has_value();
    EXPECT_EQ(fault_of(ImageFormat::kCsv, text), std::nullopt);
  }
  EXPECT_GT(seen, 4U);  // a cut within the header is refused anyway
}

// Takes the file for another than it is, and is the right store over what it takes it for: it looks
// at a copy, leaves what is no database of its own alone, and never touches the file.
class MisreadingFactory final : public StoreFactory {
 public:
  using Change = std::function<void(const std::string& path)>;
  MisreadingFactory(ImageFormat format, Change change)
      : file_name_(file_name_of(format)), right_(make(format)), change_(std::move(change)) {}
  std::string_view name() const override { return right_->name(); }
  Capabilities capabilities() const override { return right_->capabilities(); }
  void drop(const std::string&) override {}
  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    const std::string text = contents(storage + "/" + file_name_);
    if (std::exchange(seen_, text) != text) {
      std::ofstream(copy_ / file_name_, std::ios::binary) << text;
      change_(copy_ / file_name_);
    }
    return right_->open(copy_.path());
  }

 private:
  const std::string file_name_;
  const std::unique_ptr<StoreFactory> right_;
  const Change change_;
  const ScratchDirectory copy_;
  std::optional<std::string> seen_;
};

// A change of each line behind the header; a line that becomes nothing is dropped.
MisreadingFactory::Change by_line(const std::function<std::string(std::string)>& change) {
  return [change](const std::string& path) {
    std::istringstream in(contents(path));
    std::string line;
    std::string text;
    for (std::size_t k = 0; std::getline(in, line); ++k) {
      if (k > 0) line = change(line);
      if (!line.empty()) text += line + (in.eof() ? "" : "\n");
    }
    std::ofstream(path, std::ios::binary) << text;
  };
}

void take_columns_by_position(const std::string& path) {
  const std::string text = contents(path);
  std::ofstream(path, std::ios::binary)
      << kCsvHeader << text.substr(std::min(text.find('\n'), text.size()));
}

std::string padded_and_trimmed(std::string line) {
  std::size_t commas = 0;
  for (std::size_t at = 0; at < line.size(); ++at)
    if (line[at] == ',' && ++commas == kFieldCount) line.resize(at);
  return line + std::string(kFieldCount - std::min(commas + 1, kFieldCount), ',');
}

MisreadingFactory::Change without_repeated(std::size_t column) {
  return [column](const std::string& path) {
    std::set<std::string> seen;
    by_line([&](const std::string& line) {
      std::istringstream cells(line);
      std::string cell;
      for (std::size_t k = 0; k <= column; ++k) std::getline(cells, cell, ',');
      return cell.empty() || seen.insert(cell).second ? line : "";
    })(path);
  };
}

void hide_the_last_row(const std::string& path) {
  SQLite::Database(path, SQLite::OPEN_READWRITE)
      .tryExec("DELETE FROM tokens WHERE position = (SELECT max(position) FROM tokens)");
}

// Each is lawful over what it has read, so that nothing but the content tells.
TEST(FileImage, ThatIsReadAsWhatItDoesNotSayIsTold) {
  const std::string swapped =
      std::string(kCsvHeader).replace(0, 12, "user_name,id") + "\n\"ann\",\"1\",,,,\"a\",,,,\n";
  const struct {
    ImageFormat format;
    std::string image;
    MisreadingFactory::Change change;
    const char* words;
  } cases[] = {
      {ImageFormat::kCsv, swapped, take_columns_by_position, "left out: \"1\"; not in it: \"ann\""},
      {ImageFormat::kCsv, kCsv + "\"3\",\"bob\"\n", by_line(padded_and_trimmed),
       "row 4: 2 cells in 10 columns"},
      {ImageFormat::kCsv, kCsv + "\"3\",,,,,\"a\",,,,,\"more\"\n", by_line(padded_and_trimmed),
       "row 4: 11 cells in 10 columns"},
      {ImageFormat::kCsv, kCsv + "\"1\",\"bob\",,,,\"a\",,,,\n", without_repeated(0),
       "row 4: an id again"},
      {ImageFormat::kCsv, kCsv + "\"3\",\"ann\",,,,\"a\",,,,\n", without_repeated(1),
       "row 4: a user_name again"},
      {ImageFormat::kSqlite, fresh_sqlite(2, 512), hide_the_last_row,
       "read as 1 records, and the file holds 2"}};
  for (const auto& [format, image, change, words] : cases) {
    const ScratchDirectory storage;
    MisreadingFactory factory(format, change);
    EXPECT_THAT(image_fault({format, image}, factory, storage.path()).value_or("no fault"),
                HasSubstr(words));
    EXPECT_EQ(fault_of(format, image), std::nullopt);
  }
}

TEST(FileImage, IsNotJudgedWhereThereIsNoRoom) {
  StrangeFactory strange(StrangeFactory::Way::kThrowsAnother);
  const FileImage image{ImageFormat::kCsv, kCsv};
  const ScratchDirectory storage;
  constexpr std::uint64_t kPlenty = 1U << 30U;
  for (const std::size_t filled_at : {0U, 1U}) {
    std::size_t asked = 0;
    const auto room = [&](const std::string&) { return asked++ == filled_at ? 0 : kPlenty; };
    EXPECT_THROW(image_fault(image, strange, storage.path(), room), InfraError) << filled_at;
    EXPECT_EQ(asked, filled_at + 1);
  }
  const auto room = [&](const std::string&) { return kPlenty; };
  EXPECT_TRUE(image_fault(image, strange, storage.path(), room));
}

TEST(FileImage, IsNotJudgedWhereItCannotBeWritten) {
  const ScratchDirectory scratch;
  const std::string file = scratch / "file";
  std::ofstream(file).flush();
  for (const std::string& storage : {scratch / "none", file})
    EXPECT_THROW(image_fault({ImageFormat::kCsv, kCsv}, *make(ImageFormat::kCsv), storage,
                             [](const std::string&) { return std::uint64_t{1} << 30U; }),
                 InfraError);
}

TEST(FileImageDeathTest, IsNotJudgedWhereItCouldNotBeWrittenToTheEnd) {
  const ScratchDirectory storage;
  const std::string image(1U << 18U, 'x');
  const auto judge = [&] {
    std::signal(SIGXFSZ, SIG_IGN);
    constexpr rlimit kLess{1U << 17U, 1U << 17U};
    if (::setrlimit(RLIMIT_FSIZE, &kLess) != 0) return;
    image_fault({ImageFormat::kCsv, image}, *make(ImageFormat::kCsv), storage.path());
  };
  EXPECT_EXIT(
      {
        try {
          judge();
        } catch (const InfraError& error) {
          stop(error.what());
        }
      },
      ::testing::ExitedWithCode(72), "cannot write .*tokens.csv");
}

std::unique_ptr<StoreFactory> broken(std::string_view name) {
  const auto stores = broken_stores();
  const auto found = std::ranges::find(stores, name, &BrokenStore::name);
  return found == stores.end() ? nullptr : found->make();
}

// The file that the store itself makes of two records, cut off here and there, and foreign ones.
std::vector<std::string> images_of(StoreFactory& factory, ImageFormat format) {
  const ScratchDirectory storage;
  const auto store = factory.open(storage.path());
  for (const char* user : {"ann", "bob"}) {
    Token token = Token()
                      .with(Field::kUserName, user)
                      .with(Field::kAccessToken, "enter-" + std::string(user) + "-1");
    store->save_token(token);
  }
  const std::string whole = contents(storage / file_name_of(format));
  std::vector<std::string> all = {"x", "this is a note to myself\n", std::string(8192, '\0')};
  for (std::size_t k = 0; k < 60; ++k) all.push_back(whole.substr(0, whole.size() * k / 60 + 1));
  return all;
}

// What the zoo has of stores that read what they must refuse, or refuse it in the wrong words.
TEST(FileImage, ShowsTheBrokenStoresThatMisreadFiles) {
  const std::vector<std::pair<const char*, ImageFormat>> cases = {
      {"damaged-file-read-as-empty", ImageFormat::kCsv},
      {"damaged-file-quoted-in-the-error", ImageFormat::kCsv},
      {"cut-file-read-as-far-as-it-goes", ImageFormat::kCsv},
      {"damaged-file-renamed", ImageFormat::kCsv},
      {"sql-damaged-file-replaced", ImageFormat::kSqlite},
      {"sql-short-file-taken-for-new", ImageFormat::kSqlite},
      {"sql-tables-made-anew-at-open", ImageFormat::kSqlite}};
  for (const auto& [name, format] : cases) {
    const auto factory = broken(name);
    ASSERT_TRUE(factory) << name;
    const ScratchDirectory storage;
    const auto all = images_of(*factory, format);
    EXPECT_TRUE(std::ranges::any_of(all, [&, format = format](const std::string& image) {
      return image_fault({format, image}, *factory, storage.path()).has_value();
    })) << name;
  }
}

}  // namespace
}  // namespace assay
