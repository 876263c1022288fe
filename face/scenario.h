// A plan as C++ writes it: calls on a store, one after the other, and whether they kept the rules.
// Installed as <assay/scenario.h>; `assay replay --emit gtest` writes tests that are made of it.
//
//   Scenario scenario;
//   const auto first = scenario.save_token(Token().with(Field::kUserName, "ann"));
//   scenario.find_token_by_id(id_of(first));
//   const std::string broken = scenario.broken_rules(*make_store_factory());
//   EXPECT_TRUE(broken.empty()) << broken;
//
// The program links assay::gtest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "face/store_factory.h"
#include "spec/plan.h"

namespace assay {

// Notes calls, and makes them all when it is asked what they broke. Threads: one.
class Scenario {
 public:
  // What a call is named by afterwards. REQUIRES: it is given to the scenario that it is of.
  struct Step {
    std::size_t index = 0;
  };
  struct IdOf {
    Step step;
  };
  struct Again {
    Step step;
  };

  // Each notes one call. An id that only the store knows is named by the save that it was given
  // to; a token that is saved or sought again, by the save after which it is to be read.
  Step save_token(const Token& token, std::optional<IdOf> id = std::nullopt);
  Step save_token(Again token);
  Step find_token(const Token& token, std::optional<IdOf> id = std::nullopt);
  Step find_token(Again token);
  Step find_token_by_id(std::string_view id);
  Step find_token_by_id(IdOf id);
  Step delete_token(std::string_view id);
  Step delete_token(IdOf id);
  Step delete_tokens();
  Step get_tokens();
  Step reopen();                 // closes the store, and opens it over the same storage
  Step fill(std::size_t count);  // saves so many tokens, each of a user of its own

  // Makes the calls on a fresh store, in a child process, and looks at all records after each: what
  // a call must not do, crashes and calls that do not end among it, is told as a story. Returns ""
  // where every MUST rule was kept, and `also`, the id of a recommendation such as "TS-SAVE-18".
  //
  // Throws std::runtime_error where the store cannot be opened, where it is not persistent and is
  // to be reopened, and where there is no rule `also`. To step into a call with a debugger, let it
  // follow the child: `set follow-fork-mode child`.
  std::string broken_rules(StoreFactory& factory, std::string_view also = "",
                           std::int64_t call_limit_ms = 10'000) const;

  const Plan& plan() const { return plan_; }

 private:
  Step add(Operation operation);

  Plan plan_;
};

inline Scenario::IdOf id_of(Scenario::Step step) { return {step}; }
inline Scenario::Again again(Scenario::Step step) { return {step}; }

}  // namespace assay
