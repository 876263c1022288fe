// `assay fuzz`, as a person uses it. Most tests run a target that prints libFuzzer's lines and does
// nothing else; one runs libFuzzer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "stores/scratch_directory.h"
#include "tests/command.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// In fork mode: a job that ends, another that goes on until it is asked to stop, and what the
// environment's FINDS says as crash files. On one file: a story, where it begins with "bad"; no
// end, where it begins with "hang".
constexpr const char* kFake = R"sh(#!/bin/sh
mode=one
for word; do
  case $word in
    -fork=*) mode=fork ;; -merge=1) mode=merge ;; -minimize_crash=1) mode=small ;;
    -artifact_prefix=*) prefix=${word#*=} ;;
  esac
done
tell() {
  echo "Running: $1"
  case $(cat "$1") in
    bad*) echo "TS-SAVE-07 save_token: $(cut -c 1-4 "$1")"; echo "  expected one record"
      echo "==7== ERROR: libFuzzer: deadly signal"; echo "SUMMARY: libFuzzer: deadly signal"
      exit 77 ;;
    hang*) touch "$STARTED.hangs"; exec tail -f /dev/null ;;
    once*) if mkdir hung; then exec tail -f /dev/null; else echo "SUMMARY: it fails"; exit 77; fi ;;
    lost*) echo "SUMMARY: AddressSanitizer: heap-use-after-free /a/b.cc:1:2 in g"; exit 77 ;;
  esac
}
case $mode in
  fork)
    if [ "$FINDS" = nothing-runs ]; then echo "sh: no such engine"; exit 3; fi
    temporary=libFuzzerTemp.FuzzWithFork$$.dir
    mkdir $temporary $temporary/C2
    case $FINDS in idle|stops) until [ -e $temporary/STOP ]; do sleep 0.02; done; exit ;; esac
    if [ "$FINDS" = stuck ]; then until [ -e $temporary/STOP ]; do sleep 0.02; done; exit; fi
    echo found >$temporary/C2/23898b1f323c871446298c0ac7ed092af7d68259
    echo fou >$temporary/C2/1111111111111111111111111111111111111111
    printf '#2\tINITED\n#4000\tpulse cov: 3\n' >$temporary/2.log
    n=0
    for find in $FINDS; do
      n=$((n + 1)); name=crash
      case $find in slow*) name=timeout ;; unit*) name=slow-unit ;; esac
      echo "$find" >$prefix$name-$n
    done
    echo "#1234567: cov: 21 ft: 34 corp: 5 exec/s 0 oom/timeout/crash: 0/0/0 time: 1s job: 1"
    if [ -n "$STARTED" ]; then
      mktemp -d "$ASSAY_SCRATCH/leftXXXXXX" >"$STARTED.left"
      echo $$ >"$STARTED.new"; mv "$STARTED.new" "$STARTED"
    fi
    until [ -e $temporary/STOP ]; do sleep 0.02; done
    echo "#1300000: cov: 22 ft: 35 corp: 6 exec/s 0 oom/timeout/crash: 0/0/0 time: 1s job: 2" ;;
  merge)
    if [ "$MERGE" = fails ]; then exit 3; fi
    if [ "$MERGE" != lost ]; then cp corpus/23898b1f323c871446298c0ac7ed092af7d68259 merged/; fi
    if [ "$MERGE" = cut ]; then : >merged/23898b1f323c871446298c0ac7ed092af7d68259; fi
    if [ "$MERGE" != silent ]; then
      echo "MERGE-OUTER: 1 new files with 9 new features added; 5 new coverage edges"
    fi ;;
  small) while :; do echo bad >small-1; echo ok >small-2; sleep 0.02; done ;;
  one) case $FINDS in stops) echo "fuzz: no such store"; exit 72 ;; esac
    for file; do :; done; tell "$file" ;;
esac
)sh";

// What libFuzzer would call the input that a job of it finds, "found" and a line feed.
constexpr const char* kFound = "23898b1f323c871446298c0ac7ed092af7d68259";

class FuzzCommand : public ::testing::Test {
 protected:
  FuzzCommand() {
    fs::create_directories(targets_);
    write(targets_ + "/fake_fuzz", kFake);
    fs::permissions(targets_ + "/fake_fuzz", fs::perms::owner_all);
  }

  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }

  static std::string text_of(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  CommandResult fuzz(std::vector<std::string> words, const std::string& finds = "") const {
    words.insert(words.begin(), {ASSAY_BINARY, "fuzz", "--targets", targets_, "--jobs", "1"});
    return run({words, scratch_.path(), {{"FINDS", finds}, {"MERGE", merge_}}});
  }

  // Where no file can be longer than a few KiB, as on a disk that is about to be full.
  CommandResult fuzz_without_room(const std::string& finds) const {
    return run({{"sh", "-c",
                 "trap '' XFSZ; ulimit -f 8; exec '" ASSAY_BINARY
                 "' fuzz fake_fuzz --targets \"$1\" --time 1 --jobs 1",
                 "sh", targets_},
                scratch_.path(),
                {{"FINDS", finds}}});
  }

  // Runs a shell's `script`, in which $! is a campaign of a minute, once that has started.
  CommandResult with_campaign(const std::string& script, const std::string& finds = "bad1") const {
    return run({{"sh", "-c",
                 "'" ASSAY_BINARY "' fuzz fake_fuzz --targets \"$1\" --time 60 --jobs 1 & "
                 "until [ -e \"$STARTED\" ]; do sleep 0.02; done; " +
                     script,
                 "sh", targets_},
                scratch_.path(),
                {{"STARTED", scratch_ / "started"}, {"FINDS", finds}}});
  }

  ScratchDirectory scratch_;
  std::string targets_ = scratch_ / "built targets";
  std::string merge_;  // how the fake's merge goes wrong
  std::string findings_ = "assay-results/fuzz/fake_fuzz/findings";
  std::string corpus_ = scratch_ / "assay-results/fuzz/fake_fuzz/corpus";
};

TEST_F(FuzzCommand, TellsHowMuchWasDoneAndKeepsTheCorpus) {
  const CommandResult result = fuzz({"fake_fuzz", "--time", "1"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, ContainsRegex("fake_fuzz: 1,300,000 executions in 1 s, [0-9,]+ a "
                                        "second; coverage 22; corpus 1 file in "));
  EXPECT_THAT(result.out, AllOf(HasSubstr("nothing was found"), HasSubstr("minimised")));
  EXPECT_TRUE(fs::exists(corpus_ + "/" + kFound)) << "what a job found that did not end";
}

TEST_F(FuzzCommand, SaysWhatEachNewFileIsAndWhatToTypeNext) {
  const CommandResult result = fuzz({"fake_fuzz", "--time", "2"}, "bad1 lost bad2 good");
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("fake_fuzz: found: TS-SAVE-07 save_token: bad1\n"
                                          "    expected one record"),
                                HasSubstr(findings_ + "/crash-1\n"),
                                HasSubstr("AddressSanitizer: heap-use-after-free b.cc:1:2 in g"),
                                HasSubstr("did not fail when it was run again")));
  EXPECT_THAT(result.out, HasSubstr("built targets/fake_fuzz' " + findings_ + "/crash-"));
  EXPECT_THAT(text_of(scratch_ / findings_ + "/crash-1.txt"), HasSubstr("expected one record"));
}

TEST_F(FuzzCommand, SaysOfTheSecondOfAKindThatItIsOne) {
  const CommandResult first = fuzz({"fake_fuzz", "--time", "2"}, "bad1 bad1");
  EXPECT_THAT(first.out, HasSubstr("one more of a kind, TS-SAVE-07 save_token: bad1\n  " +
                                   findings_ + "/crash-2"));
  EXPECT_THAT(first.out, ContainsRegex(" 2 files +TS-SAVE-07 save_token: bad1\n"));
  fs::remove(scratch_ / findings_ + "/crash-2");
  const CommandResult later = fuzz({"fake_fuzz", "--time", "2"}, "bad1 bad1");
  EXPECT_THAT(later.out, HasSubstr("(known from an earlier run)"));
  EXPECT_THAT(later.out, ContainsRegex(" 2 files +TS-SAVE-07"));
}

TEST_F(FuzzCommand, TellsOfAFileThatHasTheNameOfAnEarlierRunsAgain) {
  EXPECT_EQ(fuzz({"fake_fuzz", "--time", "2"}, "bad1 unit").code, 1);
  const CommandResult again = fuzz({"fake_fuzz", "--time", "2"}, "bad1");
  EXPECT_EQ(again.code, 1) << again.out;
  EXPECT_THAT(again.out, AllOf(ContainsRegex(" 1 file +TS-SAVE-07[^\n]*known from an earlier run"),
                               HasSubstr(findings_ + "/crash-1\n"), Not(HasSubstr("one more"))));
  const CommandResult mended = fuzz({"fake_fuzz", "--time", "2"});
  EXPECT_EQ(mended.code, 0) << mended.out;
  EXPECT_THAT(mended.out, HasSubstr("nothing was found"));
  EXPECT_EQ(text_of(scratch_ / findings_ + "/crash-1"), "bad1\n");
  EXPECT_EQ(text_of(scratch_ / findings_ + "/slow-unit-2"), "unit\n") << "libFuzzer's other files";
  EXPECT_FALSE(fs::exists(scratch_ / findings_ + "/incoming"));
}

TEST_F(FuzzCommand, AccusesNoInputThatTookTooLongOnAMachineThatStalled) {
  for (int run = 0; run < 2; ++run) {
    const CommandResult result = fuzz({"fake_fuzz", "--time", "2"}, run == 0 ? "slow" : "");
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("nothing was found"));
    EXPECT_EQ(result.out.find("no finding: 1 input took too long once") != std::string::npos,
              run == 0)
        << result.out;
    EXPECT_EQ(text_of(scratch_ / findings_ + "/stalled-1"), "slow\n");
  }
  EXPECT_EQ(fuzz({"fake_fuzz", "--time", "2"}, "bad1").code, 1);
}

TEST_F(FuzzCommand, PassesNoTargetThatExecutedNothing) {
  const CommandResult idle = fuzz({"fake_fuzz", "--time", "1"}, "idle");
  EXPECT_EQ(idle.code, 3) << idle.err;
  EXPECT_THAT(idle.out, HasSubstr("nothing was executed: give it more --time"));
  const CommandResult stops = fuzz({"fake_fuzz", "--time", "1"}, "stops");
  EXPECT_EQ(stops.code, 2);
  EXPECT_THAT(stops.err, HasSubstr("fake_fuzz cannot fuzz: no such store\n"));
}

TEST_F(FuzzCommand, SharesItsTimeAmongAllTargetsWhereNoneIsNamed) {
  fs::copy_file(targets_ + "/fake_fuzz", targets_ + "/other_fuzz");
  const CommandResult result = fuzz({"--time", "2", "--corpus", "inputs"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("fake_fuzz: 1 job for 1 s"), HasSubstr("other_fuzz: 1 job for 1 s"),
                    HasSubstr("2 of 2 targets"), HasSubstr("nothing was found")));
  EXPECT_TRUE(fs::is_directory(scratch_ / "inputs/other_fuzz"));
}

TEST_F(FuzzCommand, LeavesFilesOfACorpusThatLibFuzzerDidNotName) {
  fs::create_directories(scratch_ / "mine");
  write(scratch_ / "mine/by-hand", "of a person");
  write(scratch_ / "mine/2222222222222222222222222222222222222222", "superfluous");
  EXPECT_EQ(fuzz({"fake_fuzz", "--time", "1", "--corpus", "mine"}).code, 0);
  EXPECT_TRUE(fs::exists(scratch_ / "mine/by-hand"));
  EXPECT_TRUE(fs::exists(scratch_ / "mine" + "/" + kFound));
  EXPECT_FALSE(fs::exists(scratch_ / "mine/2222222222222222222222222222222222222222"));
}

TEST_F(FuzzCommand, LeavesACorpusAsItWasWhereWhatWasChosenIsNotWhole) {
  const std::string kept = scratch_ / "mine/2222222222222222222222222222222222222222";
  fs::create_directories(scratch_ / "mine");
  write(kept, "not chosen");
  const auto minimise = [&](const std::string& how) {
    merge_ = how;
    const CommandResult result = fuzz({"fake_fuzz", "--time", "1", "--corpus", "mine"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(fs::exists(kept)) << how;
    EXPECT_EQ(text_of(scratch_ / "mine" + "/" + kFound), "found\n") << how;
    const std::size_t begin = result.out.find(", not minimised: ");
    return begin == std::string::npos
               ? result.out
               : result.out.substr(begin, result.out.find('\n', begin) - begin);
  };
  EXPECT_EQ(minimise("cut"),
            ", not minimised: of 1 inputs that the target chose, 0 were written whole");
  EXPECT_EQ(minimise("lost"),
            ", not minimised: of 1 inputs that the target chose, 0 were written whole");
  EXPECT_EQ(minimise("fails"), ", not minimised: the target exited with 3");
  EXPECT_EQ(minimise("silent"), ", not minimised: the target did not say how many inputs it chose");
  EXPECT_FALSE(fs::exists(scratch_ / "mine/1111111111111111111111111111111111111111"))
      << "what a job did not write to its end";
}

TEST_F(FuzzCommand, MendsAnInputThatAnEarlierRunLeftCut) {
  fs::create_directories(corpus_);
  write(corpus_ + "/" + kFound, "");
  EXPECT_EQ(fuzz({"fake_fuzz", "--time", "1"}).code, 0);
  EXPECT_EQ(text_of(corpus_ + "/" + kFound), "found\n");
}

TEST_F(FuzzCommand, SaysWhereThereIsNoRoomLeft) {
  const CommandResult none = fuzz_without_room("nothing-runs");
  EXPECT_EQ(none.code, 2) << none.out;
  EXPECT_THAT(none.err, AllOf(HasSubstr("no such engine; there is no room left in /"),
                              HasSubstr("ASSAY_SCRATCH"), Not(HasSubstr("built with"))));
  const CommandResult stuck = fuzz_without_room("stuck");
  EXPECT_EQ(stuck.code, 2) << stuck.out;
  EXPECT_THAT(stuck.err, HasSubstr("fake_fuzz cannot fuzz: there is no room left in /"));
  const CommandResult late = fuzz_without_room("");
  EXPECT_EQ(late.code, 0) << late.err;
  EXPECT_THAT(late.out, HasSubstr(", not minimised: there is no room left in /"));
}

TEST_F(FuzzCommand, EndsWithThePartsOfWhatItDidWhenItIsInterrupted) {
  const CommandResult result = with_campaign("kill -INT $!; wait $!");
  EXPECT_EQ(result.code, 130) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1,300,000 executions"));
  EXPECT_TRUE(fs::exists(corpus_ + "/" + kFound));
  const std::string left = text_of(scratch_ / "started.left");
  ASSERT_THAT(left, HasSubstr("/left"));
  EXPECT_FALSE(fs::exists(left.substr(0, left.find('\n')))) << "what a target threw away is there";
}

TEST_F(FuzzCommand, WaitsForNoInputThatHangsWhenItIsInterrupted) {
  const char* script =
      "until [ -e \"$STARTED.hangs\" ]; do sleep 0.02; done; kill -INT $!; wait $!";
  const CommandResult result = with_campaign(script, "hang");
  EXPECT_EQ(result.code, 130) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("  1 file that nobody looked at, in " + findings_),
                                Not(HasSubstr("took "))));
  EXPECT_EQ(text_of(scratch_ / findings_ + "/crash-1"), "hang\n");
  EXPECT_FALSE(fs::exists(scratch_ / findings_ + "/crash-1.txt"));

  fs::remove(scratch_ / "started.hangs");
  write(scratch_ / "big", "hang");
  const CommandResult smaller =
      run({{"sh", "-c",
            "'" ASSAY_BINARY "' fuzz fake_fuzz --targets \"$1\" --minimise big & " +
                std::string(script),
            "sh", targets_},
           scratch_.path(),
           {{"STARTED", scratch_ / "started"}}});
  EXPECT_EQ(smaller.code, 130) << smaller.err;
  EXPECT_EQ(smaller.out, "");
}

TEST_F(FuzzCommand, LooksAgainAtWhatItWasAtWhenTheTimeWasOver) {
  const CommandResult result = fuzz({"fake_fuzz", "--time", "2"}, "once");
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, AllOf(ContainsRegex(" 1 file +it fails\n"), Not(HasSubstr("took "))));
}

TEST_F(FuzzCommand, LeavesNoChildWhenItIsKilled) {
  // `tail` ends when the target has.
  const CommandResult result =
      with_campaign("kill -KILL $!; timeout 20 tail -f /dev/null --pid=$(cat \"$STARTED\")");
  EXPECT_EQ(result.code, 0) << "the target still runs";
}

TEST_F(FuzzCommand, MinimisesWithinATimeAndKeepsTheKind) {
  write(scratch_ / "big", "bad and more of it");
  const CommandResult result = fuzz({"fake_fuzz", "--minimise", "big", "--time", "1"});
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Nothing smaller of the same kind"))
      << "\"bad \" is not \"bad\"";
  write(scratch_ / "big", "bad\nand more of it");
  const CommandResult smaller = fuzz({"fake_fuzz", "--minimise", "big", "--time", "1"});
  EXPECT_THAT(smaller.out, HasSubstr("big.min: 4 bytes, of the same kind"));
  EXPECT_EQ(text_of(scratch_ / "big.min"), "bad\n");
}

TEST_F(FuzzCommand, RefusesToMinimiseWhatDoesNotFailOrFailsOnNothing) {
  write(scratch_ / "good", "good");
  const CommandResult good = fuzz({"fake_fuzz", "--minimise", "good"});
  EXPECT_EQ(good.code, 2);
  EXPECT_EQ(good.err, "assay: good: fake_fuzz does not fail on it\n");
  write(targets_ + "/fails_fuzz", "#!/bin/sh\necho 'SUMMARY: libFuzzer: deadly signal'\nexit 77\n");
  fs::permissions(targets_ + "/fails_fuzz", fs::perms::owner_all);
  const CommandResult always = fuzz({"fails_fuzz", "--minimise", "good"});
  EXPECT_EQ(always.code, 1) << always.err;
  EXPECT_THAT(always.out, HasSubstr("The empty input makes it fail too"));
}

TEST_F(FuzzCommand, SaysInOneLineWhatIsWrong) {
  const auto complaint = [](const CommandResult& result) {
    EXPECT_EQ(result.code, 2) << result.out;
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
    return result.err;
  };
  EXPECT_THAT(complaint(fuzz({"fake_fuz"})), HasSubstr("Did you mean 'fake_fuzz'?"));
  EXPECT_THAT(complaint(fuzz({"fake_fuzz"}, "nothing-runs")),
              AllOf(HasSubstr("exited with 3"), HasSubstr("no such engine")));
  EXPECT_THAT(complaint(fuzz({"fake_fuzz", "--time", "soon"})), HasSubstr("soon"));
  EXPECT_THAT(complaint(fuzz({"--minimise", "x"})), HasSubstr("needs the target"));
  EXPECT_THAT(complaint(fuzz({"fake_fuzz", "--out", "/proc/none"})), HasSubstr("cannot write"));
  targets_ = scratch_ / "nowhere";
  EXPECT_THAT(complaint(fuzz({"fake_fuzz"})), HasSubstr("'./assay fuzz' in a checkout builds"));
}

// A target with a fault behind three bytes, and one that every input runs into.
constexpr const char* kReal = R"(
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size >= 3 && data[0] == 'b' && data[1] == 'u' && data[2] == 'g') {
    std::fputs("TS-SAVE-07 save_token: lost\n", stderr);
    std::abort();
  }
  return 0;
}
)";

TEST_F(FuzzCommand, DrivesLibFuzzerFromSeedsToASmallInput) {
  write(scratch_ / "real.cc", kReal);
  const std::string program = targets_ + "/real_fuzz";
  const CommandResult built =
      run({{"clang++", "-fsanitize=fuzzer,address", "-O1", "real.cc", "-o", program},
           scratch_.path(),
           {}});
  if (built.code != 0)
    GTEST_SKIP() << "no clang++ with libFuzzer here; apt-get install clang libclang-rt-dev";
  fs::create_directories(program + "_seed_corpus");
  write(program + "_seed_corpus/nearly", "bu__________");
  write(program + ".dict", "\"bug\"\n");

  const CommandResult found = fuzz({"real_fuzz", "--time", "4"});
  EXPECT_EQ(found.code, 1) << found.out << found.err;
  EXPECT_THAT(found.out, HasSubstr("real_fuzz: found: TS-SAVE-07 save_token: lost"));
  EXPECT_THAT(found.out, AllOf(Not(HasSubstr(" 0 executions")), HasSubstr(", minimised")));
  const std::string input = "bug and much more that means nothing to it";
  write(scratch_ / "long", input);
  const CommandResult smaller = fuzz({"real_fuzz", "--minimise", "long", "--time", "4"});
  EXPECT_EQ(smaller.code, 1) << smaller.err;
  // How small depends on how fast the machine is.
  const std::string small = text_of(scratch_ / "long.min");
  EXPECT_THAT(small, StartsWith("bug")) << smaller.out;
  EXPECT_LT(small.size(), input.size() / 2) << smaller.out;
}

}  // namespace
}  // namespace assay
