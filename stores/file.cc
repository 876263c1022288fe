#include "stores/file.h"

#include <filesystem>
#include <mutex>
#include <utility>

#include "spec/text.h"
#include "stores/csv.h"
#include "stores/record_list.h"
#include "stores/token_file.h"

namespace assay {
namespace {

constexpr const char* kFileName = "tokens.csv";

// A record that is not UTF-8 would make the file unreadable for every later call.
void refuse_other_than_utf8(const Token& token) {
  for (Field field : kFields)
    if (!is_valid_utf8(token.text(field)))
      throw refused("the " + std::string(name_of(field)) + " is not UTF-8; encode it as UTF-8");
}

class FileStore final : public TokenStore {
 public:
  explicit FileStore(const std::string& storage)
      : file_((std::filesystem::absolute(storage) / kFileName).string()) {
    const auto held = file_.lock_exclusive();
    file_.remove_leftover();
    load();
  }

  std::optional<Token> find_token(const Token& token) override {
    const std::lock_guard guard(mutex_);
    const auto held = file_.lock_shared();
    load();
    return copy_of(list_.find(token));
  }

  void save_token(Token& token) override {
    refuse_other_than_utf8(token);
    const std::lock_guard guard(mutex_);
    const auto held = file_.lock_exclusive();
    load();
    RecordList next = list_;
    Token saved = token;
    if (const char* const why = next.save(saved)) throw refused(why);
    store(std::move(next));
    token[Field::kId].swap(saved[Field::kId]);
  }

  void delete_token(std::string_view id) override {
    const std::lock_guard guard(mutex_);
    const auto held = file_.lock_exclusive();
    load();
    RecordList next = list_;
    if (next.remove(id)) store(std::move(next));
  }

  std::vector<Token> get_tokens() override {
    const std::lock_guard guard(mutex_);
    const auto held = file_.lock_shared();
    load();
    return list_.records();
  }

  void delete_tokens() override {
    const std::lock_guard guard(mutex_);
    const auto held = file_.lock_exclusive();
    load();
    if (!list_.records().empty()) store(RecordList());
  }

  std::optional<Token> find_token_by_id(std::string_view id) override {
    const std::lock_guard guard(mutex_);
    const auto held = file_.lock_shared();
    load();
    return copy_of(list_.find_by_id(id));
  }

 private:
  // Reads the file in every call, and only the parsing is saved where the bytes are those of last
  // time. Time, size and inode do not tell: an SDK rewrites the file in place, within one tick of
  // its clock and to the same length if it likes, and inodes are used again.
  void load() {
    std::string text = file_.read();
    if (text == text_) return;
    try {
      list_ = RecordList(from_csv(text));
    } catch (const CsvDamage& damage) {
      throw refused(file_.path() + " " + damage.what() +
                    "; it was left as it is: mend it, or move it away");
    }
    text_ = std::move(text);
  }

  void store(RecordList next) {
    std::string text = to_csv(next.records());
    if (text != text_) file_.replace(text);
    text_.swap(text);
    std::swap(list_, next);
  }

  const TokenFile file_;
  std::mutex mutex_;
  std::string text_;  // list_ is what it says
  RecordList list_;
};

class FileFactory final : public StoreFactory {
 public:
  std::string_view name() const override { return "file"; }

  Capabilities capabilities() const override {
    Capabilities capabilities;
    capabilities.medium = Medium::kFile;
    capabilities.persistent = true;
    capabilities.shared = true;
    capabilities.concurrent = 8;
    return capabilities;
  }

  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    return std::make_unique<FileStore>(storage);
  }

  void drop(const std::string&) override {}
};

}  // namespace

std::unique_ptr<StoreFactory> make_file_factory() { return std::make_unique<FileFactory>(); }

}  // namespace assay
