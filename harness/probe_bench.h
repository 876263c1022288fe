// What probes work with: fresh storages with three tokens in them, and a way to tell what was
// found.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/child.h"
#include "harness/experiment.h"
#include "spec/fingerprint.h"

namespace assay {

// Three users with every field present; their secrets stand nowhere else.
std::vector<Token> sample_tokens();
// The saves of sample_tokens(), then a reopen.
Plan sample_plan();

// The command that runs the probes of a store again.
std::string probe_replay(const StoreFactory& factory, std::uint64_t seed);

// In the child: the store under probe.
class ProbeBench {
 public:
  ProbeBench(const Bench& bench, std::uint64_t seed, Pulse& pulse, const LineWriter& out)
      : bench_(bench), seed_(seed), pulse_(pulse), out_(out) {}

  const Bench& bench() const { return bench_; }
  std::uint64_t seed() const { return seed_; }

  // Opens under the time limit; what it raises passes.
  std::unique_ptr<TokenStore> open(const std::string& storage);
  // Opens a store over a fresh storage and saves sample_tokens().
  std::unique_ptr<TokenStore> open_with_samples(const std::string& storage);

  // Runs one call of the store under the time limit; what it raises passes.
  void timed(const std::function<void()>& body);
  // The same, and nothing but InfraError and AdapterFault passes. True iff it returned; `message`
  // is what it raised. A StoreError, or any other std::exception but InfraError, is a refusal.
  bool call(const std::function<void()>& body, std::string& message);
  // Whether the last call that raised said that its outcome is unknown.
  bool was_unknown() const { return was_unknown_; }

  void put_to_test(Tag rule);
  // An outcome of a latitude came, where each of that latitude could have.
  void took(Way way);
  void found(Tag rule, Method method, Divergence divergence, const std::string& allowed,
             const std::string& happened);
  // An error text was shown: no secret of the samples may stand in it. [TS-SEC-02]
  void look_for_secrets(const std::string& message, const std::string& what_was_done);

 private:
  const Bench& bench_;
  std::uint64_t seed_;
  Pulse& pulse_;
  const LineWriter& out_;
  bool was_unknown_ = false;
};

// The regular files below a directory, with what they hold.
std::map<std::filesystem::path, std::string> files_below(const std::string& directory);

void probe_file_modes(ProbeBench& bench);     // [TS-SEC-01]
void probe_damaged_files(ProbeBench& bench);  // [TS-DUR-05, TS-SEC-02, LAT-o]
void probe_full_disk(ProbeBench& bench);      // [TS-DUR-04]

}  // namespace assay
