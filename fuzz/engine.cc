#include "fuzz/engine.h"

#include <algorithm>
#include <utility>

// libFuzzer's; not every engine has it.
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                              std::size_t max_size);

namespace assay {

std::string mutated_by_engine(std::string text, std::size_t most) {
  if (LLVMFuzzerMutate == nullptr || most == 0) return text;
  const std::size_t size = std::min(text.size(), most);
  text.resize(most);
  text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, most));
  return text;
}

std::size_t mutate_in_place(std::uint8_t* data, std::size_t size, std::size_t most,
                            const std::function<std::string(std::string)>& mutate) {
  const std::string made = mutate(std::string(reinterpret_cast<const char*>(data), size));
  const std::size_t kept = std::min(made.size(), most);
  std::copy_n(made.begin(), kept, data);
  return kept;
}

}  // namespace assay
