// Puts what was allowed and what happened into words, one line each.
//
// Ids that a store generates are told by the step that gave them (#2), and the storage's path by
// <storage>: a story reads the same at every run.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "harness/judge.h"
#include "spec/history.h"
#include "spec/plan.h"

namespace assay {

class Narrator {
 public:
  Narrator(const Plan& plan, const History& history, const std::string& storage);

  std::string outcome(const Event& event) const;
  std::string allowed(const Allowed& allowed, const State& state) const;
  std::string happened(const Scene& scene, const Fault& fault) const;

 private:
  std::string id(std::string_view text) const;
  std::string token(const Token& token) const;
  std::string message(const std::string& text) const;
  std::string changes(const Token& before, const Token& after) const;

  std::map<std::string, std::string, std::less<>> names_;  // of generated ids
  std::string storage_;
};

}  // namespace assay
