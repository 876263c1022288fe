// What plans are drawn from: the shapes of tokens, and how a plan leans that is about a theme.
#pragma once

#include <array>
#include <cstdint>

#include "harness/vocabulary.h"
#include "spec/plan.h"
#include "spec/situations.h"

namespace assay {

// Fields that a token of each shape has always, often, seldom: out of 256.
using Shape = std::array<std::uint16_t, kFieldCount>;
//                         id  user client secret refr access grant expir redir api
constexpr Shape kUserShape = {8, 256, 128, 128, 160, 160, 64, 96, 48, 48};
constexpr Shape kAccessShape = {24, 0, 0, 0, 48, 256, 32, 96, 48, 48};
constexpr Shape kClientShape = {16, 0, 256, 256, 176, 128, 128, 80, 40, 40};
constexpr Shape kWeakShape = {48, 0, 128, 96, 128, 96, 96, 64, 48, 48};
constexpr Shape kIdShape = {256, 0, 16, 16, 32, 32, 32, 16, 16, 16};
constexpr Shape kAnyShape = {64, 100, 128, 128, 128, 128, 128, 64, 64, 64};
constexpr Shape kLoneRefresh = {0, 0, 0, 0, 256, 0, 0, 0, 0, 0};
constexpr Shape kLoneGrant = {0, 0, 0, 0, 0, 0, 256, 0, 0, 0};
constexpr Shape kLoneId = {256, 0, 0, 0, 0, 0, 0, 0, 0, 0};
constexpr Shape kLoneAccess = {0, 0, 0, 0, 0, 256, 0, 0, 0, 0};
constexpr Shape kLoneUser = {0, 256, 0, 0, 0, 0, 0, 0, 0, 0};
constexpr Shape kNoCredential = {48, 128, 96, 96, 0, 0, 0, 96, 96, 96};

constexpr std::array<const Shape*, 16> kSaveShapes = {
    &kUserShape,   &kUserShape,   &kUserShape,   &kUserShape,   &kAccessShape, &kAccessShape,
    &kClientShape, &kClientShape, &kClientShape, &kWeakShape,   &kWeakShape,   &kIdShape,
    &kAnyShape,    &kAnyShape,    &kLoneAccess,  &kNoCredential};
constexpr std::array<const Shape*, 16> kFindShapes = {
    &kUserShape,   &kLoneUser,     &kLoneUser, &kAccessShape, &kLoneAccess,  &kLoneRefresh,
    &kLoneRefresh, &kLoneGrant,    &kLoneId,   &kClientShape, &kClientShape, &kWeakShape,
    &kIdShape,     &kNoCredential, &kAnyShape, &kAnyShape};

// How a plan leans, beside what the dice say.
struct Lean {
  Theme theme = Theme::kAny;
  std::uint32_t kinds = 0;  // kinds of values, a bit each, in place of those drawn
  std::array<std::uint8_t, kMethodCount> weights = {1, 1, 1, 1, 1, 1, 1, 1};  // times the usual
  const Shape* saved = nullptr;   // half of the tokens that are saved
  const Shape* sought = nullptr;  // half of those that are sought
  std::uint32_t nothing = 0;      // so many in 256 tokens hold nothing, or an id alone
  std::uint32_t repeats = 0;      // so many in 256 saves repeat the one before
  std::uint32_t foreign_ids = 0;  // so many in 256 tokens have an id that an earlier step was given
};

constexpr std::uint32_t kind_bit(ValueKind kind) { return 1U << static_cast<unsigned>(kind); }

// The lean of a theme; kAny leans nowhere.
const Lean& lean_of(Theme theme);

}  // namespace assay
