#include "harness/enumerate.h"

#include <bit>

namespace assay {

namespace {

bool is_save(const Letter& letter) { return letter.call.method == Method::kSaveToken; }

}  // namespace

Words::Words(const Alphabet& alphabet, std::size_t length)
    : alphabet_(alphabet),
      word_(length, 0),
      keepers_(length + 1, (1U << alphabet.renamings.size()) - 1),
      given_(length + 1, 0),
      stand_for_(length + 1, 0) {}

// True iff the letter has what it takes from the plan.
bool Words::fits(std::size_t position) const {
  std::size_t saves = 0;
  for (std::size_t k = 0; k < position; ++k) saves += is_save(alphabet_.letters[word_[k]]) ? 1 : 0;
  switch (alphabet_.letters[word_[position]].from) {
    case From::kNothing: return true;
    case From::kFirstId: return saves > 0;
    case From::kLastId: return saves > 1;
    case From::kLastGiven:
    case From::kLastRead: return position > 0 && is_save(alphabet_.letters[word_[position - 1]]);
  }
  return false;
}

// True iff the word may go on with the letter at this position: no renaming makes it smaller.
bool Words::enter(std::size_t position) {
  if (!fits(position)) return false;
  const std::size_t letter = word_[position];
  std::uint32_t keepers = keepers_[position];
  for (std::uint32_t rest = keepers; rest != 0; rest &= rest - 1) {
    const auto renaming = static_cast<std::size_t>(std::countr_zero(rest));
    const std::size_t image = alphabet_.renamings[renaming][letter];
    if (image < letter) return false;
    if (image > letter) keepers &= ~(1U << renaming);
  }
  keepers_[position + 1] = keepers;
  const auto group = static_cast<std::uint64_t>(alphabet_.renamings.size() + 1);
  ++given_[position + 1];
  stand_for_[position + 1] += group / static_cast<std::uint64_t>(std::popcount(keepers) + 1);
  return true;
}

bool Words::next() {
  // The place that is to be tried next: the first at the beginning, else the last one's successor.
  std::size_t position = begun_ ? word_.size() - 1 : 0;
  bool fresh = !begun_;
  changed_from_ = position;
  begun_ = true;
  while (true) {
    if (!fresh) ++word_[position];
    fresh = false;
    while (word_[position] < alphabet_.letters.size() && !enter(position)) ++word_[position];
    if (word_[position] < alphabet_.letters.size()) {
      if (position + 1 == word_.size()) return true;
      word_[++position] = 0;
      fresh = true;
    } else {
      if (position == 0) return false;
      changed_from_ = --position;
    }
  }
}

}  // namespace assay
