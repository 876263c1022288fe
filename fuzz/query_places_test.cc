#include "fuzz/query_places.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

const Request kRequest = {
    Ask::kUpdate, true, Token().with(Field::kId, "in the token").with(Field::kUserName, "a"), "7"};

TEST(PlaceFault, IsNoneWhereEachPlaceHasTheValueOfItsColumn) {
  EXPECT_EQ(place_fault({Field::kUserName, Field::kGrantToken, Field::kId}, kRequest,
                        {"", {"a", std::nullopt, "7"}}),
            std::nullopt);
}

TEST(PlaceFault, TellsTheFirstValueThatIsAnothers) {
  EXPECT_EQ(place_fault({Field::kUserName}, kRequest, {"", {"a", "b"}}),
            "there are 1 places and 2 values");
  EXPECT_EQ(place_fault({Field::kUserName, Field::kId}, kRequest, {"", {"7", "a"}}),
            "place 1 is beside user_name and is given \"7\", not \"a\"");
  EXPECT_EQ(place_fault({Field::kGrantToken}, kRequest, {"", {""}}),
            "place 1 is beside grant_token and is given \"\", not NULL");
  EXPECT_EQ(place_fault({std::nullopt}, kRequest, {"", {"a"}}), "place 1 is beside no column");
  EXPECT_TRUE(place_fault({Field::kId}, kRequest, {"", {"in the token"}}));
}

}  // namespace
}  // namespace assay
