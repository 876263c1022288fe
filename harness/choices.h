// A stream of small choices, decoded from 64-bit words of any source.
//
// One draw of the source serves several choices: a draw costs more than a choice. Random tests and
// fuzzers share what decodes, and differ in the source alone.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace assay {

class Choices {
 public:
  using Source = std::uint64_t (*)(void* context);

  Choices(Source source, void* context) : source_(source), context_(context) {}

  // A number from 0 to n - 1. REQUIRES: 0 < n <= 65536.
  std::uint32_t below(std::uint32_t n) {
    if (bits_ < 16) refill();
    const auto taken = static_cast<std::uint32_t>(word_ & 0xffffU);
    word_ >>= 16U;
    bits_ -= 16;
    return taken * n >> 16U;
  }

  // True once in `n` times.
  bool one_in(std::uint32_t n) { return below(n) == 0; }

  // True `share` times in 256.
  bool share(std::uint32_t share) { return below(256) < share; }

  template <typename T, std::size_t N>
  const T& of(const T (&list)[N]) {
    return list[below(N)];
  }
  template <typename Container>
  const auto& of(const Container& list) {
    return list[below(static_cast<std::uint32_t>(list.size()))];
  }

 private:
  void refill() {
    word_ = source_(context_);
    bits_ = 64;
  }

  Source source_;
  void* context_;
  std::uint64_t word_ = 0;
  int bits_ = 0;
};

}  // namespace assay
