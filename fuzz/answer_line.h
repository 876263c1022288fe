// A line that a child process answers with: read in one way only, or refused with a reason.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/wire.h"

namespace assay {

// The two readers, so that a test can put a wrong one in their place.
struct AnswerReaders {
  Answer (*careful)(std::string_view, Verb) = read_answer;
  std::optional<Answer> (*quick)(std::string_view, Verb) = read_answer_quickly;
};

// What is wrong in how `line` is read as the answer to `verb`, or nothing. Right is:
//
// The quick reader leaves the line alone, or reads what the careful one reads. What is read has
// values within their bounds, and tokens in it, written by the harness's own writer, read as
// themselves by both readers. What is refused is a WireError whose parts are one clear line each.
std::optional<std::string> answer_fault(std::string_view line, Verb verb,
                                        const AnswerReaders& readers = {});

}  // namespace assay
