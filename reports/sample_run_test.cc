#include "reports/sample_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace assay {
namespace {

using namespace literals;

// All that may not reach a terminal or an XML file as it is.
const std::string kHostile =
    std::string("nul \0 esc \x1b[31m bell \a csi \u009b bidi \u202e rot \xff", 44) +
    " quotes \"' cdata ]]> tags <&> \U0001F511";

Operation save(Token token) {
  Operation operation;
  operation.call.method = Method::kSaveToken;
  operation.call.token = std::move(token);
  return operation;
}

Operation of(Method method) {
  Operation operation;
  operation.call.method = method;
  return operation;
}

Operation with_id_of(Method method, std::size_t step) {
  Operation operation = of(method);
  operation.id_of = step;
  return operation;
}

Operation save_again(std::size_t step) {
  Operation operation = of(Method::kSaveToken);
  operation.again = step;
  return operation;
}

Verdict passed(Tag rule, std::uint64_t tries) { return {rule, Judgement::kPass, tries, ""}; }

Finding hostile_finding() {
  Finding finding;
  finding.bucket = {"TS-USER-04"_rule, Method::kFindToken, Divergence::kWrongRecord};
  finding.step = 5;
  finding.plan.operations = {
      of(Method::kFill),
      save(Token()
               .with(Field::kUserName, "J\u00fcrgen")
               .with(Field::kAccessToken, std::string(300, 'x'))
               .with(Field::kRedirectUrl, "https://example.org/a/rather/long/place/to/return/to")
               .with(Field::kRefreshToken, "")),
      save_again(1),
      with_id_of(Method::kFindTokenById, 1),
      of(Method::kReopen),
      save(Token().with(Field::kUserName, "]]> <&> \x1b[2J\" \U0001F511").with(Field::kId, "")),
      of(Method::kGetTokens)};
  finding.plan.operations[0].call.count = 1000;
  finding.plan.operations[5].call.method = Method::kFindToken;
  finding.plan.operations[5].id_of = 1;
  finding.outcomes = {"returned",
                      "returned, id #2",
                      "refused: " + kHostile,
                      "id #2, user_name \"J\u00fcrgen\"",
                      "returned",
                      "id #2, user_name \"J\u00fcrgen\""};
  for (int i = 1; i <= 10; ++i)
    finding.allowed.push_back("the answer is the record #" + std::to_string(i) + "  [LAT-i]");
  finding.happened = "found the record of user \"J\u00fcrgen\", said " + kHostile;
  finding.count = 1234;
  finding.replay = "./assay replay --store sqlite /tmp/assay-results/TS-USER-04.json";
  return finding;
}

Finding should_finding() {
  Finding finding;
  finding.bucket = {"TS-SAVE-18"_rule, Method::kSaveToken, Divergence::kNotRefused};
  finding.plan.operations = {save(Token().with(Field::kApiDomain, "d"))};
  finding.outcomes = {"returned, id #1"};
  finding.allowed = {"refused, and nothing changed  [TS-SAVE-18]",
                     "a new record under a new id  [LAT-h]"};
  finding.happened = "returned, id #1; new: id #1, api_domain \"d\"";
  return finding;
}

// A finding of a probe: no plan shows it.
Finding probe_finding() {
  Finding finding;
  finding.bucket = {"TS-SEC-01"_rule, Method::kReopen, Divergence::kFileMode};
  finding.allowed = {"every file has mode 0600  [TS-SEC-01]"};
  finding.happened = "tokens.db-journal has mode 0644";
  return finding;
}

// Some of everything, and most of it enough.
void count(Tally& tally) {
  std::uint64_t n = 30;
  for (Tries& tries : tally.situations) {
    tries = {n, n - 7};
    n += 31;
  }
  tally.situations["ID-02.deleted"_situation.index] = {3, 1};
  tally.ways["LAT-a.insert"_way.index] = {900, 388};
  tally.ways["LAT-a.access"_way.index] = {600, 512};
  tally.ways["LAT-l.order"_way.index] = {4000, 4000};
  tally.ways["LAT-l.other"_way.index] = {4000, 0};
  tally.triples[triple_of(Method::kSaveToken, Method::kFindToken, Method::kSaveToken)] = 17;
  tally.triples[triple_of(Method::kReopen, Method::kFindToken, Method::kSaveToken)] = 2;
  tally.record_counts = {10, 20, 30, 40, 50, 60, 1, 0, 7};
  tally.value_classes = {700, 20, 10, 30, 90, 50, 100};
}

StoreResult list_result() {
  StoreResult store;
  store.store = "list";
  store.verdicts = {
      passed("TS-SAVE-01"_rule, 41'234),
      passed("TS-SAVE-07"_rule, 1'234),
      passed("TS-SAVE-18"_rule, 9'999),
      passed("TS-DUP-01"_rule, 5'678'901),
      passed("TS-USER-04"_rule, 31),
      {"TS-ID-02"_rule, Judgement::kInconclusive, 3,
       "after the delete of a record: tried 3 times; a PASS takes 30", 3, 30},
      passed("TS-ID-03"_rule, 777),
      {"TS-DUR-01"_rule, Judgement::kNotApplicable, 0, "the store is not persistent"},
      {"TS-DUR-02"_rule, Judgement::kNotApplicable, 0, "the store is not persistent"},
      {"TS-CONC-01"_rule, Judgement::kNotApplicable, 0, "the store is for one thread at a time"},
      {"TS-SEC-01"_rule, Judgement::kNotApplicable, 0, "the store has no files"},
      passed("TS-SEC-02"_rule, 88'888),
      passed("TS-LIVE-01"_rule, 5'678'901)};
  count(store.tally);
  store.tally["LAT-a"_rule.index] = 512;
  store.tally["LAT-l"_rule.index] = 5'678'901;
  store.tally["TS-SAVE-01"_rule.index] = 41'234;
  store.cases = 250'000;
  store.calls = 5'678'901;
  store.seconds = 12.3456;
  return store;
}

StoreResult sqlite_result() {
  StoreResult store;
  store.store = "sqlite <&> \x1b[1m";
  store.capabilities = {Medium::kFile, true, true, true, 8, {}};
  store.capabilities.capacity[index_of(Field::kUserName)] = 255;
  store.verdicts = {
      passed("TS-SAVE-01"_rule, 4'000),
      {"TS-SAVE-07"_rule, Judgement::kFail, 310, "save_token: field-lost"},
      {"TS-SAVE-18"_rule, Judgement::kFail, 40, "save_token: not-refused"},
      passed("TS-DUP-01"_rule, 65'536),
      {"TS-USER-04"_rule, Judgement::kFail, 77, kHostile},
      {"TS-ID-02"_rule, Judgement::kInconclusive, 3,
       "after the delete of a record: tried 3 times; a PASS takes 30", 3, 30},
      {"TS-ID-03"_rule, Judgement::kInconclusive, 612,
       "an id that reads like a stored one: tried 12 times; a PASS takes 30", 12, 30},
      {"TS-FIND-05"_rule, Judgement::kExpected, 500,
       "finds by the client alone, until 2027-03-31 (https://example.org/7)"},
      passed("TS-DUR-01"_rule, 1'000),
      {"TS-DUR-02"_rule, Judgement::kNotBuilt, 0, "nothing puts this rule to the test yet"},
      {"TS-DUR-03"_rule, Judgement::kNotBuilt, 0, "nothing puts this rule to the test yet"},
      {"TS-DUR-04"_rule, Judgement::kNotBuilt, 0, "nothing puts this rule to the test yet"},
      {"TS-CONC-01"_rule, Judgement::kNotBuilt, 0, "nothing puts this rule to the test yet"},
      {"TS-SEC-01"_rule, Judgement::kFail, 30, "a journal is open to others"},
      passed("TS-SEC-02"_rule, 88),
      passed("TS-LIVE-01"_rule, 65'536)};
  store.findings = {sample_finding(), should_finding(), hostile_finding(), probe_finding()};
  count(store.tally);
  store.tally.situations["ID-03.delete"_situation.index] = {12, 9};
  store.tally.ways["LAT-h.refuse"_way.index] = {40, 0};
  store.tally.ways["LAT-h.insert"_way.index] = {40, 40};
  store.tally["LAT-h"_rule.index] = 40;
  store.cases = 3'000;
  store.calls = 65'536;
  store.seconds = 20;
  return store;
}

StoreResult mysql_result() {
  StoreResult store;
  store.store = "mysql";
  store.capabilities = {Medium::kServer, true, true, true, 8, {}};
  store.infra = "127.0.0.1:3306 does not answer: " + kHostile;
  for (const Tag rule : {"TS-SAVE-01"_rule, "TS-SAVE-18"_rule, "TS-NET-01"_rule})
    store.verdicts.push_back({rule, Judgement::kInfra, 0, store.infra});
  return store;
}

std::string all_text(const Finding& finding) {
  std::string out = finding.happened;
  for (const Operation& operation : finding.plan.operations)
    for (const Field field : kFields) out += operation.call.token.text(field);
  return out;
}

}  // namespace

Finding sample_finding() {
  Finding finding;
  finding.bucket = {"TS-SAVE-07"_rule, Method::kSaveToken, Divergence::kFieldLost};
  finding.step = 1;
  finding.plan.operations = {
      save(Token().with(Field::kUserName, "ann").with(Field::kRefreshToken, "r1")),
      save(Token().with(Field::kUserName, "ann").with(Field::kAccessToken, "a1"))};
  finding.outcomes = {"returned, id #1", "returned, id #1"};
  finding.allowed = {"an update of the record #1  [TS-SAVE-02]"};
  finding.happened =
      "returned, id #1; record #1: refresh_token \"r1\" became absent, access_token "
      "absent became \"a1\"";
  finding.count = 14;
  finding.replay = "./assay replay --store sqlite assay-results/TS-SAVE-07-1.json";
  return finding;
}

RunResult sample_run() {
  RunResult run;
  run.version = "0.1.0";
  run.seed = 18'446'744'073'709'551'615U;
  run.budget = "time 60s";
  run.shard = "1/4";
  run.stores = {list_result(), sqlite_result(), mysql_result()};
  run.canaries = {{"user-ignored", "USER", true}, {"list-repeats", "LIST", true}};
  run.overdue = {"TS-DEL-02 of sqlite was expected until 2026-10-31"};
  run.seconds = 60.004;
  return run;
}

RunResult interrupted_run() {
  RunResult run = sample_run();
  run.interrupted = true;
  run.shard.clear();
  run.budget = "cases 1000";
  run.stores = {sqlite_result()};
  run.stores[0].store = "sqlite";
  return run;
}

RunResult good_run() {
  RunResult run = sample_run();
  run.overdue.clear();
  run.stores.clear();
  for (const char* name : {"list", "sqlite-memory", "file"}) {
    StoreResult store = list_result();
    store.store = name;
    std::erase_if(store.verdicts, [](const Verdict& verdict) {
      return verdict.judgement == Judgement::kInconclusive;
    });
    run.stores.push_back(store);
  }
  return run;
}

namespace {

TEST(SampleRun, HoldsEveryJudgement) {
  std::set<Judgement> seen;
  for (const StoreResult& store : sample_run().stores)
    for (const Verdict& verdict : store.verdicts) seen.insert(verdict.judgement);
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(Judgement::kExpected) + 1);
}

TEST(SampleRun, HoldsFindingsOfBothLevels) {
  std::set<Level> seen;
  for (const StoreResult& store : sample_run().stores)
    for (const Finding& finding : store.findings) seen.insert(finding.bucket.rule.rule().level);
  EXPECT_EQ(seen, (std::set{Level::kMust, Level::kShould}));
}

TEST(SampleRun, HoldsHostileTextInMessagesAndValues) {
  for (const std::string& text : {sample_run().stores[2].infra, all_text(hostile_finding())}) {
    EXPECT_NE(text.find('\x1b'), text.npos);
    EXPECT_NE(text.find("]]>"), text.npos);
    EXPECT_NE(text.find("<&>"), text.npos);
    EXPECT_NE(text.find("\U0001F511"), text.npos);
  }
  EXPECT_NE(sample_run().stores[2].infra.find('\0'), std::string::npos);
  EXPECT_NE(sample_run().stores[2].infra.find('\xff'), std::string::npos);
}

}  // namespace
}  // namespace assay
