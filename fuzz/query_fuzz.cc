// The construction of SQL, in both dialects, against every oracle of fuzz/query_oracle.h. What an
// input means is told in fuzz/query_input.h.
//
// The environment chooses, so that no engine's options are in the way:
//   ASSAY_QUERY_ORACLES=text   the oracles on the text alone; no database is opened
//   ASSAY_QUERY_FAULT=NAME     a construction with a planted fault, which should be found;
//                              `list` prints their names, one a line, and ends

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string_view>

#include "fuzz/construction.h"
#include "fuzz/fail.h"
#include "fuzz/query_faults.h"
#include "fuzz/query_oracle.h"
#include "fuzz/quick_asan.h"

namespace {

std::string_view setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

[[noreturn]] void refuse(std::string_view why) {
  std::cerr << "query_fuzz: " << why << '\n';
  std::exit(2);
}

assay::MakeConstruction chosen_construction() {
  const std::string_view name = setting("ASSAY_QUERY_FAULT");
  if (name.empty()) return assay::make_query_construction;
  if (name == "list") {
    for (const assay::QueryFault& fault : assay::query_faults()) std::cout << fault.name << '\n';
    std::exit(0);
  }
  const assay::QueryFault* fault = assay::find_query_fault(name);
  if (fault == nullptr) refuse("ASSAY_QUERY_FAULT names no fault; `list` prints them");
  return fault->make;
}

assay::Oracles chosen_oracles() {
  const std::string_view oracles = setting("ASSAY_QUERY_ORACLES");
  if (oracles == "text") return assay::Oracles::of_text();
  if (!oracles.empty() && oracles != "all") refuse("ASSAY_QUERY_ORACLES is `text` or `all`");
  return assay::Oracles::all();
}

assay::QueryOracle& oracle() {
  static assay::QueryOracle one(chosen_construction(), chosen_oracles());
  return one;
}

}  // namespace

ASSAY_QUICK_ASAN

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  oracle();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto violation = oracle().judge({reinterpret_cast<const char*>(data), size});
  if (violation) assay::fail(violation->story);
  return 0;
}
