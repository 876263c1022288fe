// Letters to write plans with: every plan over an alphabet can be written, and so be executed.
//
// An alphabet is a claim that others check, so it is named and never changes its meaning: what
// would change it is a new alphabet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/plan.h"

namespace assay {

// What a letter takes from the plan that it stands in.
enum class From : std::uint8_t {
  kNothing,
  kFirstId,    // the id that the plan's first save was given
  kLastId,     // that of its last one; only where that is another save
  kLastGiven,  // the token of the save directly before, as it was given
  kLastRead,   // that token as it reads after the save
};

// One operation, but for what it takes from the plan.
struct Letter {
  Call call;
  From from = From::kNothing;
};

struct Alphabet {
  std::string_view name;
  std::vector<Letter> letters;  // what changes records, or may
  std::vector<Letter> looks;    // finds, to be made after each of them
  // Each exchanges texts that mean the same to every rule (two users, two clients, two values), and
  // so maps letters to letters: images[i] is the image of letter i. Without the identity.
  std::vector<std::vector<std::size_t>> renamings;
};

// "core": users, clients, credentials, stored and unstored ids, every kind of selector, both
// deletes, and reopen where `reopens`.
Alphabet core_alphabet(bool reopens);

// "calls": the letters and the looks of "core", get_tokens and a delete of the empty id, all as
// letters.
Alphabet calls_alphabet(bool reopens);

// "texts": few of the calls, with texts that stores get wrong (marks of SQL and CSV, look-alikes,
// numbers written otherwise, long ones, ones beyond the basic plane). No renamings.
Alphabet texts_alphabet(bool reopens);

// "fills": a few saves and deletes, and 12, 105 and 1,030 records at once. No renamings.
Alphabet fills_alphabet(bool reopens);

// A letter in words: `save_token(user_name "ann", refresh_token "v1")`.
std::string in_words(const Letter& letter);

// Writes words as plans.
//
// With looks, each letter is followed by the alphabet's looks, but for those that have nothing to
// take; a save that the next letter repeats is followed by that letter at once.
class PlanWriter {
 public:
  // `alphabet` outlives this.
  PlanWriter(const Alphabet& alphabet, bool with_looks);

  // Writes a word whose letters before `changed_from` are as in the last one. False where a letter
  // has nothing to take: no save before it.
  bool write(const std::vector<std::size_t>& word, std::size_t changed_from = 0);

  const Plan& plan() const { return plan_; }
  // The operations after which get_tokens is due: each letter, and the last of its looks.
  const std::vector<bool>& observed() const { return observed_; }
  // The operations before this one are as in the last plan.
  std::size_t changed_at() const { return changed_at_; }

 private:
  bool add(const Letter& letter);
  void add_looks();
  void cut(std::size_t letters);

  const Alphabet& alphabet_;
  bool with_looks_;
  Plan plan_;
  std::vector<bool> observed_;
  std::vector<std::size_t> begins_;  // where each letter stands in the plan
  std::size_t changed_at_ = 0;
  std::vector<std::size_t> saves_;  // where the saves stand
};

}  // namespace assay
