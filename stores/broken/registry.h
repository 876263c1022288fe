// The zoo: stores that are broken on purpose, each one decision away from a right one.
//
// The harness knows none of them. They show what Assay catches, and keep it honest.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "spec/rules.h"
#include "spec/store_factory.h"

namespace assay {

struct BrokenStore {
  std::string_view name;
  Tag rule;                  // the rule that must catch it
  std::string_view mistake;  // one sentence: what is wrong, and where such a mistake comes from
  std::unique_ptr<StoreFactory> (*make)() = nullptr;
};

std::span<const BrokenStore> broken_stores();

}  // namespace assay
