// What is counted while plans are checked: plain numbers, so that processes can share them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "spec/fingerprint.h"
#include "spec/plan.h"
#include "spec/rules.h"
#include "spec/situations.h"

namespace assay {

// How often a situation was tried, and how often of that with two records or more in the store.
struct Tries {
  std::uint64_t all = 0;
  std::uint64_t with_two = 0;
  friend bool operator==(const Tries&, const Tries&) = default;
};

// How often an outcome of a latitude was allowed, and how often it was the one that came.
struct Turns {
  std::uint64_t possible = 0;
  std::uint64_t taken = 0;
  friend bool operator==(const Turns&, const Turns&) = default;
};

// How many records a store held when it was called, in steps that grow.
struct RecordCountRow {
  std::size_t least;
  std::string_view words;
};
inline constexpr auto kRecordCounts = std::to_array<RecordCountRow>({{0, "0"},
                                                                     {1, "1"},
                                                                     {2, "2"},
                                                                     {3, "3"},
                                                                     {4, "4-7"},
                                                                     {8, "8-15"},
                                                                     {16, "16-98"},
                                                                     {99, "99-998"},
                                                                     {999, "999 or more"}});

// What the texts of the calls were: the classes of spec/text.h, and the empty one.
inline constexpr auto kValueClasses = std::to_array<std::string_view>(
    {"plain", "long", "nul", "unicode", "special", "other", "empty"});

struct Tally {
  std::array<std::uint64_t, kTagCount> tags{};  // rules put to the test, latitudes taken
  std::array<Tries, kSituationCount> situations{};
  std::array<Turns, kWayCount> ways{};
  std::array<std::uint64_t, kMethodCount * kMethodCount * kMethodCount> triples{};
  std::array<std::uint64_t, kRecordCounts.size()> record_counts{};
  std::array<std::uint64_t, kValueClasses.size()> value_classes{};

  std::uint64_t& operator[](std::size_t tag) { return tags[tag]; }
  std::uint64_t operator[](std::size_t tag) const { return tags[tag]; }
  Tally& operator+=(const Tally& other);
  friend bool operator==(const Tally&, const Tally&) = default;
};

// The place of three consecutive methods in Tally::triples.
constexpr std::size_t triple_of(Method first, Method second, Method third) {
  return (static_cast<std::size_t>(first) * kMethodCount + static_cast<std::size_t>(second)) *
             kMethodCount +
         static_cast<std::size_t>(third);
}

}  // namespace assay
