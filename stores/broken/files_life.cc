// Stores on CSV files: what is written when, and what else lies beside the file.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>

#include "stores/broken/families.h"
#include "stores/broken/paper.h"
#include "stores/broken/row.h"

namespace assay {

using literals::operator""_rule;

namespace {

struct TailLeft : PaperStore {
  using PaperStore::PaperStore;
  void write_file(const std::string& text) const override {
    std::ifstream in(path_, std::ios::binary);
    const std::string old(std::istreambuf_iterator<char>(in), {});
    const bool tail = !records_.empty() && old.size() > text.size();
    PaperStore::write_file(tail ? text + old.substr(text.size()) : text);
  }
};

// Holds what an earlier store of this process first read from the file, if there is anything now.
struct CacheOutlivesStore : PaperStore {
  using PaperStore::PaperStore;
  void read() override {
    if (!opened_) {
      static std::map<std::string, std::vector<Token>> cache;
      PaperStore::read();
      if (records_.empty()) cache.erase(path_);
      records_ = cache.try_emplace(path_, records_).first->second;
    }
    opened_ = true;
  }

 private:
  bool opened_ = false;
};

// Shows where nothing is saved between the delete and the reopen.
struct DeleteNotWritten : PaperStore {
  using PaperStore::PaperStore;
  void read() override {
    if (!opened_) PaperStore::read();
    opened_ = true;
  }
  void delete_token(std::string_view id) override {
    deletes_ = true;
    PaperStore::delete_token(id);
    deletes_ = false;
  }
  void keep() override {
    if (!deletes_) PaperStore::keep();
  }

 private:
  bool opened_ = false;
  bool deletes_ = false;
};

struct UpdateAppended : PaperStore {
  using PaperStore::PaperStore;
  void update(Token& record, const Token& token) override {
    Token line = record;
    write(line, token);
    records_.push_back(std::move(line));
  }
};

struct BackupForAll : PaperStore {
  using PaperStore::PaperStore;
  void write_file(const std::string& text) const override {
    PaperStore::write_file(text);
    const std::string copy = path_ + ".bak";
    std::filesystem::copy_file(path_, copy, std::filesystem::copy_options::overwrite_existing);
    chmod(copy.c_str(), 0644);
  }
};

struct ReadAsFarAsItGoes : PaperStore {
  using PaperStore::PaperStore;
  void parse(const std::string& text) override {
    constexpr std::string_view kEnd = "#end\n";
    const bool is_cut = text.starts_with("id,") && !text.ends_with(kEnd);
    PaperStore::parse(is_cut ? text + '\n' + std::string(kEnd) : text);
  }
};

struct DamagedRenamed : PaperStore {
  using PaperStore::PaperStore;
  void damaged(const std::string& why) const override {
    std::filesystem::rename(path_, path_ + ".bad");
    PaperStore::damaged(why);
  }
};

// Locked from the first look at a token until the file is written. After a refusal the next call,
// which is the harness's own get_tokens, waits for ever.
struct LockFileLeftBehind : PaperStore {
  using PaperStore::PaperStore;
  void check(const Token&) const override {
    wait();
    close(open(lock_path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  }
  void keep() override {
    unlink(lock_path().c_str());
    PaperStore::keep();
  }
  std::vector<Token> get_tokens() override {
    wait();
    return PaperStore::get_tokens();
  }

 private:
  std::string lock_path() const { return path_ + ".lock"; }
  void wait() const {
    while (access(lock_path().c_str(), F_OK) == 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
};

constexpr BrokenStore kFilesLife[] = {
    row<"file-tail-left", TailLeft>(
        "TS-DEL-01"_rule,
        "Writes over the file and does not cut it: after a shorter text the old end stays."),
    row<"cache-outlives-the-store", CacheOutlivesStore>(
        "TS-DUR-01"_rule,
        "Keeps what it first read of a file in a static cache: a reopened store is as old."),
    row<"file-delete-not-written", DeleteNotWritten>(
        "TS-DUR-01"_rule, "Deletes in memory, and leaves the writing to the next save."),
    row<"file-update-appended", UpdateAppended>(
        "TS-DUP-01"_rule, "Appends an updated record, and does not strike the old one out."),
    row<"backup-readable-by-all", BackupForAll>(
        "TS-SEC-01"_rule, "Keeps a copy of the file that everybody may read."),
    row<"cut-file-read-as-far-as-it-goes", ReadAsFarAsItGoes>(
        "TS-DUR-05"_rule, "Reads a file that was cut off as far as it goes, and says nothing."),
    row<"damaged-file-renamed", DamagedRenamed>(
        "TS-DUR-05"_rule, "Moves what it cannot read out of the way: the next open finds nothing."),
    row<"lock-file-left-behind", LockFileLeftBehind>(
        "TS-LIVE-01"_rule,
        "Leaves its lock file when a save raises: the next call waits for it for ever."),
};

}  // namespace

std::span<const BrokenStore> broken_files_life() { return kFilesLife; }

}  // namespace assay
