// Adapters that are broken on purpose: what is wrong with each, and what has to be said of it.
//
// A row is a mode of the program broken_adapter. A test runs every row; a mode without a row, or a
// row without a mode, fails it.
#pragma once

#include <array>
#include <ostream>
#include <string_view>

namespace assay {

// What comes of a run.
enum class Fate {
  kFault,    // exit code 2, with a story that has these words
  kFinding,  // the store's: a finding under this rule
  kFine,     // no harm: no finding of a MUST rule, and nothing left behind
};

struct BrokenAdapter {
  std::string_view mode;
  Fate fate;
  std::string_view words;
};

inline std::ostream& operator<<(std::ostream& out, const BrokenAdapter& row) {
  return out << row.mode;
}

inline constexpr auto kBrokenAdapters = std::to_array<BrokenAdapter>({
    // Before the first answer.
    {"never-answers", Fate::kFault, "gave no answer to initialize within"},
    {"ends-at-once", Fate::kFault, "exited with 4 before it answered initialize"},
    {"answers-before-it-is-asked", Fate::kFault, "answered request 2, which nobody has sent"},
    {"refuses-the-protocol", Fate::kFault, "answered initialize with an error"},
    {"speaks-another-protocol", Fate::kFault, "the adapter speaks protocol 2"},
    {"name-is-a-number", Fate::kFault, "\"name\" is a number"},
    {"capabilities-are-a-list", Fate::kFault, "\"capabilities\" is a list"},
    {"capability-of-a-wrong-type", Fate::kFault, "the capability \"persistent\" is a text"},
    {"capability-nobody-knows", Fate::kFault, "there is no capability \"persistant\""},
    {"storage-nobody-knows", Fate::kFault, "the capability \"storage\" is \"disk\""},
    {"capacity-of-no-field", Fate::kFault, "names an unknown field \"username\""},
    // Lines.
    {"no-line-end", Fate::kFault, "a \\n at its end"},
    {"never-flushes", Fate::kFault, "kept its answer to initialize in a buffer"},
    {"prints-to-standard-output", Fate::kFault, "the line is not of the protocol"},
    {"prints-a-blank-line", Fate::kFault, "the line is not of the protocol"},
    {"single-quotes", Fate::kFault, "the line is not JSON"},
    {"nests-without-end", Fate::kFault, "the line is not JSON"},
    {"no-utf8", Fate::kFault, "the line is not UTF-8"},
    {"half-a-surrogate-pair", Fate::kFault, "half of a surrogate pair"},
    {"line-without-end", Fate::kFault, "wrote too long a line"},
    {"ends-within-a-line", Fate::kFault, "ended its standard output in the middle of its answer"},
    {"closes-standard-output", Fate::kFault, "closed its standard output"},
    {"sends-a-request", Fate::kFault, "the line is a request"},
    // Ids and order.
    {"no-id", Fate::kFault, "the key \"id\" is missing"},
    {"id-is-a-text", Fate::kFault, "\"id\" is a text"},
    {"id-nobody-sent", Fate::kFault, "which nobody has sent"},
    {"answers-twice", Fate::kFault, "twice"},
    {"answers-out-of-order", Fate::kFault, "answered out of order"},
    // Answers.
    {"no-jsonrpc", Fate::kFault, "the key \"jsonrpc\" is missing"},
    {"jsonrpc-1", Fate::kFault, "\"jsonrpc\" is \"1.0\""},
    {"neither-result-nor-error", Fate::kFault, "neither a \"result\" nor an \"error\""},
    {"result-and-error", Fate::kFault, "a \"result\" and an \"error\" at once"},
    {"result-is-null", Fate::kFault, "\"result\" is null"},
    {"error-without-a-code", Fate::kFault, "the key \"code\" is missing"},
    {"error-is-a-text", Fate::kFault, "\"error\" is a text"},
    {"error-message-is-null", Fate::kFault, "the error's \"message\" is null"},
    {"code-nobody-knows", Fate::kFault, "with the error code 13"},
    {"lacks-a-method", Fate::kFault, "lacks the method find_token_by_id"},
    {"save-answers-nothing", Fate::kFault, "the key \"token\" is missing in \"result\""},
    {"find-answers-nothing", Fate::kFault, "the key \"token\" is missing in \"result\""},
    {"list-is-null", Fate::kFault, "\"tokens\" is null"},
    {"list-of-ids", Fate::kFault, "token 1 of the list is a text"},
    {"id-is-a-number", Fate::kFault, "token 1 of the list: id is a number"},
    {"token-with-another-key", Fate::kFault, "has an unknown key \"expires\""},
    // The process.
    {"exits-in-a-call", Fate::kFault, "exited with 3 before it answered save_token"},
    {"returns-in-a-call", Fate::kFault, "exited with 0 before it answered save_token"},
    {"killed-in-a-call", Fate::kFault, "was ended by signal SIGKILL before it answered save_token"},
    {"silent-in-a-call", Fate::kFault, "gave no answer to save_token within"},
    {"allocates-without-end", Fate::kFault, "of memory, and was ended for that"},
    {"exits-and-its-child-holds-the-pipe", Fate::kFault, "exited with 0 before it answered"},
    {"open-is-refused", Fate::kFault, "opening a fresh storage was refused: no such place"},
    {"close-never-ends", Fate::kFault, "gave no answer to close within"},
    // What its storage holds.
    {"ignores-storage", Fate::kFault, "this storage is not empty"},
    {"ignores-storage-with-files", Fate::kFault, "this storage is not empty"},
    {"ignores-storage-and-errs", Fate::kFault, "bytes, not shown"},
    {"keeps-what-it-says-it-loses", Fate::kFault, "says that it is not persistent"},
    // The store's own.
    {"store-ends-its-process", Fate::kFinding, "TS-OUT-01"},
    {"store-never-comes-back", Fate::kFinding, "TS-LIVE-01"},
    {"store-never-lists", Fate::kFinding, "TS-LIVE-01"},
    {"store-is-not-persistent", Fate::kFinding, "TS-DUR-01"},
    {"store-always-refuses", Fate::kFinding, "TS-SAVE-01"},
    {"store-logs-and-refuses", Fate::kFinding, "TS-SAVE-01"},
    {"store-never-knows", Fate::kFinding, "TS-OUT-01"},
    // Odd, and allowed.
    {"floods-standard-error", Fate::kFine, ""},
    {"ignores-sigterm", Fate::kFine, ""},
    {"leaves-a-daemon", Fate::kFine, ""},
    {"ends-lines-with-crlf", Fate::kFine, ""},
    {"writes-nulls-for-absent", Fate::kFine, ""},
    {"escapes-everything", Fate::kFine, ""},
});

}  // namespace assay
