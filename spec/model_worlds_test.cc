// Every world of up to two records over a tiny alphabet, and every token: what must hold in all of
// them, whatever the stories forgot.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/consequence.h"
#include "spec/json.h"

namespace assay {
namespace {

using literals::operator""_rule;
using Texts = std::vector<std::optional<std::string>>;

// The values that each field runs through. client_secret goes with client_id.
struct Alphabet {
  Texts id, user, client, refresh, access, grant;
};

// Every token over an alphabet: an odometer with a wheel a field.
std::vector<Token> tokens_over(const Alphabet& alphabet) {
  std::vector<Token> all(1);
  const auto turn = [&all](Field field, const Texts& texts, std::optional<Field> with) {
    std::vector<Token> next;
    for (const Token& token : all) {
      for (const auto& text : texts) {
        next.push_back(token);
        next.back()[field] = text;
        if (with && text) next.back()[*with] = text->empty() ? "" : "of " + *text;
      }
    }
    all = std::move(next);
  };
  turn(Field::kId, alphabet.id, {});
  turn(Field::kUserName, alphabet.user, {});
  turn(Field::kClientId, alphabet.client, Field::kClientSecret);
  turn(Field::kRefreshToken, alphabet.refresh, {});
  turn(Field::kAccessToken, alphabet.access, {});
  turn(Field::kGrantToken, alphabet.grant, {});
  return all;
}

// No record, one, or two: with the ids "1" and "2", in one order of the two.
std::vector<State> worlds_over(const Alphabet& alphabet, std::size_t most) {
  const std::vector<Token> contents = tokens_over(alphabet);
  std::vector<State> worlds(1);
  const auto add = [&worlds](std::vector<Token> records) {
    for (std::size_t i = 0; i < records.size(); ++i) records[i][Field::kId] = std::to_string(i + 1);
    worlds.emplace_back().records = std::move(records);
  };
  for (std::size_t i = 0; i < contents.size() && most > 0; ++i) {
    add({contents[i]});
    for (std::size_t j = i; j < contents.size() && most > 1; ++j) add({contents[i], contents[j]});
  }
  return worlds;
}

bool unique(const std::vector<Token>& records, Field field) {
  for (std::size_t i = 0; i < records.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (records[i].agrees(records[j], field)) return false;
  return true;
}

// What of the law this outcome of a save breaks; empty where nothing.
std::string broken_by_save(const State& before, const Token& token, const Consequence& outcome) {
  const std::vector<Token>& after = outcome.records;
  if (outcome.tags.none()) return "no rule allows it";
  if (outcome.effect == Effect::kRefused)
    return after == before.records ? "" : "refused, and records differ";
  const bool inserts = outcome.effect == Effect::kInserted;
  if (after.size() != before.records.size() + (inserts ? 1U : 0U)) return "records were removed";
  if (!unique(after, Field::kId)) return "an id twice";
  if (unique(before.records, Field::kUserName) && !unique(after, Field::kUserName))
    return "a user twice";
  std::size_t changed = inserts ? 1 : 0;
  for (std::size_t i = 0; i < before.records.size(); ++i) {
    const Token& record = before.records[i];
    if (after[i] == record) continue;
    ++changed;
    if (another_users(token, record)) return "another user's record changed";
    if (!after[i].agrees(record, Field::kId)) return "an id changed";
  }
  return changed > 1 ? "more than one record differs" : "";
}

// What of the law the fields of the saved record break. [TS-SAVE-01, TS-SAVE-07, TS-SAVE-13]
std::string broken_by_fields(const Token* record, const Token& token, const Token& saved) {
  for (const Field field : kFields) {
    const bool is_empty = token[field].has_value() && token[field]->empty();
    if (field == Field::kId && record != nullptr) continue;
    if (field == Field::kId && saved.text(field) == kGeneratedId) continue;
    const std::string_view kept = record != nullptr ? record->text(field) : "";
    const bool written = saved.text(field) == (token.has(field) ? token.text(field) : kept);
    const bool cleared = is_empty && field != Field::kUserName && !saved.has(field);
    if (!written && !cleared) return std::string(name_of(field)) + " is neither written nor kept";
  }
  return saved.has(Field::kId) ? "" : "a record without an id";
}

// The state that a save leaves, an id given where the store chooses one. The caller's token may
// then read as given, with the id, or filled from the record in every field.
State after_save(const Token& token, const Consequence& outcome, std::size_t index) {
  State state;
  state.records = outcome.records;
  Token& record = state.records[index];
  if (record.text(Field::kId) == kGeneratedId) record[Field::kId] = "7";
  Token with_id = token;
  with_id[Field::kId] = record[Field::kId];
  Token filled = record;
  for (const Field field : kFields)
    if (token.has(field) && field != Field::kId) filled[field] = token[field];
  state.last_saved = {token, with_id, filled};
  return state;
}

// What of TS-SAVE-09 the repeats of a save break.
std::string broken_by_repeats(const State& state) {
  for (const Token& token : state.last_saved) {
    if (named(state.records, token).size() != 1) continue;
    bool returns = false;
    for (const Consequence& outcome :
         consequences(state, {Method::kSaveToken, token, "", 0}, Capabilities{})) {
      if (outcome.records != state.records) return "the repeat changes a record";
      if (!outcome.tags.test("TS-SAVE-09"_rule.index)) return "the repeat is not told as one";
      if (outcome.effect == Effect::kRefused && !outcome.tags.test("LAT-c"_rule.index))
        return "the repeat is refused";
      returns = returns || outcome.effect != Effect::kRefused;
    }
    if (!returns) return "the repeat cannot return";
  }
  return "";
}

std::string broken_by_saves(const State& state, const Token& token) {
  const Call call{Method::kSaveToken, token, "", 0};
  const std::vector<Allowed> all = step(state, call, Capabilities{});
  if (all.empty()) return "nothing is allowed";
  for (const Allowed& allowed : all) {
    for (const Consequence& outcome : consequences(state, call, allowed)) {
      std::string broken = broken_by_save(state, token, outcome);
      if (!broken.empty()) return broken;
      if (outcome.effect == Effect::kRefused) continue;
      const bool inserts = outcome.effect == Effect::kInserted;
      const std::size_t index = inserts ? state.records.size() : allowed.record;
      broken = broken_by_fields(inserts ? nullptr : &state.records[index], token,
                                outcome.records[index]);
      if (broken.empty()) broken = broken_by_repeats(after_save(token, outcome, index));
      if (!broken.empty()) return broken;
    }
  }
  return "";
}

std::string broken_by_finds(const State& state, const Token& token) {
  const auto all = consequences(state, {Method::kFindToken, token, "", 0}, Capabilities{});
  if (all.empty()) return "nothing is allowed";
  const bool names = !named(state.records, token).empty();
  for (const Consequence& outcome : all) {
    if (outcome.tags.none()) return "no rule allows it";
    if (outcome.records != state.records) return "a find changes records";
    if (outcome.effect == Effect::kRefused) return "a find is refused";
    if (outcome.found.has_value() != (outcome.effect == Effect::kFound)) return "an odd answer";
    if (outcome.found && another_users(token, *outcome.found)) return "another user's record";
    if (!outcome.found && names) return "none, though a record is named";
  }
  return "";
}

std::string broken_by_ids(const State& state, const std::string& id) {
  const auto has_id = [&](const Token& record) { return record.text(Field::kId) == id; };
  const auto stored = static_cast<std::size_t>(std::ranges::count_if(state.records, has_id));
  const auto finds = consequences(state, {Method::kFindTokenById, {}, id, 0}, Capabilities{});
  if (finds.size() != 1 || finds.front().records != state.records) return "find_token_by_id";
  if (finds.front().found.has_value() != (stored == 1)) return "find_token_by_id answers";
  if (stored == 1 && !has_id(*finds.front().found)) return "find_token_by_id of another id";
  const auto deletes = consequences(state, {Method::kDeleteToken, {}, id, 0}, Capabilities{});
  if (deletes.empty()) return "delete_token has no outcome";
  for (const Consequence& outcome : deletes) {
    if (outcome.records.size() + stored != state.records.size()) return "delete_token removes";
    if (std::ranges::any_of(outcome.records, has_id)) return "delete_token leaves it";
    if (stored == 1 && outcome.effect == Effect::kRefused) return "delete_token is refused";
  }
  return "";
}

std::string shown(const State& state, const Token& token) {
  std::string out = to_json(token);
  for (const Token& record : state.records) out += "\n  record " + to_json(record);
  return out;
}

const Texts kNone = {std::nullopt};

void expect_lawful(const std::vector<State>& worlds, const std::vector<Token>& tokens) {
  for (const State& state : worlds) {
    for (const Token& token : tokens) {
      for (const auto& broken : {broken_by_saves(state, token), broken_by_finds(state, token)})
        ASSERT_EQ(broken, "") << shown(state, token);
    }
    for (const std::string id : {"", "1", "2", "9"}) ASSERT_EQ(broken_by_ids(state, id), "") << id;
  }
}

// A token needs one of two names that the records use: exchanged, they give the same worlds.
TEST(ModelWorlds, TwoRecordsOfUsersClientsAndTokens) {
  const Texts user = {std::nullopt, "a", "b"};
  const Texts client = {std::nullopt, "c"};
  const Texts refresh = {std::nullopt, "r"};
  const Texts access = {std::nullopt, "x"};
  const auto worlds = worlds_over({kNone, user, client, refresh, access, kNone}, 2);
  const auto tokens = tokens_over({{std::nullopt, "1", "2", "9"},
                                   {std::nullopt, "a"},
                                   {std::nullopt, "c", "d"},
                                   {std::nullopt, "", "r"},
                                   {std::nullopt, "", "x"},
                                   kNone});
  EXPECT_EQ(worlds.size() * tokens.size(), 325U * 216U);
  expect_lawful(worlds, tokens);
}

TEST(ModelWorlds, OneRecordWithEveryKindOfCredential) {
  const Texts one = {std::nullopt, "1"};
  const Texts two = {std::nullopt, "1", "2"};
  const Texts empty = {std::nullopt, "", "1"};
  const auto worlds = worlds_over({kNone, one, one, two, two, two}, 1);
  const auto tokens = tokens_over(
      {{std::nullopt, "1", "9"}, empty, {std::nullopt, "", "1", "2"}, empty, empty, empty});
  EXPECT_EQ(worlds.size() * tokens.size(), 109U * 972U);
  expect_lawful(worlds, tokens);
}

}  // namespace
}  // namespace assay
