// Every word over an alphabet up to a length, one of each kind: of words that a renaming of the
// alphabet maps to each other only the first is given.
//
// Nothing else is left out. Two plans that lead to records that look equal are both given: a store
// may hide more than it shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/alphabet.h"

namespace assay {

class Words {
 public:
  // The words of `length` letters, in their order. Shorter ones are their beginnings. `alphabet`
  // outlives this. REQUIRES: length > 0, and fewer than 32 renamings.
  Words(const Alphabet& alphabet, std::size_t length);

  // Moves on; false after the last word.
  bool next();

  const std::vector<std::size_t>& word() const { return word_; }
  // The letters before this one are as in the word before.
  std::size_t changed_from() const { return changed_from_; }

  // Of the words given so far, and their beginnings: how many have n letters (n from 1 to length),
  // and for how many they stand.
  const std::vector<std::uint64_t>& given() const { return given_; }
  const std::vector<std::uint64_t>& stand_for() const { return stand_for_; }

 private:
  bool fits(std::size_t position) const;
  bool enter(std::size_t position);

  const Alphabet& alphabet_;
  std::vector<std::size_t> word_;
  std::vector<std::uint32_t> keepers_;  // the renamings that keep the first n letters, as bits
  std::vector<std::uint64_t> given_;
  std::vector<std::uint64_t> stand_for_;
  std::size_t changed_from_ = 0;
  bool begun_ = false;
};

}  // namespace assay
