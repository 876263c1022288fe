#include "spec/model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "spec/consequence.h"
#include "spec/story.h"
#include "spec/text.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, kFieldCount> kShortNames = {
    "id",     "user",  "client",  "secret",   "refresh",
    "access", "grant", "expires", "redirect", "domain"};

std::string with_blanks(std::string text) {
  constexpr std::string_view kBlank = "·";
  for (std::size_t at = 0; (at = text.find(kBlank, at)) != text.npos;)
    text.replace(at, kBlank.size(), " ");
  return text;
}

Token token_of(const std::string& text) {
  Token token;
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    const std::size_t equals = word.find('=');
    const auto* name = std::ranges::find(kShortNames, word.substr(0, equals));
    if (equals == word.npos || name == kShortNames.end())
      throw std::invalid_argument("no field: " + word);
    token[kFields[static_cast<std::size_t>(name - kShortNames.begin())]] =
        with_blanks(word.substr(equals + 1));
  }
  return token;
}

std::string text_of(const Token& token) {
  std::string out;
  for (const Field field : kFields)
    if (token.has(field))
      out += " " + std::string(kShortNames[index_of(field)]) + "=" + std::string(token.text(field));
  return out;
}

Call call_of(const std::string& text) {
  constexpr auto kWords =
      std::to_array<std::pair<std::string_view, Method>>({{"save", Method::kSaveToken},
                                                          {"find", Method::kFindToken},
                                                          {"find_by_id", Method::kFindTokenById},
                                                          {"delete", Method::kDeleteToken},
                                                          {"delete_all", Method::kDeleteTokens},
                                                          {"list", Method::kGetTokens},
                                                          {"reopen", Method::kReopen}});
  const std::size_t blank = text.find(' ');
  const auto* row =
      std::ranges::find(kWords, text.substr(0, blank), [](const auto& pair) { return pair.first; });
  if (row == kWords.end()) throw std::invalid_argument("no call: " + text);
  const std::string argument = blank == text.npos ? "" : text.substr(blank + 1);
  Call call;
  call.method = row->second;
  if (takes_token(call.method)) call.token = token_of(argument);
  if (takes_id(call.method)) call.id = with_blanks(argument);
  return call;
}

std::string tags_of(const TagSet& tags) {
  std::string out = " |";
  for (std::uint8_t i = 0; i < kTagCount; ++i)
    if (tags.test(i)) out += " " + std::string(Tag{i}.id());
  return out;
}

// Whether `records` are those of `state` but for the one at `changed`.
bool others_stay(const State& state, const std::vector<Token>& records, std::size_t changed) {
  if (records.size() < state.records.size()) return false;
  for (std::size_t i = 0; i < state.records.size(); ++i)
    if (i != changed && records[i] != state.records[i]) return false;
  return true;
}

std::string line_of(const State& state, const Allowed& allowed, const Consequence& consequence) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  const std::vector<Token>& records = consequence.records;
  const bool removes = allowed.effect == Effect::kDeleted;
  const std::size_t changed = allowed.effect == Effect::kUpdated ? allowed.record : kNone;
  EXPECT_TRUE(removes || records.empty() || others_stay(state, records, changed));
  const std::string tags = tags_of(consequence.tags);
  switch (allowed.effect) {
    case Effect::kInserted: return "insert" + text_of(records.back()) + tags;
    case Effect::kUpdated: return "update" + text_of(records[changed]) + tags;
    case Effect::kFound: return "find" + text_of(*consequence.found) + tags;
    case Effect::kDeleted: return "delete" + text_of(state.records[allowed.record]) + tags;
    case Effect::kRefused: return "refuse" + tags;
    case Effect::kNone: return "none" + tags;
    case Effect::kDone: break;
  }
  return (records.empty() && !state.records.empty() ? "clear" : "done") + tags;
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::ranges::sort(lines);
  return lines;
}

class ModelStory : public ::testing::TestWithParam<Story> {};

TEST_P(ModelStory, AllowsExactlyWhatItTells) {
  const Story& story = GetParam();
  State state;
  for (const std::string& record : story.records) state.records.push_back(token_of(record));
  for (const std::string& token : story.last) state.last_saved.push_back(token_of(token));
  const Call call = call_of(story.call);
  std::vector<std::string> allowed;
  for (const Allowed& one : step(state, call, story.capabilities))
    for (const Consequence& consequence : consequences(state, call, one))
      allowed.push_back(line_of(state, one, consequence));
  std::vector<std::string> expected;
  for (const std::string& line : story.allowed) expected.push_back(with_blanks(line));
  EXPECT_EQ(sorted(allowed), sorted(expected))
      << story.rule << ": " << story.title << "\n  " << quoted(story.call);
}

std::vector<Story> all_stories() {
  std::vector<Story> all;
  for (const auto& stories :
       {saving_stories(), value_stories(), finding_stories(), latitude_stories()})
    all.insert(all.end(), stories.begin(), stories.end());
  return all;
}

// "TS_SAVE_02_TheUserDecides_7", from the title "the user decides".
std::string test_name(const ::testing::TestParamInfo<Story>& info) {
  std::string name;
  for (const char c : info.param.rule) name += c == '-' ? '_' : c;
  name += '_';
  bool begins = true;
  for (const char c : info.param.title) {
    const bool is_letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (is_letter) name += begins ? static_cast<char>(std::toupper(c)) : c;
    begins = !is_letter;
  }
  return name + "_" + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(Spec, ModelStory, ::testing::ValuesIn(all_stories()), test_name);

struct Elsewhere {
  std::string_view rule;
  std::string_view why;
};

// Rules that no allowed outcome of one call can tell.
constexpr auto kElsewhere = std::to_array<Elsewhere>({
    {"TS-SAVE-12", "the checker compares the caller's token"},
    {"TS-SAVE-14", "the checker sees a save that returned and changed nothing"},
    {"TS-SAVE-17", "the model allows the second insert; the checker advises against it"},
    {"TS-SAVE-19", "the checker looks at the caller's token"},
    {"TS-ID-01", "the checker looks at the id that the store chose"},
    {"TS-ID-02", "the checker remembers the ids of deleted records"},
    {"TS-FIND-08", "the model allows to find none; the checker advises against it"},
    {"TS-FIND-09", "the model allows another client's record; the checker advises against it"},
    {"TS-LIST-02", "the checker compares an answer with the observed records"},
    {"TS-VAL-05", "the checker compares an answer with the observed records"},
    {"TS-OUT-01", "the checker looks at how a call ended"},
    {"TS-DUR-02", "a driver that kills processes"},
    {"TS-DUR-03", "a driver that loses what was not synced"},
    {"TS-DUR-04", "a driver that fills disks"},
    {"TS-DUR-05", "a probe with foreign files"},
    {"TS-CONC-01", "a driver with threads"},
    {"TS-CONC-02", "a driver with processes"},
    {"TS-CONC-03", "a driver with threads"},
    {"TS-NET-01", "a driver that cuts connections"},
    {"TS-SEC-01", "a probe of file modes"},
    {"TS-SEC-02", "the checker searches the error texts"},
    {"TS-SEC-03", "a driver that reads the SQL on the wire"},
    {"TS-LIVE-01", "the executor's time limit"},
    {"LAT-j", "the checker compares an answer with record and query"},
    {"LAT-l", "the checker compares lists without their order"},
    {"LAT-m", "the checker looks at the caller's token"},
    {"LAT-o", "a probe with an empty file"},
    {"LAT-p", "a driver with threads"},
});

TEST(Model, EveryRuleHasAStoryOrIsDecidedElsewhere) {
  std::set<std::string_view> told;
  for (const Story& story : all_stories()) {
    EXPECT_TRUE(find_tag(story.rule).has_value()) << story.rule << " is no rule";
    told.insert(story.rule);
  }
  for (const Rule& rule : kRules) {
    const bool elsewhere =
        std::ranges::find(kElsewhere, rule.id, &Elsewhere::rule) != kElsewhere.end();
    EXPECT_NE(told.contains(rule.id), elsewhere)
        << rule.id << (elsewhere ? " has a story, yet stands in kElsewhere" : " has no story");
  }
}

TEST(Model, EveryTagOfAnAllowedOutcomeIsTold) {
  for (std::uint8_t i = 0; i < kTagCount; ++i) {
    const std::string id(Tag{i}.id());
    const auto stories = all_stories();
    const bool told =
        std::ranges::any_of(stories, [&](const Story& story) { return story.rule == id; });
    const bool given = std::ranges::any_of(stories, [&](const Story& story) {
      return std::ranges::any_of(story.allowed, [&](const std::string& line) {
        return line.find(" " + id, line.find('|')) != line.npos;
      });
    });
    EXPECT_TRUE(told || !given) << id << " allows something in a story, and has none of its own";
  }
}

}  // namespace
}  // namespace assay
