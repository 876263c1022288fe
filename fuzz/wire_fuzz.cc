// The lines of a child process, and plans, findings and tokens as JSON. See fuzz/answer_line.h and
// fuzz/json_text.h. The first byte says what the rest is taken for.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/answer_line.h"
#include "fuzz/engine.h"
#include "fuzz/fail.h"
#include "fuzz/json_mutation.h"
#include "fuzz/json_text.h"

namespace {

// A letter for each verb, in the order of the verbs, then plan, finding and token.
constexpr std::string_view kKinds = "iocdsfbrxgqPFT";
static_assert(kKinds.size() == assay::kVerbCount + 3);

std::optional<std::string> fault_of(std::size_t kind, std::string_view text) {
  if (kind == assay::kVerbCount) return assay::plan_text_fault(text);
  if (kind == assay::kVerbCount + 1) return assay::finding_text_fault(text);
  if (kind == assay::kVerbCount + 2) return assay::token_text_fault(text);
  return assay::answer_fault(text, static_cast<assay::Verb>(kind));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.empty()) return 0;
  std::size_t kind = kKinds.find(input.front());
  if (kind == kKinds.npos) kind = data[0] % kKinds.size();
  if (const auto fault = fault_of(kind, input.substr(1)))
    assay::fail(std::string("input of kind ") + kKinds[kind] + ": " + *fault);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return assay::mutate_in_place(data, size, most, [&](std::string input) {
    assay::FuzzRandom random(seed);
    if (input.empty() || random.one_in(100))
      input = kKinds[random.below(kKinds.size())] + (input.empty() ? "{}" : input.substr(1));
    if (random.one_in(2)) return assay::mutated_by_engine(std::move(input), most);
    return input.front() + assay::mutated_json(input.substr(1), random);
  });
}
