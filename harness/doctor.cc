#include "harness/doctor.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <utility>

#include "harness/adapter.h"
#include "harness/child.h"
#include "harness/execute.h"
#include "harness/wire.h"
#include "spec/text.h"

namespace assay {

namespace {

constexpr char kBetween = '\x1f';  // the parts of a step, on its way to the parent

Token sample() {
  return Token()
      .with(Field::kUserName, "doctor")
      .with(Field::kClientId, "client-1")
      .with(Field::kClientSecret, "secret-1")
      .with(Field::kRefreshToken, "refresh-1")
      .with(Field::kAccessToken, "access-1")
      .with(Field::kExpiresIn, "1700000000000");
}

// "" where `record` has every field of the sample; else the first that differs.
std::string difference_from_sample(const Token& record) {
  for (const Field field : kFields) {
    if (field == Field::kId || record.text(field) == sample().text(field)) continue;
    if (!sample().has(field))
      return std::string(name_of(field)) + " reads " + quoted(record.text(field)) +
             ", and nobody gave it";
    return std::string(name_of(field)) + " was saved as " + quoted(sample().text(field)) +
           ", and " +
           (record.has(field) ? "reads " + quoted(record.text(field)) : std::string("is absent"));
  }
  return "";
}

std::string words_of(const Introduction& who, double seconds) {
  std::string words = who.name.empty() ? "(no name)" : who.name;
  if (!who.version.empty()) words += " " + who.version;
  if (!who.language.empty()) words += " (" + who.language + ")";
  const Capabilities& can = who.capabilities;
  words += can.medium == Medium::kMemory ? ": in memory"
           : can.medium == Medium::kFile ? ": in files"
                                         : ": on a server";
  words += can.persistent ? ", persistent" : ", not persistent";
  if (can.shared) words += ", shared";
  if (can.concurrent > 1) words += ", " + std::to_string(can.concurrent) + " calls at once";
  return words + "; after " + std::to_string(static_cast<int>(seconds * 1000)) + " ms";
}

// In the child: the adapter, and each step as it is made.
class Examination {
 public:
  Examination(const ExecCommand& command, const AdapterLimits& limits, std::string storage,
              const LineWriter& out)
      : out_(out),
        storage_(std::move(storage)),
        began_ns_(now_ns()),
        adapter_(command, limits, true) {}

  void run() {
    const Introduction& who = adapter_.introduction();
    tell("initialize", true, words_of(who, static_cast<double>(now_ns() - began_ns_) * 1e-9));
    plain(Verb::kOpen, storage_params(storage_), "a fresh, empty directory");
    look_first();
    save();
    list();
    find(Verb::kFindToken, token_params(Token().with(Field::kUserName, "doctor")), "by user_name");
    find(Verb::kFindTokenById, id_params(id_), "by the id " + quoted(id_));
    if (who.capabilities.persistent) {
      plain(Verb::kClose, no_params(), "");
      plain(Verb::kOpen, storage_params(storage_), "the same directory again");
      list();
    }
    plain(Verb::kDeleteToken, id_params(id_), "");
    plain(Verb::kDeleteTokens, no_params(), "");
    const Answer after = ask(Verb::kGetTokens, no_params());
    if (!after.error)
      tell("get_tokens", after.tokens.empty(),
           after.tokens.empty() ? "empty after the deletes"
                                : std::to_string(after.tokens.size()) + " left after the deletes");
    plain(Verb::kClose, no_params(), "");
    plain(Verb::kDrop, storage_params(storage_), "");
    const std::string wrong = adapter_.shut_down();
    if (wrong.find('\n') != std::string::npos) throw AdapterFault(wrong);
    tell("shutdown", wrong.empty(), wrong.empty() ? "it exited with 0" : "it " + wrong);
  }

 private:
  void tell(std::string_view call, bool well, const std::string& words) const {
    out_.write((well ? "+" : "-") + std::string(call) + kBetween + words);
  }

  // What was refused is told, and goes on.
  Answer ask(Verb verb, const std::string& params) {
    const std::string name(name_of(verb));
    adapter_.send(verb, params);
    Answer answer;
    try {
      answer = adapter_.receive();
    } catch (const BrokenCall& broken) {
      tell(name, false, broken.how);
      for (const std::string& line : adapter_.log_lines()) tell("  its log", false, line);
      throw;
    }
    if (!answer.error) return answer;
    if (*answer.error == kCodeRefused)
      tell(name, false, "the store refused it: " + quoted(answer.message, 200));
    else if (*answer.error == kCodeUnknown)
      tell(name, false, "the store cannot say what came of it: " + quoted(answer.message, 200));
    else
      throw unusable(answer, name);
    return answer;
  }

  AdapterFault unusable(const Answer& answer, const std::string& name) {
    if (*answer.error == kCodeNoMethod)
      return adapter_.fault(
          "says that the store lacks the method " + name,
          {"  message:   " + answer.message, "  to do:     give the store the method " + name});
    return adapter_.fault(
        "answered " + name + " with the error code " + std::to_string(*answer.error),
        {"  message:   " + answer.message,
         "  expected:  -32000 for a refusal, -32001 for an unknown outcome"});
  }

  void plain(Verb verb, const std::string& params, const std::string& words) {
    if (!ask(verb, params).error) tell(name_of(verb), true, words);
  }

  void look_first() {
    adapter_.hush(true);
    const Answer first = ask(Verb::kGetTokens, no_params());
    if (first.error) throw std::runtime_error("without get_tokens nothing more can be tried");
    if (!first.tokens.empty()) {
      const std::string& name = adapter_.introduction().name;
      throw storage_not_empty(name.empty() ? "the store" : name);
    }
    adapter_.hush(false);
    tell("get_tokens", true, "empty, as a fresh storage has to be");
  }

  void save() {
    const Answer answer = ask(Verb::kSaveToken, token_params(sample()));
    if (answer.error) return;
    id_ = answer.token->text(Field::kId);
    const std::string different = difference_from_sample(*answer.token);
    if (!different.empty())
      tell("save_token", false, "the caller's token afterwards: " + different);
    else
      tell("save_token", true,
           id_.empty() ? "returned, without an id" : "returned, id " + quoted(id_));
  }

  void list() {
    const Answer answer = ask(Verb::kGetTokens, no_params());
    if (answer.error) return;
    if (answer.tokens.size() != 1)
      return tell("get_tokens", false,
                  std::to_string(answer.tokens.size()) + " records, where one was saved");
    id_ = answer.tokens.front().text(Field::kId);
    compare("get_tokens", answer.tokens.front(), "the record that was saved");
  }

  void find(Verb verb, const std::string& params, const std::string& how) {
    const Answer answer = ask(verb, params);
    if (answer.error) return;
    if (!answer.token) return tell(name_of(verb), false, how + ": none, where one was saved");
    compare(name_of(verb), *answer.token, how);
  }

  void compare(std::string_view call, const Token& record, const std::string& words) const {
    std::string different = difference_from_sample(record);
    if (different.empty() && !record.has(Field::kId)) different = "it has no id";
    tell(call, different.empty(), words + (different.empty() ? "" : ": " + different));
  }

  const LineWriter& out_;
  std::string storage_;
  std::int64_t began_ns_;
  Adapter adapter_;
  std::string id_;
};

}  // namespace

Diagnosis examine(const ExecCommand& command, const AdapterLimits& limits,
                  const std::string& directory) {
  const std::string storage = directory + "/doctor";
  std::filesystem::create_directory(storage);
  Child child([&](const LineWriter& out) {
    try {
      Examination(command, limits, storage, out).run();
    } catch (const BrokenCall&) {
      // The last step tells it.
    }
  });
  while (child.read()) wait_for_any({&child}, 1000);
  child.end();
  Diagnosis diagnosis;
  for (const std::string& line : child.take_lines()) {
    if (line.front() == '!') {
      diagnosis.fault = line.substr(1);
      continue;
    }
    const std::size_t between = line.find(kBetween);
    diagnosis.steps.push_back(
        {line.substr(1, between - 1), line.front() == '+', line.substr(between + 1)});
  }
  std::error_code ignored;
  std::filesystem::remove_all(storage, ignored);
  return diagnosis;
}

}  // namespace assay
