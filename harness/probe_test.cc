#include "harness/probe.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "spec/evidence.h"
#include "spec/json.h"
#include "stores/file.h"
#include "stores/list.h"
#include "stores/record_list.h"
#include "stores/scratch_directory.h"
#include "stores/sqlite.h"

namespace assay {
namespace {

using literals::operator""_rule;
using literals::operator""_way;

namespace fs = std::filesystem;

// What is wrong with a store that keeps a JSON token a line.
struct Faults {
  unsigned mode = 0600;
  bool ignores_bad_lines = false;  // what it cannot read is not there
  bool hangs_at_bad_lines = false;
  bool ignores_write_errors = false;
  bool shows_the_line = false;              // in an error text
  bool drops_the_last = false;              // when it is opened
  bool ends_at_reopen = false;              // the process, where there is a file already
  std::atomic<int>* until_stall = nullptr;  // opens, in all processes, before one that hangs
};

class LineStore : public TokenStore {
 public:
  LineStore(std::string path, const Faults& faults) : path_(std::move(path)), faults_(faults) {
    load();
  }
  std::optional<Token> find_token(const Token& token) override { return copy(list_.find(token)); }
  std::optional<Token> find_token_by_id(std::string_view id) override {
    return copy(list_.find_by_id(id));
  }
  std::vector<Token> get_tokens() override { return list_.records(); }
  void save_token(Token& token) override {
    RecordList before = list_;
    if (const char* const why = list_.save(token)) throw refused(why);
    store(before);
  }
  void delete_token(std::string_view id) override {
    RecordList before = list_;
    list_.remove(id);
    store(before);
  }
  void delete_tokens() override {
    RecordList before = list_;
    list_.clear();
    store(before);
  }

 private:
  static std::optional<Token> copy(const Token* record) {
    return record == nullptr ? std::nullopt : std::optional(*record);
  }

  void load() {
    std::ifstream in(path_, std::ios::binary);
    std::string line;
    std::vector<Token> records;
    bool whole = true;
    while (std::getline(in, line)) {
      whole = !in.eof();
      try {
        records.push_back(token_from_json(line));
      } catch (const FormatError&) {
        if (faults_.ignores_bad_lines) continue;
        while (faults_.hangs_at_bad_lines) pause();
        throw refused("tokens.txt: a line that is no token" +
                      (faults_.shows_the_line ? ": " + line : ""));
      }
    }
    if (!whole && !faults_.ignores_bad_lines) throw refused("tokens.txt: the last line is cut off");
    if (faults_.until_stall != nullptr && faults_.until_stall->fetch_sub(1) == 0)
      for (;;) pause();
    if (faults_.drops_the_last && !records.empty()) records.pop_back();
    if (faults_.ends_at_reopen && !records.empty()) std::_Exit(3);
    list_ = RecordList(std::move(records));
  }

  void store(const RecordList& before) {
    const std::string next = path_ + ".new";
    std::ofstream out(next, std::ios::binary | std::ios::trunc);
    chmod(next.c_str(), faults_.mode);
    for (const Token& record : list_.records()) {
      std::string line = to_json(record);
      std::ranges::replace(line, '\n', ' ');
      out << line << '\n';
    }
    out.close();
    if (!out && !faults_.ignores_write_errors) {
      fs::remove(next);
      list_ = before;
      throw refused("tokens.txt cannot be written");
    }
    fs::rename(next, path_);
  }

  std::string path_;
  const Faults& faults_;
  RecordList list_;
};

class LineFactory : public StoreFactory {
 public:
  explicit LineFactory(Faults faults) : faults_(faults) {}
  std::string_view name() const override { return "lines"; }
  Capabilities capabilities() const override {
    Capabilities capabilities;
    capabilities.medium = Medium::kFile;
    capabilities.persistent = true;
    return capabilities;
  }
  std::unique_ptr<TokenStore> open(const std::string& storage) override {
    return std::make_unique<LineStore>(storage + "/tokens.txt", faults_);
  }
  void drop(const std::string&) override {}

 private:
  Faults faults_;
};

struct Probed {
  std::vector<Finding> findings;
  Tally tally{};
  bool blames(Tag rule, Divergence divergence) const {
    return std::ranges::any_of(findings, [&](const Finding& finding) {
      return finding.bucket.rule == rule && finding.bucket.divergence == divergence;
    });
  }
};

Probed probe(StoreFactory& factory, std::int64_t call_limit_ms = 10'000) {
  const ScratchDirectory directory;
  Probed probed;
  probed.findings = run_probes(Bench{factory, directory.path(), call_limit_ms}, 1, probed.tally);
  EXPECT_TRUE(fs::is_empty(directory.path())) << "a probe left something behind";
  return probed;
}

std::string told(const Probed& probed) {
  std::string text;
  for (const Finding& finding : probed.findings) text += finding.happened + "\n";
  return text;
}

TEST(Probes, FindNothingInStoresThatAreRight) {
  LineFactory lines{Faults{}};
  const auto file = make_file_factory();
  const auto sqlite = make_sqlite_factory();
  for (StoreFactory* factory : {static_cast<StoreFactory*>(&lines), file.get(), sqlite.get()}) {
    const Probed probed = probe(*factory);
    EXPECT_TRUE(probed.findings.empty()) << factory->name() << ": " << told(probed);
    for (Tag rule : {"TS-SEC-01"_rule, "TS-DUR-04"_rule, "TS-DUR-05"_rule})
      EXPECT_FALSE(shortfall(rule, factory->capabilities(), probed.tally))
          << factory->name() << ", " << rule.id();
    EXPECT_GE(probed.tally["TS-SEC-02"_rule.index], 30U) << factory->name();
    const Turns& is_new = probed.tally.ways["LAT-o.new"_way.index];
    const Turns& refused = probed.tally.ways["LAT-o.refuse"_way.index];
    EXPECT_EQ(is_new.possible, 1U) << factory->name();
    EXPECT_EQ(refused.possible, 1U) << factory->name();
    EXPECT_EQ(is_new.taken + refused.taken, 1U) << factory->name();
  }
}

TEST(Probes, LeaveAStoreWithoutFilesAlone) {
  const auto list = make_list_factory();
  const Probed probed = probe(*list);
  EXPECT_EQ(probed.tally, Tally{});
}

TEST(Probes, SeeAFileThatOthersMayRead) {
  LineFactory factory{Faults{.mode = 0644}};
  const Probed probed = probe(factory);
  EXPECT_TRUE(probed.blames("TS-SEC-01"_rule, Divergence::kFileMode)) << told(probed);
  EXPECT_NE(told(probed).find("0644"), std::string::npos);
}

TEST(Probes, SeeDamageThatIsReadAsLess) {
  LineFactory factory{Faults{.ignores_bad_lines = true}};
  const Probed probed = probe(factory);
  EXPECT_TRUE(probed.blames("TS-DUR-05"_rule, Divergence::kFileAccepted)) << told(probed);
  EXPECT_TRUE(probed.blames("TS-DUR-05"_rule, Divergence::kFileTouched)) << told(probed);
}

TEST(Probes, SeeAWriteErrorThatNobodyMinded) {
  LineFactory factory{Faults{.ignores_write_errors = true}};
  const Probed probed = probe(factory);
  const bool lost = probed.blames("TS-DUR-04"_rule, Divergence::kRecordLost) ||
                    probed.blames("TS-DUR-04"_rule, Divergence::kRefused);
  EXPECT_TRUE(lost) << told(probed);
}

TEST(Probes, BlameNoDamageForWhatAPlainReopenLoses) {
  LineFactory factory{Faults{.drops_the_last = true}};
  const Probed probed = probe(factory);
  ASSERT_EQ(probed.findings.size(), 1U) << told(probed);
  EXPECT_TRUE(probed.blames("TS-DUR-01"_rule, Divergence::kRecordLost)) << told(probed);
  EXPECT_EQ(probed.tally["TS-DUR-04"_rule.index], 0U);
  EXPECT_EQ(probed.tally["TS-DUR-05"_rule.index], 0U);
  EXPECT_GE(probed.tally["TS-SEC-01"_rule.index], 1U);
}

TEST(Probes, BlameNoDamageForAProcessThatEndsAtAPlainReopen) {
  LineFactory factory{Faults{.ends_at_reopen = true}};
  const Probed probed = probe(factory);
  EXPECT_TRUE(probed.blames("TS-OUT-01"_rule, Divergence::kBroken)) << told(probed);
  EXPECT_EQ(probed.findings.size(), 1U) << told(probed);
}

TEST(Probes, BlameAHangOnNothingElse) {
  LineFactory factory{Faults{.hangs_at_bad_lines = true}};
  const Probed probed = probe(factory, 100);
  ASSERT_EQ(probed.findings.size(), 1U) << told(probed);
  EXPECT_TRUE(probed.blames("TS-LIVE-01"_rule, Divergence::kTimedOut));
}

TEST(Probes, AccuseNoStoreOfOneStall) {
  // In the plain reopen, in the first probes, and among damaged files.
  for (const int opens : {1, 3, 20, 40}) {
    const Shared<std::atomic<int>> until_stall;
    *until_stall = opens;
    LineFactory factory{Faults{.until_stall = &*until_stall}};
    const Probed probed = probe(factory, 200);
    EXPECT_LT(*until_stall, 0);
    EXPECT_TRUE(probed.findings.empty()) << told(probed);
  }
}

TEST(Probes, SeeASecretInTheWordsAboutDamage) {
  LineFactory factory{Faults{.shows_the_line = true}};
  const Probed probed = probe(factory);
  EXPECT_TRUE(probed.blames("TS-SEC-02"_rule, Divergence::kSecretShown)) << told(probed);
}

}  // namespace
}  // namespace assay
