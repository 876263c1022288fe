// Stores on CSV files: how texts are written, and what becomes of files.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "stores/broken/families.h"
#include "stores/broken/paper.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct CellsWithoutQuotes : PaperStore {
  using PaperStore::PaperStore;
  std::string cell(const std::string& text) const override {
    return text.find_first_of("\"\n") == std::string::npos ? text : PaperStore::cell(text);
  }
};

struct QuotesNotDoubled : PaperStore {
  using PaperStore::PaperStore;
  std::string cell(const std::string& text) const override {
    return text.empty() ? text : '"' + text + '"';
  }
};

struct WorldReadable : PaperStore {
  using PaperStore::PaperStore;
  mode_t mode() const override { return 0644; }
};

struct DamageIsEmptiness : PaperStore {
  using PaperStore::PaperStore;
  void damaged(const std::string&) const override {}
};

struct DamageQuoted : PaperStore {
  using PaperStore::PaperStore;
  void parse(const std::string& text) override {
    try {
      PaperStore::parse(text);
    } catch (const StoreError& error) {
      throw refused(std::string(error.what()) + ", near: " + text.substr(0, 500));
    }
  }
};

struct HeaderIsRecord : PaperStore {
  using PaperStore::PaperStore;
  void read() override {
    PaperStore::read();
    if (!opened_ && access(path_.c_str(), F_OK) == 0) {
      Token header;
      for (Field field : kFields) header[field] = name_of(field);
      records_.insert(records_.begin(), header);
      keep();
    }
    opened_ = true;
  }

 private:
  bool opened_ = false;
};

struct NotWrittenAtClose : PaperStore {
  using PaperStore::PaperStore;
  void read() override {
    if (!opened_) PaperStore::read();
    opened_ = true;
  }
  void keep() override {
    if (++changes_ % 4 == 0) PaperStore::keep();
  }

 private:
  bool opened_ = false;
  int changes_ = 0;
};

struct WriteErrorsIgnored : PaperStore {
  using PaperStore::PaperStore;
  void pour(int fd, std::string_view text) const override {
    [[maybe_unused]] const ssize_t written = ::write(fd, text.data(), text.size());
  }
};

struct WrittenInPlace : PaperStore {
  using PaperStore::PaperStore;
  void write_file(const std::string& text) const override {
    const int fd = open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode());
    if (fd < 0) throw refused("cannot open the file");
    try {
      pour(fd, text);
    } catch (...) {
      close(fd);
      throw;
    }
    close(fd);
  }
};

constexpr BrokenStore kFiles[] = {
    row<"csv-cells-without-quotes", CellsWithoutQuotes>(
        "TS-VAL-03"_rule,
        "Puts cells with line ends in quotes and forgets the comma, which divides cells as well."),
    row<"csv-quotes-not-doubled", QuotesNotDoubled>(
        "TS-VAL-03"_rule, "Puts cells in quotes, and leaves a quote within as it is."),
    row<"file-readable-by-all", WorldReadable>(
        "TS-SEC-01"_rule, "Makes its file with the mode 0644, which is what one gets unasked."),
    row<"damaged-file-read-as-empty", DamageIsEmptiness>(
        "TS-DUR-05"_rule,
        "Begins anew where it cannot read the file: a catch that was meant for a missing one."),
    row<"damaged-file-quoted-in-the-error", DamageQuoted>(
        "TS-SEC-02"_rule, "Shows what it could not read in the error text, secrets and all."),
    row<"header-read-as-record", HeaderIsRecord>(
        "TS-DUR-01"_rule, "Takes the header of the file for a record when it opens it again."),
    row<"not-written-at-close", NotWrittenAtClose>(
        "TS-DUR-01"_rule, "Writes every fourth change, and at close none of those that wait."),
    row<"write-errors-ignored", WriteErrorsIgnored>(
        "TS-DUR-04"_rule, "Does not look at what write() says: a full disk cuts the file."),
    row<"file-written-in-place", WrittenInPlace>(
        "TS-DUR-04"_rule,
        "Empties the file before it writes it anew: a full disk leaves neither old nor new."),
};

}  // namespace

std::span<const BrokenStore> broken_files() { return kFiles; }

}  // namespace assay
