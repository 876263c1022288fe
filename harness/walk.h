// Executes the plans of one alphabet, one after the other, each on a fresh store.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/alphabet.h"
#include "harness/execute.h"
#include "harness/perform.h"
#include "spec/history.h"
#include "spec/store_factory.h"

namespace assay {

// What execute() does, with get_tokens only where it is due, and in the memory of the history
// before: the next plan is much like the last.
class Walk {
 public:
  // All outlive this.
  Walk(StoreFactory& factory, const PlanWriter& writer, Pulse& pulse);

  // Executes what the writer has written since the last call. What happened is to be read before
  // the next call; it ends with a kBroken event where a call throws what is no std::exception or a
  // reopen fails, and what follows there means nothing. Throws as execute() does.
  // REQUIRES: the storage is fresh.
  const History& execute(const std::string& storage);

 private:
  void open(const std::string& storage);
  void open_store(const std::string& storage);
  void resolve(std::size_t step);
  void call(std::size_t step, const std::string& storage);
  void note_id(std::size_t step);

  StoreFactory& factory_;
  const PlanWriter& writer_;
  Pulse& pulse_;
  std::unique_ptr<TokenStore> store_;
  LookAhead* ahead_ = nullptr;  // the same, where it is one
  History history_;
  std::vector<std::string> given_ids_;
  std::size_t observed_at_ = 0;  // the step of the last get_tokens
};

}  // namespace assay
