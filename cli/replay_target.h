// Where plans are replayed: stores by name, and what a plan showed on one.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/replay_command.h"
#include "cli/replay_input.h"
#include "cli/shelf.h"
#include "spec/finding.h"
#include "stores/janitor.h"

namespace assay {

// How far a replay goes beyond telling what was found.
enum class Depth {
  kAsItIs,
  kSettle,    // one finding of each kind, blamed on what a run blames it on
  kMinimise,  // the same, with the shortest plan
};

struct Shortened {
  Finding finding;
  std::size_t experiments = 0;  // that minimising took
};

// A plan on one store.
struct Tried {
  std::string store;
  std::string words;          // that name it on a command line: "--store list"
  bool among_others = false;  // other stores are tried too
  std::vector<Shortened> findings;
  std::vector<std::string> outcomes;  // of each step that was reached
  std::string note;                   // why it was not tried; else empty
  bool is_missing = false;            // for its server is not there
};

// Threads: one.
class ReplayTarget {
 public:
  ReplayTarget(Shelf& shelf, Janitor& janitor, const std::string& name);
  ~ReplayTarget();
  ReplayTarget(const ReplayTarget&) = delete;
  ReplayTarget& operator=(const ReplayTarget&) = delete;

  // Throws what experiment() throws.
  Tried execute(const Plan& plan, Depth depth);

 private:
  Tried tried_;  // as it begins
  std::unique_ptr<StoreFactory> factory_;
  std::string directory_;
};

// The stores of one command, each made once.
class ReplayTargets {
 public:
  explicit ReplayTargets(const std::optional<std::string>& mysql_url)
      : shelf_(janitor_, mysql_url) {}

  // Where this input is to be replayed. Throws UsageError as Shelf does.
  std::vector<std::string> names(const ReplayRequest& request, const ReplayInput& input);

  // Throws UsageError for a name that nobody knows.
  ReplayTarget& target(const std::string& name);

 private:
  static void add(std::vector<std::string>& names, const std::string& name);
  static void add_new(std::vector<std::string>& names, const std::string& name);

  Janitor janitor_;
  Shelf shelf_;
  std::optional<std::vector<std::string>> asked_;  // by the command line
  std::map<std::string, std::unique_ptr<ReplayTarget>> targets_;
};

}  // namespace assay
