// What the texts of an event put to the test: kinds of text, and texts that read like stored ones.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "harness/judge.h"
#include "spec/situations.h"
#include "spec/tally.h"

namespace assay {

// Looks at the texts of the events of one plan, in their order.
class TextWatcher {
 public:
  explicit TextWatcher(Tally& tally) : tally_(tally) {}

  // Adds the situations that the event's texts put the store into; counts the classes of the texts.
  void look(const Scene& scene, SituationSet& situations);

 private:
  struct Sight;  // what is looked at

  void look_at(const Sight& sight, Field field, std::string_view text);
  void look_for_alikes(const Sight& sight, Field field, std::string_view text, std::string_view key,
                       bool plain);
  std::string_view folded_once(std::string_view text);

  // The odd texts that the calls of the plan have held so far: a plain text can have a look-alike
  // among the records only where it is one of these, folded.
  struct Odd {
    std::string text;
    std::string folded;
  };
  std::deque<Odd> odd_;
  Tally& tally_;
};

}  // namespace assay
