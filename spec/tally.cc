#include "spec/tally.h"

namespace assay {

namespace {

void add(std::uint64_t& to, std::uint64_t what) { to += what; }
void add(Tries& to, const Tries& what) {
  to.all += what.all;
  to.with_two += what.with_two;
}
void add(Turns& to, const Turns& what) {
  to.possible += what.possible;
  to.taken += what.taken;
}

template <typename T, std::size_t N>
void add_each(std::array<T, N>& to, const std::array<T, N>& what) {
  for (std::size_t i = 0; i < N; ++i) add(to[i], what[i]);
}

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  add_each(tags, other.tags);
  add_each(situations, other.situations);
  add_each(ways, other.ways);
  add_each(triples, other.triples);
  add_each(record_counts, other.record_counts);
  add_each(value_classes, other.value_classes);
  return *this;
}

}  // namespace assay
