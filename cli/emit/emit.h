// A replayed plan as something to keep: a scenario file, a test, a script, the text of an issue.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/finding.h"
#include "spec/plan.h"

namespace assay {

struct Regression {
  Plan plan;
  std::string store;               // that it was executed on
  std::optional<Finding> finding;  // nothing: every step did what is allowed
  std::string replay;              // the command that shows it again
};

struct EmitForm {
  std::string_view name;  // as --emit takes it
  std::string_view summary;
  bool needs_finding = false;
  // A pure function: the whole file.
  std::string (*render)(const Regression& regression) = nullptr;
};

std::span<const EmitForm> emit_forms();

// The plan as a file that `assay replay` reads. Keeps the steps after the finding too.
std::string emit_json(const Regression& regression);
// A C++ source that makes the calls by <assay/scenario.h>, and asks what they broke. The store is
// made by a function that it declares, and the user defines.
std::string emit_gtest(const Regression& regression);
// A script of Python's standard library alone: COMMAND as arguments starts an adapter; exit code 0,
// 1 where a rule is broken, 2 where that cannot be said.
std::string emit_python(const Regression& regression);
// REQUIRES: a finding.
std::string emit_markdown(const Regression& regression);

// What the forms have in common.

// The steps that a test makes: up to the finding, or all.
std::vector<Operation> emitted_steps(const Regression& regression);
constexpr std::size_t kColumns = 100;  // of a source
// What a later step calls the step `k`, numbered from 0.
std::string step_name(std::size_t k);
// True iff a later one of these steps names the step `k`.
bool is_named_later(const std::vector<Operation>& steps, std::size_t k);
// "TS-SAVE-07 (MUST)  save_token: field-lost" and all that there is to say, a comment on each line
// that begins with `mark`; without a finding, that every step did what is allowed.
std::string told_in_comments(const Regression& regression, std::string_view mark);
// What step `k` came to, where that was not what is allowed: comments, indented. Else "".
std::string comments_at_step(const Regression& regression, std::size_t k, std::string_view mark);
// The rule that the finding is about, where it is advice; else "". A MUST rule needs no naming.
std::string advice_of(const Regression& regression);

// `text` as a literal, in pure ASCII and on one line.
std::string python_literal(std::string_view text);
std::string cpp_literal(std::string_view text);

}  // namespace assay
