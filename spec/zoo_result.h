// What became of each deliberately broken store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spec/rules.h"

namespace assay {

// One broken store and the first finding about it.
struct Exhibit {
  std::string store;
  Tag named;                 // the rule that must catch it
  bool tried = false;        // false: the time was over before
  std::optional<Tag> found;  // the rule of the first finding; none: it lived
  double seconds = 0;        // to that finding
  double minimising_seconds = 0;
  std::size_t experiments = 0;     // that minimising took
  std::size_t operations = 0;      // of the minimised plan; 0: a probe found it, without a plan
  std::size_t shortest_known = 0;  // of the shortest plan; 0: not known by enumeration

  bool caught_as_named() const { return found == named; }
};

struct ZooResult {
  std::string version;
  std::uint64_t seed = 0;
  std::string budget;  // as for a run
  bool interrupted = false;
  std::vector<Exhibit> exhibits;
  double seconds = 0;  // of finding alone
};

// 0 every store was caught, under whatever rule; 1 one lived; 3 the time was over before all were
// tried; 130 interrupted.
int exit_code(const ZooResult& zoo);

}  // namespace assay
