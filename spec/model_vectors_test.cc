// Holds the model against an independent one: tests/law/law.py, and 4,000 of its answers.
//
// ASSAY_LAW_QUESTIONS=100000 ASSAY_LAW_SEED=1000 spec_tests --gtest_filter='LawQuestions.*'
// asks that many fresh questions, 10,000 for each seed from that one on.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "spec/consequence.h"
#include "spec/json.h"

namespace assay {
namespace {

using Json = nlohmann::json;

// Our tags in the words of the law. Ours may be finer: several rows may then give one word.
struct Row {
  std::string_view ours;
  std::string_view laws;
};
constexpr auto kLawTags = std::to_array<Row>({
    {"TS-SAVE-01", "TS-SAVE-01"}, {"TS-SAVE-02", "TS-SAVE-02"}, {"TS-SAVE-03", "TS-SAVE-03"},
    {"TS-SAVE-04", "TS-SAVE-04"}, {"TS-SAVE-05", "TS-SAVE-05"}, {"TS-SAVE-06", "TS-SAVE-06"},
    {"TS-SAVE-09", "TS-SAVE-09"}, {"TS-SAVE-10", "TS-SAVE-10"}, {"TS-SAVE-18", "TS-SAVE-18"},
    {"TS-FIND-01", "TS-FIND-01"}, {"TS-FIND-02", "TS-FIND-02"}, {"TS-FIND-03", "TS-FIND-03"},
    {"TS-BYID-01", "TS-BYID-01"}, {"TS-BYID-02", "TS-BYID-02"}, {"TS-BYID-03", "TS-BYID-03"},
    {"TS-DEL-01", "TS-DEL-01"},   {"TS-DEL-02", "TS-DEL-02"},   {"LAT-a", "LAT-a"},
    {"LAT-b", "LAT-b"},           {"LAT-c", "LAT-c"},           {"LAT-d", "LAT-d"},
    {"LAT-f", "LAT-f"},           {"LAT-g", "LAT-g"},           {"LAT-h", "LAT-h"},
    {"LAT-i", "LAT-i"},           {"LAT-k", "LAT-k"},
});

// An outcome on one line, and the law's tags of it; equal worlds are one outcome.
using Answer = std::map<std::string, std::set<std::string>>;

std::string line_of(std::string_view outcome, std::vector<std::string> records,
                    const std::string& found) {
  std::ranges::sort(records);
  std::string line(outcome);
  for (const std::string& record : records) line += "\n      " + record;
  return found.empty() ? line : line + "\n      answer " + found;
}

std::string_view laws_word(Effect effect) {
  switch (effect) {
    case Effect::kInserted: return "inserted";
    case Effect::kUpdated: return "updated";
    case Effect::kRefused: return "refused";
    case Effect::kFound: return "found";
    case Effect::kNone: return "none";
    case Effect::kDeleted:
    case Effect::kDone: return "done";
  }
  return "?";
}

std::string clean_text(const Token& token) {
  Token clean;
  for (const Field field : kFields)
    if (token.has(field)) clean[field] = token[field];
  return to_json(clean);
}

std::set<std::string> laws_tags(const TagSet& tags) {
  std::set<std::string> words;
  for (std::uint8_t i = 0; i < kTagCount; ++i) {
    if (!tags.test(i)) continue;
    const auto* row = std::ranges::find(kLawTags, Tag{i}.id(), &Row::ours);
    words.emplace(row == kLawTags.end() ? std::string(Tag{i}.id()) + " (not in kLawTags)"
                                        : std::string(row->laws));
  }
  return words;
}

Token token_of(const Json& json) {
  Token token;
  for (const auto& [name, text] : json.items())
    token[find_field(name).value()] = text.get<std::string>();
  return token;
}

Method method_of(const std::string& name) {
  for (std::size_t i = 0; i < kMethodCount; ++i)
    if (name_of(static_cast<Method>(i)) == name) return static_cast<Method>(i);
  throw std::runtime_error("no such method: " + name);
}

Call call_of(const Json& json) {
  const Json& argument = json.begin().value();
  Call call;
  call.method = method_of(json.begin().key());
  if (takes_token(call.method)) call.token = token_of(argument);
  if (takes_id(call.method)) call.id = argument.get<std::string>();
  return call;
}

Answer models_answer(const Json& question) {
  State state;
  for (const Json& record : question.at("records")) state.records.push_back(token_of(record));
  for (const Json& token : question.at("last")) state.last_saved.push_back(token_of(token));
  const Call call = call_of(question.at("call"));
  Answer answer;
  for (const Consequence& consequence : consequences(state, call, Capabilities{})) {
    std::vector<std::string> records;
    for (const Token& record : consequence.records) records.push_back(clean_text(record));
    const std::string found = consequence.found ? clean_text(*consequence.found) : "";
    answer[line_of(laws_word(consequence.effect), records, found)].merge(
        laws_tags(consequence.tags));
  }
  return answer;
}

Answer laws_answer(const Json& question) {
  Answer answer;
  for (const Json& outcome : question.at("allowed")) {
    std::vector<std::string> records;
    for (const Json& record : outcome.at("records")) records.push_back(to_json(token_of(record)));
    const std::string found =
        outcome.contains("found") ? to_json(token_of(outcome.at("found"))) : "";
    auto& tags = answer[line_of(outcome.at("outcome").get<std::string>(), records, found)];
    for (const Json& tag : outcome.at("tags")) tags.insert(tag.get<std::string>());
  }
  return answer;
}

std::string shown(const Answer& answer) {
  std::ostringstream out;
  for (const auto& [line, tags] : answer) {
    out << "    " << line << "\n      by";
    for (const std::string& tag : tags) out << " " << tag;
    out << "\n";
  }
  return out.str();
}

// Questions answered, and the law's tags that their answers had.
class Comparison {
 public:
  void ask(const std::string& line) {
    const Json question = Json::parse(line);
    const Answer law = laws_answer(question);
    const Answer model = models_answer(question);
    ++questions_;
    for (const auto& [outcome, tags] : law) tags_.insert(tags.begin(), tags.end());
    if (law == model) return;
    if (++wrong_ > 5) return;  // the first few tell enough
    ADD_FAILURE() << "question " << questions_ << ": " << question.at("call") << "\n  last "
                  << question.at("last") << "\n  records " << question.at("records")
                  << "\n  the law:\n"
                  << shown(law) << "  the model:\n"
                  << shown(model);
  }
  std::size_t questions() const { return questions_; }
  std::size_t wrong() const { return wrong_; }
  const std::set<std::string>& tags() const { return tags_; }

 private:
  std::size_t questions_ = 0;
  std::size_t wrong_ = 0;
  std::set<std::string> tags_;
};

TEST(LawVectors, TheModelGivesEveryAnswerOfTheLaw) {
  std::ifstream file(ASSAY_SOURCE_DIR "/spec/testdata/vectors.jsonl");
  Comparison comparison;
  for (std::string line; std::getline(file, line);) comparison.ask(line);
  EXPECT_EQ(comparison.questions(), 4000U);
  EXPECT_EQ(comparison.wrong(), 0U);
  for (const Row& row : kLawTags)
    EXPECT_TRUE(comparison.tags().contains(std::string(row.laws))) << row.laws << " is not reached";
}

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

std::vector<std::string> lines_of(const std::string& command) {
  const std::unique_ptr<std::FILE, ClosePipe> pipe(popen(command.c_str(), "r"));
  std::vector<std::string> lines;
  if (!pipe) return lines;
  std::string text;
  std::array<char, 65536> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
    text.append(buffer.data(), size);
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t number_from_environment(const char* name, std::size_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoul(text);
}

TEST(LawQuestions, TheModelGivesTheAnswersToFreshQuestions) {
  constexpr const char* kPython = "/usr/bin/python3";
  ASSERT_TRUE(std::ifstream(kPython).good())
      << kPython << " is missing, and the law is a Python program: apt-get install python3";
  const std::size_t wanted = number_from_environment("ASSAY_LAW_QUESTIONS", 5000);
  std::size_t seed = number_from_environment("ASSAY_LAW_SEED", 101);
  const std::size_t batch = wanted <= 10'000 ? 1000 : 10'000;
  Comparison comparison;
  while (comparison.questions() < wanted) {
    const std::size_t count = std::min(batch, wanted - comparison.questions());
    const std::string command = std::string(kPython) + " '" ASSAY_SOURCE_DIR "/tests/law/law.py'" +
                                " make --seed " + std::to_string(seed++) + " --count " +
                                std::to_string(count) + " 2>/dev/null";
    const auto lines = lines_of(command);
    ASSERT_EQ(lines.size(), count) << "the law did not answer: " << command;
    for (const std::string& line : lines) comparison.ask(line);
  }
  EXPECT_EQ(comparison.wrong(), 0U) << "of " << comparison.questions();
  std::printf("%zu questions, %zu differ\n", comparison.questions(), comparison.wrong());
}

}  // namespace
}  // namespace assay
