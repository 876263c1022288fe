#include "fuzz/image_mutation.h"

#include "fuzz/engine.h"
#include "stores/csv.h"

namespace assay {

std::string mutated_image(std::string input, std::size_t most, std::uint64_t seed) {
  constexpr std::size_t kMostSteps = 4;
  FuzzRandom random(seed);
  if (input.empty() || random.one_in(200))
    input = random.one_in(2) ? "c" + std::string(kCsvHeader) + "\n" : "d" + fresh_sqlite(2, 512);
  const bool is_csv = (static_cast<unsigned char>(input.front()) & 1U) != 0;
  std::string file = input.substr(1);
  for (std::size_t steps = 1 + random.below(kMostSteps); steps > 0; --steps) {
    if (random.one_in(4) && most > 1)
      file = mutated_by_engine(std::move(file), most - 1);
    else
      file = is_csv ? mutated_csv(file, random) : mutated_sqlite(std::move(file), random);
  }
  return (is_csv ? "c" : "d") + file;
}

}  // namespace assay
