// Which rule is blamed for what: histories written by hand, one wrong event each.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "harness/check.h"
#include "spec/json.h"

namespace assay {
namespace {

using Tokens = std::vector<std::string>;  // as JSON

// One event on a store that held `before`; what it answered, and what was there afterwards.
// In the order in which it is told.
struct Story {  // NOLINT(clang-analyzer-optin.performance.Padding)
  const char* name;
  Tokens before;
  Method method;
  std::string argument;  // a token as JSON, or an id
  Ending ending;
  std::string answer;  // the caller's token or the answer, as JSON; "" for none
  Tokens after;
  const char* rule;
  Divergence divergence;
};

std::ostream& operator<<(std::ostream& out, const Story& story) { return out << story.name; }

std::vector<Token> tokens_of(const Tokens& texts) {
  std::vector<Token> tokens;
  for (const std::string& text : texts) tokens.push_back(token_from_json(text));
  return tokens;
}

constexpr auto kSave = Method::kSaveToken;
constexpr auto kFind = Method::kFindToken;
constexpr auto kById = Method::kFindTokenById;
constexpr auto kDelete = Method::kDeleteToken;
constexpr auto kReturned = Ending::kReturned;
constexpr auto kRefused = Ending::kRefused;
using D = Divergence;

const std::string kAnn = R"({"id":"1","user_name":"ann","refresh_token":"r1","access_token":"a1"})";
const std::string kBob = R"({"id":"2","user_name":"bob","access_token":"a2"})";
const std::string kBare = R"({"id":"3","access_token":"a3"})";
const std::string kClient =
    R"({"id":"4","client_id":"c1","client_secret":"s1","refresh_token":"r4"})";
const std::string kSaveAnn = R"({"user_name":"ann","access_token":"new"})";
const std::string kAnnSaved =
    R"({"id":"1","user_name":"ann","refresh_token":"r1","access_token":"new"})";
const std::string kCyd = R"({"user_name":"cyd","access_token":"a9"})";
const std::string kCydSaved = R"({"id":"9","user_name":"cyd","access_token":"a9"})";

const std::string kTwin =
    R"({"id":"5","client_id":"c1","client_secret":"s1","refresh_token":"r4","grant_token":"g"})";
const std::string kTwinSaved = R"({"id":"5","client_id":"c1","client_secret":"s1",)"
                               R"("refresh_token":"r4","grant_token":"g","access_token":"x"})";

// clang-format off
const Story kStories[] = {
    {"a second record with one id", {kAnn}, kSave, kCyd, kReturned, kCyd, {kAnn,
     R"({"id":"1","user_name":"cyd","access_token":"a9"})"}, "TS-DUP-01", D::kDuplicate},
    {"a second record of one user", {kAnn}, kSave, kSaveAnn, kReturned, kSaveAnn, {kAnn,
     R"({"id":"9","user_name":"ann","access_token":"new"})"}, "TS-DUP-02", D::kDuplicate},
    {"another user's record is changed", {kAnn, kBob}, kSave, kCyd, kReturned, kCyd, {kAnn,
     R"({"id":"2","user_name":"cyd","access_token":"a9"})"}, "TS-USER-01", D::kWrongRecord},
    {"another user's record is changed by its id", {kAnn, kBob}, kSave,
     R"({"id":"2","user_name":"cyd","access_token":"a9"})", kReturned, kCyd, {kAnn,
     R"({"id":"2","user_name":"cyd","access_token":"a9"})"}, "TS-USER-03", D::kWrongRecord},
    {"an empty user and an access token in capitals", {kBare}, kSave,
     R"({"user_name":"","access_token":"A3","api_domain":"d"})", kReturned,
     R"({"user_name":"","access_token":"A3","api_domain":"d"})",
     {R"({"id":"3","access_token":"A3","api_domain":"d"})"}, "TS-VAL-06", D::kWrongRecord},
    {"a refused save has changed a record", {kAnn}, kSave, kSaveAnn, kRefused, "", {kAnnSaved},
     "TS-SAVE-11", D::kRecordsChanged},
    {"the id of the updated record is another", {kAnn}, kSave, kSaveAnn, kReturned, kSaveAnn,
     {R"({"id":"8","user_name":"ann","refresh_token":"r1","access_token":"new"})"}, "TS-SAVE-08",
     D::kWrongId},
    {"an insert removes the record of the same access token", {kBare}, kSave,
     R"({"client_id":"c","access_token":"a3"})", kReturned, R"({"access_token":"a3"})",
     {R"({"id":"9","client_id":"c","access_token":"a3"})"}, "TS-SAVE-16", D::kRecordLost},
    {"an adopted record gets the id of the token", {kBare}, kSave,
     R"({"id":"x","client_id":"c","access_token":"a3"})", kReturned, R"({"access_token":"a3"})",
     {R"({"id":"x","client_id":"c","access_token":"a3"})"}, "TS-SAVE-08", D::kWrongId},
    {"an adopted record has another id and the rest of its fields",
     {R"({"id":"3","access_token":"a3","api_domain":"d"})"}, kSave,
     R"({"client_id":"c","access_token":"a3"})", kReturned, R"({"access_token":"a3"})",
     {R"({"id":"9","client_id":"c","access_token":"a3","api_domain":"d"})"}, "TS-SAVE-08",
     D::kWrongId},
    {"two records are changed", {kClient,
     kTwin},
     kSave, R"({"client_id":"c1","client_secret":"s1","refresh_token":"r4","access_token":"x"})",
     kReturned,
     R"({"client_id":"c1","client_secret":"s1","refresh_token":"r4","access_token":"x"})",
     {R"({"id":"4","client_id":"c1","client_secret":"s1","refresh_token":"r4","access_token":"x"})",
     kTwinSaved},
     "TS-SAVE-16", D::kWrongRecord},
    {"a record is lost in a save", {kAnn, kBob}, kSave, kCyd, kReturned, kCyd, {kBob, kCydSaved},
     "TS-USER-01", D::kRecordLost},
    {"an ownerless record is lost in a save", {kBare}, kSave, kCyd, kReturned, kCyd, {kCydSaved},
     "TS-SAVE-16", D::kRecordLost},
    {"a save returned without effect", {kBob}, kSave, kCyd, kReturned, kCyd, {kBob}, "TS-SAVE-14",
     D::kNoEffect},
    {"an update returned without effect", {kAnn}, kSave, kSaveAnn, kReturned, kSaveAnn, {kAnn},
     "TS-SAVE-14", D::kNoEffect},
    {"a new user is refused", {kBob}, kSave, kCyd, kRefused, "", {kBob}, "TS-SAVE-01", D::kRefused},
    {"a new user with a quote is refused", {kBob}, kSave,
     R"({"user_name":"o'hara","access_token":"a9"})", kRefused, "", {kBob}, "TS-VAL-03",
     D::kRefused},
    {"a new user with an emoji is refused", {kBob}, kSave,
     R"({"user_name":"\ud83d\ude00","access_token":"a9"})", kRefused, "", {kBob}, "TS-VAL-04",
     D::kRefused},
    {"a user in capitals is refused for one in small letters", {kAnn}, kSave,
     R"({"user_name":"ANN","access_token":"a9"})", kRefused, "", {kAnn}, "TS-USER-04", D::kRefused},
    {"a user in capitals is refused, whatever else its token holds", {kAnn}, kSave,
     R"({"user_name":"ANN","client_id":"-","access_token":"it's"})", kRefused, "", {kAnn},
     "TS-USER-04", D::kRefused},
    {"a user's update is refused", {kAnn}, kSave, kSaveAnn, kRefused, "", {kAnn}, "TS-SAVE-02",
     D::kRefused},
    {"a token of nothing is inserted", {kBob}, kSave, R"({"user_name":""})", kReturned, "{}",
     {kBob, R"({"id":"9"})"}, "TS-SAVE-10", D::kNotRefused},
    {"an access token's update is inserted", {kBare}, kSave,
     R"({"access_token":"a3","expires_in":"5"})", kReturned, R"({"access_token":"a3"})", {kBare,
     R"({"id":"9","access_token":"a3","expires_in":"5"})"}, "TS-SAVE-03", D::kInserted},
    {"a refresh token's update is inserted", {kClient}, kSave,
     R"({"client_id":"c1","client_secret":"s1","refresh_token":"r4"})", kReturned, "{}", {kClient,
     R"({"id":"9","client_id":"c1","client_secret":"s1","refresh_token":"r4"})"}, "TS-SAVE-04",
     D::kInserted},
    {"another client's record is updated", {kClient}, kSave,
     R"({"client_id":"c2","client_secret":"s2","refresh_token":"r4"})", kReturned, "{}",
     {R"({"id":"4","client_id":"c2","client_secret":"s2","refresh_token":"r4"})"}, "TS-SAVE-06",
     D::kWrongRecord},
    {"an empty user takes the record without one", {kBare}, kSave,
     R"({"user_name":"","access_token":"a9"})", kReturned, R"({"access_token":"a9"})",
     {R"({"id":"3","access_token":"a9"})"}, "TS-SAVE-15", D::kWrongRecord},
    {"an access token in capitals takes the record", {kBare}, kSave, R"({"access_token":"A3"})",
     kReturned, R"({"access_token":"A3"})", {R"({"id":"3","access_token":"A3"})"}, "TS-VAL-06",
     D::kWrongRecord},
    {"an absent refresh token is lost in an update", {kAnn}, kSave, kSaveAnn, kReturned, kSaveAnn,
     {R"({"id":"1","user_name":"ann","access_token":"new"})"}, "TS-SAVE-07", D::kFieldLost},
    {"a present field keeps the old text", {kAnn}, kSave,
     R"({"user_name":"ann","refresh_token":"r2","access_token":"new"})", kReturned, kSaveAnn,
     {R"({"id":"1","user_name":"ann","refresh_token":"r1","access_token":"new"})"}, "TS-SAVE-07",
     D::kFieldKept},
    {"an absent field becomes a word", {kBob}, kSave, kCyd, kReturned, kCyd, {kBob,
     R"({"id":"9","user_name":"cyd","access_token":"a9","grant_token":"None"})"}, "TS-VAL-05",
     D::kFieldAltered},
    {"a text is trimmed", {kBob}, kSave, R"({"user_name":"cyd","access_token":"a9 "})", kReturned,
     kCyd, {kBob, kCydSaved}, "TS-VAL-01", D::kFieldAltered},
    {"a given id is not kept", {kBob}, kSave,
     R"({"id":"x","user_name":"cyd","access_token":"a9"})", kReturned, kCydSaved, {kBob,
     kCydSaved}, "TS-SAVE-13", D::kWrongId},
    {"a given id is read as a number", {kBob}, kSave,
     R"({"id":"007","user_name":"cyd","access_token":"a9"})", kReturned, kCydSaved, {kBob,
     R"({"id":"7","user_name":"cyd","access_token":"a9"})"}, "TS-ID-03", D::kWrongId},
    {"a new record has no id", {kBob}, kSave, kCyd, kReturned, kCyd, {kBob, kCyd}, "TS-ID-01",
     D::kWrongId},
    {"the caller's token is emptied", {kBob}, kSave, kCyd, kReturned, R"({"id":"9"})", {kBob,
     kCydSaved}, "TS-SAVE-12", D::kCallerToken},
    {"the caller's token does not get the id", {kBob}, kSave, kCyd, kReturned, kCyd, {kBob,
     kCydSaved}, "TS-SAVE-19", D::kCallerToken},
    {"the outcome is unknown without a fault", {kBob}, kSave, kCyd, Ending::kUnknown, "", {kBob,
     kCydSaved}, "TS-OUT-01", D::kUnknown},
    {"a user is not found", {kAnn}, kFind, R"({"user_name":"ann"})", kReturned, "", {kAnn},
     "TS-FIND-01", D::kNotFound},
    {"a find is refused where there is none", {kAnn}, kFind, R"({"user_name":"cyd"})", kRefused,
     "", {kAnn}, "TS-FIND-02", D::kRefused},
    {"another user's record is found", {kAnn}, kFind, R"({"user_name":"cyd","access_token":"a1"})",
     kReturned, kAnn, {kAnn}, "TS-USER-02", D::kWrongRecord},
    {"another user's record is found by its id", {kAnn}, kFind, R"({"id":"1","user_name":"cyd"})",
     kReturned, kAnn, {kAnn}, "TS-USER-03", D::kWrongRecord},
    {"a token of nothing finds", {kAnn}, kFind, "{}", kReturned, kAnn, {kAnn}, "TS-FIND-03",
     D::kFound},
    {"a find changes a record", {kAnn}, kFind, R"({"user_name":"ann"})", kReturned, kAnn,
     {kAnnSaved}, "TS-FIND-04", D::kRecordsChanged},
    {"a client alone finds", {kClient}, kFind, R"({"client_id":"c1","client_secret":"s1"})",
     kReturned, kClient, {kClient}, "TS-FIND-05", D::kFound},
    {"a field of the answer is no one's", {kAnn}, kFind, R"({"user_name":"ann"})", kReturned,
     R"({"id":"1","user_name":"ann","refresh_token":"zz","access_token":"a1"})", {kAnn},
     "TS-FIND-06", D::kFieldAltered},
    {"the id of the answer is the query's, and no record's", {kAnn}, kFind,
     R"({"id":"77","user_name":"ann"})", kReturned,
     R"({"id":"77","user_name":"ann","refresh_token":"r1","access_token":"a1"})", {kAnn},
     "TS-FIND-06", D::kWrongId},
    {"the id of the answer is the query's, and another record's", {kAnn, kBare}, kFind,
     R"({"id":"3","user_name":"ann"})", kReturned,
     R"({"id":"3","user_name":"ann","refresh_token":"r1","access_token":"a1"})", {kAnn, kBare},
     "TS-FIND-06", D::kWrongId},
    {"the id of the answer is the query's, and another user's record's", {kAnn, kBob}, kFind,
     R"({"id":"2","user_name":"ann"})", kReturned,
     R"({"id":"2","user_name":"ann","refresh_token":"r1","access_token":"a1"})", {kAnn, kBob},
     "TS-FIND-06", D::kWrongId},
    {"a field of the answer is missing", {kAnn}, kFind, R"({"user_name":"ann"})", kReturned,
     R"({"id":"1","user_name":"ann","access_token":"a1"})", {kAnn}, "TS-FIND-01", D::kFieldLost},
    {"an empty user finds the record without one", {kBare}, kFind,
     R"({"user_name":"","client_id":"c1"})", kReturned, kBare, {kBare}, "TS-FIND-07", D::kFound},
    {"a lone refresh token finds nothing", {kAnn}, kFind, R"({"refresh_token":"r1"})", kReturned,
     "", {kAnn}, "TS-FIND-08", D::kNotFound},
    {"the record of another client is found", {kClient}, kFind,
     R"({"client_id":"c2","refresh_token":"r4"})", kReturned, kClient, {kClient}, "TS-FIND-09",
     D::kFound},
    {"a user in capitals finds one in small letters, by id only", {kBare}, kFind,
     R"({"access_token":"A3"})", kReturned, kBare, {kBare}, "TS-VAL-06", D::kFound},
    {"a stored id is not found", {kAnn}, kById, "1", kReturned, "", {kAnn}, "TS-BYID-01",
     D::kNotFound},
    {"a record by id lacks a field", {kAnn}, kById, "1", kReturned,
     R"({"id":"1","user_name":"ann","access_token":"a1"})", {kAnn}, "TS-BYID-01", D::kFieldLost},
    {"a record by id differs from the list", {kAnn}, kById, "1", kReturned,
     R"({"id":"1","user_name":"ann","refresh_token":"r0","access_token":"a1"})", {kAnn},
     "TS-LIST-02", D::kFieldAltered},
    {"an unknown id is refused", {kAnn}, kById, "5", kRefused, "", {kAnn}, "TS-BYID-02",
     D::kRefused},
    {"an unknown id finds", {kAnn}, kById, "5", kReturned, kAnn, {kAnn}, "TS-BYID-02", D::kFound},
    {"an empty id finds", {kAnn}, kById, "", kReturned, kAnn, {kAnn}, "TS-BYID-03", D::kFound},
    {"an id with a zero before it finds", {kAnn}, kById, "01", kReturned, kAnn, {kAnn}, "TS-ID-03",
     D::kFound},
    {"a delete leaves the record", {kAnn}, kDelete, "1", kReturned, "", {kAnn}, "TS-DEL-01",
     D::kNoEffect},
    {"a delete takes another with it", {kAnn, kBob}, kDelete, "1", kReturned, "", {}, "TS-DEL-01",
     D::kRecordLost},
    {"a delete of an unknown id deletes", {kAnn}, kDelete, "5", kReturned, "", {}, "TS-DEL-02",
     D::kRecordLost},
    {"a delete of an injected id deletes", {kAnn}, kDelete, "1 or 1=1", kReturned, "", {},
     "TS-VAL-03", D::kRecordLost},
    {"a delete of a longer injected id deletes", {kAnn}, kDelete, "' or 'a'='a' --", kReturned, "",
     {}, "TS-VAL-03", D::kRecordLost},
    {"a delete of an id that is too long deletes", {kAnn}, kDelete, "123456789012", kReturned, "",
     {}, "TS-VAL-07", D::kRecordLost},
    {"delete_tokens leaves one", {kAnn, kBob}, Method::kDeleteTokens, "", kReturned, "", {kBob},
     "TS-DEL-03", D::kRecordsChanged},
    {"get_tokens is refused", {kAnn}, Method::kGetTokens, "", kRefused, "", {kAnn}, "TS-LIST-01",
     D::kRefused},
    {"get_tokens lists nothing", {kAnn}, Method::kGetTokens, "", kReturned, "", {kAnn},
     "TS-LIST-01", D::kRecordsChanged},
    {"a reopened store is empty", {kAnn}, Method::kReopen, "", kReturned, "", {}, "TS-DUR-01",
     D::kRecordLost},
};
// clang-format on

// A history that first shows `before`, then the event.
class Blame : public ::testing::TestWithParam<Story> {
 protected:
  static std::vector<Finding> findings() {
    const Story& story = GetParam();
    Plan plan;
    History history;
    Event first;
    first.observation.tokens = tokens_of(story.before);
    history.events.push_back(first);
    Event event;
    event.call.method = story.method;
    if (takes_token(story.method)) event.call.token = token_from_json(story.argument);
    if (takes_id(story.method)) event.call.id = story.argument;
    event.outcome.ending = story.ending;
    if (!story.answer.empty()) event.outcome.token = token_from_json(story.answer);
    event.observation.tokens = tokens_of(story.after);
    history.events.push_back(event);
    for (const Event& e : history.events) plan.operations.push_back({e.call, {}, {}});
    Capabilities capabilities;
    capabilities.persistent = true;
    Tally tally{};
    auto found = check(plan, history, capabilities, "", tally);
    // The first event only brings the records about; what is said of it is no matter.
    std::erase_if(found, [](const Finding& finding) { return finding.step == 0; });
    return found;
  }
};

TEST_P(Blame, IsPutOnTheFirstRuleThatIsBroken) {
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U) << (found.empty() ? "nothing was found" : "too much was found");
  EXPECT_EQ(found.front().bucket.rule.id(), GetParam().rule) << found.front().happened;
  EXPECT_EQ(name_of(found.front().bucket.divergence), name_of(GetParam().divergence));
}

INSTANTIATE_TEST_SUITE_P(Stories, Blame, ::testing::ValuesIn(kStories));

// Two saves; the second clears the expiry. The same token twice may not do that; with an empty
// field more it is another token, which may. [TS-SAVE-09, LAT-f]
std::vector<Finding> second_save_clears_expiry(const std::string& first,
                                               const std::string& second) {
  Plan plan;
  History history;
  const Tokens given = {R"({"access_token":"a","expires_in":"1"})", first, second};
  for (const std::string& text : given) {
    Event event;
    event.call = {Method::kSaveToken, token_from_json(text), "", 0};
    event.outcome.token = event.call.token;
    (*event.outcome.token)[Field::kId] = "1";
    const bool last = history.events.size() == 2;
    event.observation.tokens =
        tokens_of({last ? R"({"id":"1","access_token":"a"})"
                        : R"({"id":"1","access_token":"a","expires_in":"1"})"});
    plan.operations.push_back({event.call, {}, {}});
    history.events.push_back(std::move(event));
  }
  Tally tally{};
  return check(plan, history, {}, "", tally);
}

TEST(BlameOfRepeats, FallsOnTheVerySameTokenAlone) {
  const std::string plain = R"({"access_token":"a"})";
  const std::string clearing = R"({"access_token":"a","expires_in":""})";
  EXPECT_TRUE(second_save_clears_expiry(plain, clearing).empty());
  const auto found = second_save_clears_expiry(clearing, clearing);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().bucket.rule.id(), "TS-SAVE-09");
}

// The caller's token reads wrongly after an update; given again, it is another token, and the
// update that it asks for is right.
TEST(BlameOfRepeats, LeavesATokenAloneThatReadWronglyBefore) {
  const std::vector<Tokens> steps = {
      {R"({"user_name":"a","grant_token":"c"})", R"({"id":"1","user_name":"a","grant_token":"c"})",
       R"({"id":"1","user_name":"a","grant_token":"c"})"},
      {R"({"user_name":"a","grant_token":"b"})", R"({"id":"1","user_name":"a","grant_token":"c"})",
       R"({"id":"1","user_name":"a","grant_token":"b"})"},
      {R"({"id":"1","user_name":"a","grant_token":"c"})",
       R"({"id":"1","user_name":"a","grant_token":"c"})",
       R"({"id":"1","user_name":"a","grant_token":"c"})"}};
  Plan plan;
  History history;
  for (const Tokens& step : steps) {
    Event event;
    event.call = {Method::kSaveToken, token_from_json(step[0]), "", 0};
    event.outcome.token = token_from_json(step[1]);
    event.observation.tokens = tokens_of({step[2]});
    plan.operations.push_back({event.call, {}, {}});
    history.events.push_back(std::move(event));
  }
  Tally tally{};
  const auto found = check(plan, history, {}, "", tally);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().bucket.rule.id(), "TS-SAVE-12");
}

// A user that was deleted and came back is a user as any other.
TEST(BlameStories, ForgetTheDeleteOfAUserThatCameBack) {
  const auto save = [](const std::string& token, Ending ending, const Tokens& after) {
    Event event;
    event.call.method = kSave;
    event.call.token = token_from_json(token);
    event.outcome.ending = ending;
    event.outcome.token = event.call.token;
    event.observation.tokens = tokens_of(after);
    return event;
  };
  Event gone;
  gone.call.method = kDelete;
  gone.call.id = "9";
  const History history{{save(kCyd, kReturned, {kCydSaved}), gone,
                         save(kCyd, kReturned, {kCydSaved}),
                         save(R"({"user_name":"cyd","access_token":"b"})", kRefused, {kCydSaved})}};
  Plan plan;
  for (const Event& event : history.events) plan.operations.push_back({event.call, {}, {}});
  Tally tally{};
  std::vector<std::string_view> rules;
  for (const Finding& finding : check(plan, history, {}, "", tally))
    if (finding.step == 3) rules.push_back(finding.bucket.rule.id());
  EXPECT_EQ(rules, std::vector<std::string_view>{"TS-SAVE-02"});
}

// A MUST rule that sequences can break and that no story here is blamed on must be named.
TEST(BlameStories, CoverTheRulesThatAnEventCanBreak) {
  const std::vector<std::string_view> elsewhere = {
      "TS-SAVE-05", "TS-SAVE-09", "TS-SAVE-17", "TS-SAVE-18", "TS-ID-02",
      "TS-DEL-04",  "TS-VAL-02",  "TS-SEC-02",  "TS-LIVE-01", "TS-DUR-02",
      "TS-DUR-03",  "TS-DUR-04",  "TS-DUR-05",  "TS-CONC-01", "TS-CONC-02",
      "TS-CONC-03", "TS-NET-01",  "TS-SEC-01",  "TS-SEC-03"};
  for (const Rule& rule : kRules) {
    if (rule.level == Level::kLatitude) continue;
    const bool here =
        std::ranges::any_of(kStories, [&](const Story& story) { return story.rule == rule.id; });
    const bool there = std::ranges::find(elsewhere, rule.id) != elsewhere.end();
    EXPECT_NE(here, there) << rule.id;
  }
}

}  // namespace
}  // namespace assay
