// The probes of files: their modes, damage to them, and a disk that is full.

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <random>
#include <set>

#include "harness/keeper.h"
#include "harness/probe_bench.h"
#include "spec/text.h"

namespace assay {

using literals::operator""_rule;
using literals::operator""_way;

namespace fs = std::filesystem;

namespace {

// What is done to a file that holds tokens.
struct Damage {
  std::string name;
  std::string content;
  bool may_be_new = false;  // a file of length zero is a new store, or refused [LAT-o]
};

std::string random_bytes(std::mt19937_64& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() & 0xffU);
  return bytes;
}

void write_file(const fs::path& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << content;
}

// The file that holds the tokens: one in which a secret stands, else the largest.
fs::path token_file(const std::map<fs::path, std::string>& files) {
  fs::path largest;
  std::size_t size = 0;
  for (const auto& [path, content] : files) {
    for (const Token& token : sample_tokens())
      if (content.find(token.text(Field::kAccessToken)) != std::string::npos) return path;
    if (content.size() >= size) {
      largest = path;
      size = content.size();
    }
  }
  return largest;
}

std::vector<Damage> foreign_files(std::mt19937_64& random) {
  std::vector<Damage> all = {
      {"replaced by a line of prose", "this is a note to myself\n", false},
      {"replaced by another program's CSV", "name,phone\r\nann,12345\r\n", false},
      {"replaced by JSON", "{\"tokens\": [], \"version\": 7}\n", false},
      {"replaced by XML", "<?xml version=\"1.0\"?>\n<a><b/></a>\n", false},
      {"replaced by an image", "\x89PNG\r\n\x1a\n" + random_bytes(random, 500), false},
      {"replaced by 8192 zero bytes", std::string(8192, '\0'), false},
      {"replaced by one byte", "x", false},
      {"made empty", "", true},
  };
  for (const std::size_t size : {16U, 100U, 1000U, 4096U, 20000U})
    for (int i = 0; i < 3; ++i)
      all.push_back({"replaced by " + std::to_string(size) + " bytes of noise",
                     random_bytes(random, size), false});
  return all;
}

// The file cut off inside a value: no format can take that for a whole one.
std::vector<Damage> cut_files(const std::string& content) {
  std::vector<Damage> all;
  for (const Token& token : sample_tokens())
    for (Field field : kFields) {
      const std::string_view text = token.text(field);
      if (field == Field::kExpiresIn || text.size() < 4) continue;
      const std::size_t at = content.find(text);
      if (at == std::string::npos || content.find(text, at + 1) != std::string::npos) continue;
      all.push_back({"cut off in the middle of a " + std::string(name_of(field)),
                     content.substr(0, at + text.size() / 2), false});
    }
  return all;
}

class DamageProbe {
 public:
  explicit DamageProbe(ProbeBench& bench) : bench_(bench) {}

  void run() {
    std::mt19937_64 random(bench_.seed());
    for (const Damage& damage : foreign_files(random)) inflict(damage, nullptr);
    std::string content;
    {
      const Storage storage(bench_.bench(), "probe");
      bench_.open_with_samples(storage.path());
      const auto files = files_below(storage.path());
      if (!files.empty()) content = files.at(token_file(files));
    }
    const std::size_t cuts = cut_files(content).size();
    for (std::size_t i = 0; i < cuts; ++i)
      inflict({}, [i](const std::string& whole) {
        const auto all = cut_files(whole);
        return all[std::min(i, all.size() - 1)];
      });
  }

 private:
  using Cut = std::function<Damage(const std::string&)>;

  // Fills a fresh storage, closes it, damages its file, and opens it again.
  void inflict(Damage damage, const Cut& cut) {
    const Storage storage(bench_.bench(), "probe");
    bench_.open_with_samples(storage.path()).reset();
    const auto files = files_below(storage.path());
    if (files.empty()) return;  // it keeps no file: nothing here to damage
    const fs::path path = token_file(files);
    if (cut) damage = cut(files.at(path));
    write_file(path, damage.content);
    what_ = path.filename().string() + " was " + damage.name + "; then ";
    look(storage.path(), damage);
    const auto now = files_below(storage.path());
    const auto same = now.find(path);
    if (!damage.may_be_new && (same == now.end() || same->second != damage.content))
      bench_.found("TS-DUR-05"_rule, Method::kReopen, Divergence::kFileTouched,
                   "the file is left as it is", what_ + "the file was changed");
  }

  void look(const std::string& storage, const Damage& damage) {
    std::unique_ptr<TokenStore> store;
    std::vector<Token> records;
    std::string message;
    bench_.put_to_test("TS-DUR-05"_rule);
    const bool opened = bench_.call([&] { store = bench_.open(storage); }, message);
    const bool listed = opened && bench_.call([&] { records = store->get_tokens(); }, message);
    if (damage.may_be_new) bench_.took(listed ? "LAT-o.new"_way : "LAT-o.refuse"_way);
    if (!opened) return refusal(message);
    if (listed && damage.may_be_new && records.empty()) return;
    if (listed)
      bench_.found(
          "TS-DUR-05"_rule, Method::kReopen, Divergence::kFileAccepted,
          damage.may_be_new ? "no records, or refused" : "refused, at the latest by get_tokens",
          what_ + "it was read as " + std::to_string(records.size()) + " records");
    else
      refusal(message);
    if (damage.may_be_new) return;
    Token token = Token().with(Field::kUserName, "dune").with(Field::kAccessToken, "enter-dune");
    if (bench_.call([&] { store->save_token(token); }, message))
      bench_.found("TS-DUR-05"_rule, Method::kSaveToken, Divergence::kFileAccepted, "refused",
                   what_ + "save_token returned");
    else
      bench_.look_for_secrets(message, what_ + "save_token was refused");
  }

  void refusal(const std::string& message) {
    if (message.empty())
      bench_.found("TS-DUR-05"_rule, Method::kReopen, Divergence::kRefused,
                   "refused with a clear error", what_ + "it was refused without a word");
    bench_.look_for_secrets(message, what_ + "it was refused");
  }

  ProbeBench& bench_;
  std::string what_;
};

// Looks at every file that holds something, after every call.
class ModeProbe {
 public:
  explicit ModeProbe(ProbeBench& bench) : bench_(bench) {}

  void run() {
    umask(0);  // what is open to others then is so by the store's own neglect
    for (int round = 0; round < 5; ++round) {
      const Storage storage(bench_.bench(), "probe");
      auto store = bench_.open(storage.path());
      for (Token& token : sample_tokens()) {
        bench_.timed([&] { store->save_token(token); });
        look(storage.path());
        token[Field::kAccessToken] = "enter-again-" + std::to_string(round);
        bench_.timed([&] { store->save_token(token); });
        look(storage.path());
      }
      store.reset();
      look(storage.path());
      store = bench_.open(storage.path());
      bench_.timed([&] { store->delete_tokens(); });
      look(storage.path());
    }
  }

 private:
  void look(const std::string& storage) {
    constexpr unsigned kOthers = 077;
    for (const auto& [path, content] : files_below(storage)) {
      struct stat status {};
      if (content.empty() || stat(path.c_str(), &status) != 0) continue;
      bench_.put_to_test("TS-SEC-01"_rule);
      if ((status.st_mode & kOthers) == 0) continue;
      char mode[8];
      std::snprintf(mode, sizeof mode, "%04o", static_cast<unsigned>(status.st_mode) & 07777U);
      bench_.found("TS-SEC-01"_rule, Method::kSaveToken, Divergence::kFileMode,
                   "files that only their owner can read (0600)",
                   path.filename().string() + " has the mode " + mode);
    }
  }

  ProbeBench& bench_;
};

// Lets no file grow beyond `size` while it lives: a disk that is full, without one. It holds for
// this process and those below it, of which one may be a store's.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t size) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit now = before_;
    now.rlim_cur = size;
    set(now);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() { set(before_); }

 private:
  static void set(const rlimit& limit) {
    setrlimit(RLIMIT_FSIZE, &limit);
    for (const pid_t below : descendants_of(getpid()))
      prlimit(below, RLIMIT_FSIZE, &limit, nullptr);
  }

  rlimit before_{};
};

class FullDiskProbe {
 public:
  explicit FullDiskProbe(ProbeBench& bench) : bench_(bench) {}

  void run() {
    // Limits below the largest file for stores with a file for each record, above for those with
    // one.
    fill_up([](std::size_t) { return 0U; });
    fill_up([](std::size_t largest) { return largest / 2; });
    for (const std::size_t room : {0U, 1U, 200U, 1000U, 5000U})
      fill_up([room](std::size_t largest) { return largest + room; });
  }

 private:
  void fill_up(const std::function<std::size_t(std::size_t)>& limit_for) {
    const Storage storage(bench_.bench(), "probe");
    auto store = bench_.open_with_samples(storage.path());
    sure_.clear();
    unsure_.clear();
    for (const Token& token : sample_tokens()) sure_.emplace(token.text(Field::kUserName));
    std::size_t largest = 0;
    for (const auto& [path, content] : files_below(storage.path()))
      largest = std::max(largest, content.size());
    save_until_full(*store, limit_for(largest));
    look(*store, "after the disk had room again");
    store.reset();
    std::string message;
    if (bench_.call([&] { store = bench_.open(storage.path()); }, message))
      look(*store, "after the disk had room again and the store was reopened");
    else
      bench_.found(
          "TS-DUR-04"_rule, Method::kReopen, Divergence::kRefused, "every record that was saved",
          "after the disk had room again, the store could not be opened: " + quoted(message, 200));
  }

  void save_until_full(TokenStore& store, std::size_t size) {
    constexpr int kMostSaves = 400;
    constexpr int kRefusals = 8;
    const FileSizeLimit limit(size);
    int refusals = 0;
    for (int k = 0; k < kMostSaves && refusals < kRefusals; ++k) {
      Token token = fill_token(static_cast<std::size_t>(k));
      token[Field::kApiDomain] = std::string(200, 'x');
      std::string message;
      const std::string user(token.text(Field::kUserName));
      if (bench_.call([&] { store.save_token(token); }, message)) {
        sure_.insert(user);
        continue;
      }
      ++refusals;
      bench_.put_to_test("TS-DUR-04"_rule);
      if (bench_.was_unknown()) unsure_.insert(user);
    }
  }

  void look(TokenStore& store, const std::string& when) {
    std::vector<Token> records;
    std::string message;
    if (!bench_.call([&] { records = store.get_tokens(); }, message))
      return bench_.found("TS-DUR-04"_rule, Method::kGetTokens, Divergence::kRefused,
                          "every record that was saved",
                          when + ": get_tokens was refused: " + quoted(message, 200));
    std::set<std::string, std::less<>> users;
    for (const Token& record : records) users.emplace(record.text(Field::kUserName));
    for (const std::string& user : sure_)
      if (!users.contains(user))
        return bench_.found("TS-DUR-04"_rule, Method::kSaveToken, Divergence::kRecordLost,
                            "every record that was saved",
                            when + ": the record of " + quoted(user) + " is gone");
    for (const std::string& user : users)
      if (!sure_.contains(user) && !unsure_.contains(user))
        return bench_.found("TS-DUR-04"_rule, Method::kSaveToken, Divergence::kInserted,
                            "no record of a save that was refused",
                            when + ": there is a record of " + quoted(user));
  }

  ProbeBench& bench_;
  std::set<std::string, std::less<>> sure_;
  std::set<std::string, std::less<>> unsure_;
};

}  // namespace

void probe_file_modes(ProbeBench& bench) { ModeProbe(bench).run(); }
void probe_damaged_files(ProbeBench& bench) { DamageProbe(bench).run(); }
void probe_full_disk(ProbeBench& bench) { FullDiskProbe(bench).run(); }

}  // namespace assay
