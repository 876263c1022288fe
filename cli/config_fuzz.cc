// assay.toml, URLs, budgets, counts, parts, rules and reports. See cli/text_oracles.h. The first
// byte says what the rest is taken for.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>

#include "cli/text_mutation.h"
#include "cli/text_oracles.h"
#include "fuzz/engine.h"
#include "fuzz/fail.h"
#include "fuzz/random.h"

namespace {

struct Kind {
  char letter;
  const char* name;
  std::optional<std::string> (*fault)(const std::string&);
};

constexpr Kind kKinds[] = {
    {'T', "assay.toml", [](const std::string& text) { return assay::config_fault(text); }},
    {'u', "URL", [](const std::string& text) { return assay::url_fault(text); }},
    {'t', "time", [](const std::string& text) { return assay::seconds_fault(text); }},
    {'s', "part", [](const std::string& text) { return assay::shard_fault(text); }},
    {'n', "count", assay::count_fault},
    {'r', "rule", assay::rule_fault},
    {'p', "report", assay::report_fault},
    {'e', "environment", assay::environment_fault},
};

const Kind& kind_of(char letter) {
  const auto found = std::ranges::find(kKinds, letter, &Kind::letter);
  if (found != std::end(kKinds)) return *found;
  return kKinds[static_cast<unsigned char>(letter) % std::size(kKinds)];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string input(reinterpret_cast<const char*>(data), size);
  const Kind& kind = kind_of(input.front());
  if (const auto fault = kind.fault(input.substr(1)))
    assay::fail(std::string(kind.name) + ": " + *fault);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return assay::mutate_in_place(data, size, most, [&](std::string input) {
    assay::FuzzRandom random(seed);
    if (input.empty() || random.one_in(100))
      input = kKinds[random.below(std::size(kKinds))].letter + input.substr(!input.empty());
    if (input.front() != 'T' || random.one_in(2))
      return assay::mutated_by_engine(std::move(input), most);
    return "T" + assay::mutated_config(input.substr(1), random);
  });
}
