// Executes every plan of an alphabet up to a depth on a store: a certificate, or a finding.
//
// A plan is a word of the alphabet. After each of its operations come get_tokens, the alphabet's
// looks, and get_tokens once more; but between a save and the same save again nothing else, as
// TS-SAVE-09 speaks of a save repeated at once. Every answer is held against the model.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/alphabet.h"
#include "harness/experiment.h"
#include "spec/finding.h"

namespace assay {

struct ProofOptions {
  std::size_t depth = 4;  // operations a plan
  int jobs = 1;           // child processes at once
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::uint64_t plans)> on_progress;  // some times a second
};

struct Proof {
  // By number of operations, from 0: plans of the alphabet, and how many of them were executed,
  // one of each kind that renamings make alike. Shorter plans are the beginnings of longer ones.
  // Empty where it was stopped.
  std::vector<std::uint64_t> plans;
  std::vector<std::uint64_t> executed;
  std::uint64_t calls = 0;  // of the six methods
  double seconds = 0;
  bool complete = false;           // every plan was executed, and none broke a MUST rule
  std::optional<Finding> finding;  // of the first plan that broke one; not minimised
};

// Throws InfraError, and std::runtime_error when the store cannot be opened.
Proof prove(const Bench& bench, const Alphabet& alphabet, const ProofOptions& options);

}  // namespace assay
