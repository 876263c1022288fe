#include "cli/replay_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Plan saving(const std::string& access) {
  Plan plan;
  Operation& operation = plan.operations.emplace_back();
  operation.call.method = Method::kSaveToken;
  operation.call.token[Field::kAccessToken] = access;
  return plan;
}

TEST(ReplayLine, NeedsNoFileWhereThereIsAToken) {
  EXPECT_THAT(replay_line("assay", saving("enter-alpha"), "it.json", "--store list"),
              StartsWith("assay replay assay1-"));
}

TEST(ReplayLine, NamesTheFileOfAPlanWithoutAToken) {
  EXPECT_EQ(replay_line("assay", saving(std::string(500, 'q')), "my plan.json", "--store list"),
            "assay replay 'my plan.json' --store list");
}

TEST(ReplayLine, SaysWhatToDoWhereThePlanWasNotSaved) {
  const std::string line = replay_line("assay", saving(std::string(500, 'q')), "", "--store list");
  EXPECT_THAT(line, HasSubstr("could not be saved"));
  EXPECT_THAT(line, Not(HasSubstr("replay")));
  EXPECT_THAT(replay_line("assay", saving("enter-alpha"), "", "--store list"),
              StartsWith("assay replay assay1-"));
}

}  // namespace
}  // namespace assay
