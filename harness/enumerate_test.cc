#include "harness/enumerate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "spec/json.h"

namespace assay {
namespace {

using Word = std::vector<std::size_t>;

// Every word that can be written, without leaving any out.
void write_all(const Alphabet& alphabet, std::size_t length, Word& word, std::set<Word>& all) {
  if (word.size() == length) {
    if (PlanWriter(alphabet, false).write(word)) all.insert(word);
    return;
  }
  for (std::size_t letter = 0; letter < alphabet.letters.size(); ++letter) {
    word.push_back(letter);
    write_all(alphabet, length, word, all);
    word.pop_back();
  }
}

std::set<Word> all_words(const Alphabet& alphabet, std::size_t length) {
  std::set<Word> all;
  Word word;
  write_all(alphabet, length, word, all);
  return all;
}

TEST(CoreAlphabet, HasAtLeast24LettersAndEveryRenamingIsItsOwnInverse) {
  const Alphabet core = core_alphabet(true);
  EXPECT_GE(core.letters.size(), 24U);
  EXPECT_EQ(core_alphabet(false).letters.size() + 1, core.letters.size());
  EXPECT_EQ(core.renamings.size(), 7U);
  for (const auto& images : core.renamings)
    for (std::size_t letter = 0; letter < images.size(); ++letter)
      EXPECT_EQ(images[images[letter]], letter);
}

TEST(Words, AreOneOfEachKindAndStandForAll) {
  const Alphabet core = core_alphabet(true);
  for (const std::size_t length : {1U, 2U, 3U}) {
    std::set<Word> missing = all_words(core, length);
    const std::size_t count = missing.size();
    Words words(core, length);
    while (words.next()) {
      ASSERT_EQ(missing.erase(words.word()), 1U);
      for (const auto& images : core.renamings) {
        Word image;
        for (std::size_t letter : words.word()) image.push_back(images[letter]);
        if (image == words.word()) continue;
        missing.erase(image);
      }
    }
    ASSERT_TRUE(missing.empty()) << missing.size() << " words of " << length << " letters";
    EXPECT_EQ(words.stand_for()[length], count);
  }
}

TEST(Words, CountTheirBeginnings) {
  const Alphabet core = core_alphabet(false);
  Words twos(core, 2);
  while (twos.next()) continue;
  Words ones(core, 1);
  while (ones.next()) continue;
  EXPECT_EQ(twos.given()[1], ones.given()[1]);
  EXPECT_EQ(twos.stand_for()[1], ones.stand_for()[1]);
}

TEST(Words, TellWhatHasChanged) {
  const Alphabet core = core_alphabet(false);
  Words words(core, 3);
  Word last;
  while (words.next()) {
    const auto differ = std::ranges::mismatch(words.word(), last).in1 - words.word().begin();
    if (!last.empty()) {
      ASSERT_EQ(words.changed_from(), static_cast<std::size_t>(differ));
    }
    last = words.word();
  }
}

TEST(Alphabet, WritesWhatALetterTakesFromThePlan) {
  const Alphabet core = core_alphabet(false);
  const auto letter = [&](Method method, From from) {
    const auto at = std::ranges::find_if(
        core.letters, [&](const Letter& l) { return l.call.method == method && l.from == from; });
    return static_cast<std::size_t>(at - core.letters.begin());
  };
  const std::size_t delete_last = letter(Method::kDeleteToken, From::kLastId);
  const std::size_t read = letter(Method::kSaveToken, From::kLastRead);
  PlanWriter writer(core, false);
  EXPECT_FALSE(writer.write({delete_last}));
  EXPECT_FALSE(writer.write({0, delete_last})) << "it is the first's id";
  ASSERT_TRUE(writer.write({0, 1, delete_last}));
  EXPECT_EQ(writer.plan().operations[2].id_of, 1U);
  ASSERT_TRUE(writer.write({0, read}));
  EXPECT_EQ(writer.plan().operations[1].again, 0U);
  EXPECT_EQ(in_words(core.letters[1]), R"(save_token(user_name "ann", access_token "v1"))");
}

TEST(Alphabet, WritesTheSameWhetherItGoesOnOrBeginsAnew) {
  const Alphabet core = core_alphabet(true);
  Words words(core, 2);
  PlanWriter going_on(core, true);
  while (words.next()) {
    PlanWriter anew(core, true);
    ASSERT_TRUE(going_on.write(words.word(), words.changed_from()));
    ASSERT_TRUE(anew.write(words.word()));
    ASSERT_EQ(to_json(PlanFile{going_on.plan(), ""}), to_json(PlanFile{anew.plan(), ""}));
    ASSERT_EQ(going_on.observed(), anew.observed());
  }
}

}  // namespace
}  // namespace assay
