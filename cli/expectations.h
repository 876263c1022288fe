// What a user says beforehand of a store that is not right yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/verdict.h"

namespace assay {

// That a store breaks a rule; where a method and a divergence are given, in that way alone.
struct Expectation {
  std::string store;
  Tag rule;
  std::optional<Method> method;
  std::optional<Divergence> divergence;
  std::string reason;
  std::string link;      // may be empty
  std::string until;     // "2027-03-31", the last day; empty: no end
  std::size_t line = 0;  // of assay.toml
  std::size_t last_line = 0;
};

// True iff the finding, of that store, is what is expected.
bool covers(const Expectation& expectation, std::string_view store, const Finding& finding);

// Turns the verdict on each rule all of whose findings are expected into EXPECTED, and notes in
// `run.overdue` each expectation that is past its last day, or whose rule passed. `today`:
// "2026-11-24".
void apply(const std::vector<Expectation>& expectations, std::string_view today, RunResult& run);

// The findings that count and that no expectation covers, as expectations of their buckets.
std::vector<Expectation> unexpected(const std::vector<Expectation>& expectations,
                                    const RunResult& run, bool strict);

// True iff the store was put to the test in `run` and its rule passed, or does not apply.
bool is_mended(const Expectation& expectation, const RunResult& run);

// The local date.
std::string today();

}  // namespace assay
