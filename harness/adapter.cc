#include "harness/adapter.h"

#include <utility>

#include "harness/execute.h"
#include "spec/text.h"

namespace assay {

namespace {

constexpr std::size_t kMostOfLine = 300;  // characters shown
constexpr std::size_t kMostLogLines = 12;
constexpr std::int64_t kSettlingMs = 1000;  // for what is on its way when something went wrong

std::string labelled(const char* label, const std::string& text) {
  return "  " + std::string(label) + std::string(11 - std::string_view(label).size(), ' ') + text;
}

std::int64_t in_ms(std::int64_t milliseconds) { return now_ns() + milliseconds * 1'000'000; }

std::string seconds_text(std::int64_t milliseconds) {
  if (milliseconds % 1000 == 0) return std::to_string(milliseconds / 1000) + " s";
  return std::to_string(milliseconds) + " ms";
}

// True of calls that a step of a plan waits for: if one of them is not answered, the same plan can
// tell whose doing it is.
bool is_of_a_step(Verb verb) {
  return verb != Verb::kInitialize && verb != Verb::kShutdown && verb != Verb::kClose &&
         verb != Verb::kDrop;
}

}  // namespace

Adapter::Adapter(const ExecCommand& command, const AdapterLimits& limits, bool announce)
    : command_(command), limits_(limits), process_(command, limits) {
  send(Verb::kInitialize, initialize_params(announce));
  Answer answer = receive();
  if (answer.error)
    throw fault("answered initialize with an error",
                {labelled("error:", std::to_string(*answer.error) + " " + quoted(answer.message)),
                 labelled("expected:", expected_answer(Verb::kInitialize, 1)),
                 labelled("to do:", "take an adapter that speaks protocol " +
                                        std::to_string(kProtocolVersion))});
  introduction_ = std::move(answer.introduction);
}

void Adapter::send(Verb verb, const std::string& params) {
  pending_.push_back({++last_id_, verb});
  unsent_ += request_line(last_id_, verb, params);
}

void Adapter::flush() { write_all(in_ms(limits_.call_ms)); }

void Adapter::write_all(std::int64_t until_ns) {
  if (unsent_.empty()) return;
  const bool written = process_.write(unsent_, until_ns);
  unsent_.clear();
  // Who reads no more will not answer either: that tells the better story.
  if (!written) process_.close_input();
}

Answer Adapter::receive() {
  const Request request = pending_.front();
  const bool first = request.verb == Verb::kInitialize;
  const std::int64_t until_ns = in_ms(first ? limits_.start_ms : limits_.call_ms);
  write_all(until_ns);
  for (;;) {
    std::string_view line;
    switch (process_.read_line(line, until_ns)) {
      case AdapterProcess::Read::kLine: break;
      case AdapterProcess::Read::kNothing: fail_for_silence(request);
      case AdapterProcess::Read::kEnd: fail_for_end(request);
      case AdapterProcess::Read::kTooLong: fail_for_length(request);
    }
    Answer answer = read(line, request);
    announced_ = answer.calling;
    if (answer.calling) continue;
    if (first) first_line_ = line;
    pending_.pop_front();
    return answer;
  }
}

Answer Adapter::read(std::string_view line, const Request& request) {
  if (auto answer = read_answer_quickly(line, request.verb); answer && answer->id == request.id)
    return std::move(*answer);
  try {
    Answer answer = read_answer(line, request.verb);
    if (!answer.calling && answer.id != request.id) fail_for_order(answer.id, request, line);
    return answer;
  } catch (const WireError& error) {
    // The answer to another question is of another form.
    const auto id = id_of_answer(line);
    if (id && *id != request.id) fail_for_order(*id, request, line);
    fail_for_line(error, request, line);
  }
}

std::string Adapter::shown(std::string_view line) const {
  if (hushed_)
    return "(" + std::to_string(line.size()) + " bytes, not shown: they may be somebody's tokens)";
  const std::string text = quoted(line, kMostOfLine);
  const bool cut = !text.ends_with('"');
  std::string out;
  // Quotes alone are escaped twice for no reader's good.
  for (std::size_t i = 1; i < text.size() - (cut ? 0 : 1); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"') continue;
    out += text[i];
  }
  return out;
}

void Adapter::fail_for_order(std::uint64_t id, const Request& request, std::string_view line) {
  std::string what = "answered request " + std::to_string(id) + ", which nobody has sent";
  if (id >= 1 && id < request.id)
    what = "answered request " + std::to_string(id) + " twice";
  else if (id <= last_id_)
    what = "answered out of order";
  throw fault(what, {labelled("line:", shown(line)),
                     labelled("expected:", "the answer to request " + std::to_string(request.id) +
                                               ", " + std::string(name_of(request.verb))),
                     labelled("to do:",
                              "answer each request once, in the order in which they "
                              "come, with its own id")});
}

void Adapter::fail_for_line(const WireError& error, const Request& request, std::string_view line) {
  std::vector<std::string> lines = {labelled("mistake:", error.what()),
                                    labelled("line:", shown(line)),
                                    labelled("expected:", error.expected())};
  if (!error.advice().empty() && !hushed_) lines.push_back(labelled("to do:", error.advice()));
  throw fault(
      "made a mistake where its answer to " + std::string(name_of(request.verb)) + " was due",
      lines);
}

void Adapter::fail_for_length(const Request& request) {
  throw fault(
      "wrote too long a line where its answer to " + std::string(name_of(request.verb)) +
          " was due",
      {labelled("line:", shown(process_.unfinished().substr(0, kMostOfLine))),
       labelled("expected:", "a line of at most " + std::to_string(limits_.line_bytes) + " bytes"),
       labelled("to do:", "end each answer with one \\n, and write nothing else")});
}

void Adapter::fail_for_silence(const Request& request) {
  const std::string verb(name_of(request.verb));
  const std::string limit =
      seconds_text(request.verb == Verb::kInitialize ? limits_.start_ms : limits_.call_ms);
  if (std::exchange(announced_, false)) {
    process_.kill();
    throw BrokenCall{"the store did not come back within " + limit, true};
  }
  const std::string unfinished(process_.unfinished());
  if (!unfinished.empty()) {
    const bool whole = id_of_answer(unfinished).has_value();
    throw fault(
        "did not end its answer to " + verb + " within " + limit,
        {labelled("line:", shown(unfinished)),
         labelled("expected:", whole ? "a \\n at its end" : "the rest of it, and a \\n"),
         labelled("to do:", "write each answer as one line that ends with \\n, and flush")});
  }
  // What it kept in a buffer comes when its input ends.
  process_.close_input();
  std::string_view line;
  if (process_.read_line(line, in_ms(kSettlingMs)) == AdapterProcess::Read::kLine &&
      id_of_answer(line))
    throw fault("kept its answer to " + verb + " in a buffer",
                {labelled("line:", shown(line)),
                 labelled("expected:",
                          "it within " + limit + "; it came only when standard input was closed"),
                 labelled("to do:", "flush standard output after each answer")});
  throw fault(
      "gave no answer to " + verb + " within " + limit,
      {labelled("expected:", expected_answer(request.verb, request.id)),
       labelled("to do:",
                "answer every request; read them line by line, without waiting "
                "for the end of standard input")},
      is_of_a_step(request.verb) ? AdapterFault::Doubt::kNoAnswer : AdapterFault::Doubt::kNone);
}

void Adapter::fail_for_end(const Request& request) {
  const std::string verb(name_of(request.verb));
  const std::string how = process_.ended_within(kSettlingMs);
  const std::string unfinished(process_.unfinished());
  if (process_.was_not_started())
    throw AdapterFault("cannot start the adapter " + quoted(command_.line, 200) + ": " + how);
  if (!unfinished.empty())
    throw fault(
        "ended its standard output in the middle of its answer to " + verb +
            (how.empty() ? "" : ": it " + how),
        {labelled("line:", shown(unfinished)), labelled("expected:", "the rest of it, and a \\n")});
  if (how.empty())
    throw fault("closed its standard output before it answered " + verb + ", and still runs",
                {labelled("expected:", expected_answer(request.verb, request.id)),
                 labelled("to do:", "leave standard output open, and answer on it")});
  if (std::exchange(announced_, false)) throw BrokenCall{"the store's process " + how, false};
  throw fault(
      how + " before it answered " + verb,
      {labelled("expected:", expected_answer(request.verb, request.id)),
       labelled("to do:",
                process_.ended_well() ? "go on reading until standard input ends" : "see its log")},
      is_of_a_step(request.verb) ? AdapterFault::Doubt::kEnded : AdapterFault::Doubt::kNone);
}

AdapterFault Adapter::fault(const std::string& what, const std::vector<std::string>& lines,
                            AdapterFault::Doubt doubt) {
  constexpr std::int64_t kLastWordsMs = 200;
  process_.close_input();
  process_.ended_within(kLastWordsMs);
  std::string story = "the adapter " + quoted(command_.line, 200) + " " + what;
  for (const std::string& line : lines) story += "\n" + line;
  const auto log = log_lines();
  story += "\n" + labelled("its log:", log.empty() ? "nothing on standard error" : "");
  if (!log.empty()) story.pop_back();
  while (story.back() == ' ') story.pop_back();
  for (const std::string& line : log) story += "\n    " + line;
  return AdapterFault(story, doubt);
}

std::string Adapter::shut_down() {
  try {
    while (pending()) receive();
    send(Verb::kShutdown, no_params());
    const Answer answer = receive();
    if (answer.error) return "answered shutdown with the error " + std::to_string(*answer.error);
  } catch (const AdapterFault& error) {
    return error.what();
  }
  process_.close_input();
  const std::string how = process_.ended_within(limits_.end_ms);
  if (how.empty()) return "did not end within " + seconds_text(limits_.end_ms) + " after shutdown";
  return process_.ended_well() ? "" : how + " after shutdown, and not with 0";
}

std::vector<std::string> Adapter::log_lines() const { return process_.log_lines(kMostLogLines); }

}  // namespace assay
