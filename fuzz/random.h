// Chance for mutators: the same from the same seed, on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace assay {

// SplitMix64. Threads: one at a time.
class FuzzRandom {
 public:
  explicit FuzzRandom(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  // From 0 to `count` less one. REQUIRES: `count` is not 0.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }

  bool one_in(std::size_t count) { return below(count) == 0; }

  template <typename List>
  auto& of(List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace assay
