#include "cli/fuzz_corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/sha1.h"
#include "stores/scratch_directory.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FuzzCorpus : public ::testing::Test {
 protected:
  FuzzCorpus() {
    for (const std::string& folder : {corpus_, chosen_.folder, seeds_})
      fs::create_directories(folder);
  }

  static std::string add(const std::string& folder, const std::string& text) {
    std::ofstream(folder + "/" + sha1(text)) << text;
    return sha1(text);
  }

  ScratchDirectory scratch_;
  std::string corpus_ = scratch_ / "corpus";
  std::string seeds_ = scratch_ / "seeds";
  ChosenInputs chosen_{scratch_ / "merged", 0, {corpus_, seeds_}};
};

TEST_F(FuzzCorpus, HoldsWhatWasChosenAndWhatCameMeanwhile) {
  add(corpus_, "not chosen");
  const std::set<std::string> before = files_in(corpus_);
  const std::string later = add(corpus_, "later");
  const std::string good = add(chosen_.folder, "good");
  chosen_.count = 1;
  EXPECT_EQ(take_chosen(chosen_, before, corpus_), "");
  EXPECT_EQ(files_in(corpus_), (std::set<std::string>{good, later}));
}

TEST_F(FuzzCorpus, KnowsWhatWasChosenTwiceFromWhatIsMissing) {
  const std::string one = add(corpus_, "one");
  const std::string two = add(corpus_, "two");
  add(chosen_.folder, "one");
  chosen_.count = 2;
  EXPECT_EQ(take_chosen(chosen_, {one, two}, corpus_),
            "of 2 inputs that the target chose, 1 were written whole");
  EXPECT_EQ(files_in(corpus_).size(), 2U);
  add(seeds_, "one");
  EXPECT_EQ(take_chosen(chosen_, {one, two}, corpus_), "");
  EXPECT_THAT(files_in(corpus_), ElementsAre(one));
}

TEST_F(FuzzCorpus, LosesNothingWhereItCannotBeWritten) {
  const std::string one = add(corpus_, "one");
  add(chosen_.folder, "two");
  chosen_.count = 1;
  fs::create_directory(corpus_ + "/" + sha1("two"));  // in the way
  EXPECT_EQ(take_chosen(chosen_, {one}, corpus_), "cannot write to " + corpus_);
  EXPECT_THAT(files_in(corpus_), ElementsAre(one));
  EXPECT_THAT(files_in(scratch_ / "nowhere"), IsEmpty());
}

}  // namespace
}  // namespace assay
