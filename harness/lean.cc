#include "harness/lean.h"

#include <algorithm>

namespace assay {

namespace {

constexpr std::array<std::uint8_t, kMethodCount> kFinds = {1, 2, 2, 2, 1, 1, 1, 1};
constexpr std::array<std::uint8_t, kMethodCount> kByIds = {1, 1, 3, 4, 0, 1, 1, 1};

//                                       id  user client secret refr access grant expir redir api
constexpr Shape kTwoCredentials = {8, 0, 256, 256, 200, 144, 200, 24, 8, 8};
constexpr Shape kUserAndId = {64, 200, 128, 64, 96, 128, 64, 32, 16, 16};
constexpr Shape kUserAlike = {80, 208, 64, 64, 96, 96, 64, 8, 0, 0};
constexpr Shape kLoneFields = {12, 0, 20, 20, 40, 0, 48, 56, 40, 40};

// clang-format off
constexpr std::array<Lean, kThemeCount> kLeans = {{
    {.theme = Theme::kAny},
    {.theme = Theme::kClients, .saved = &kTwoCredentials, .sought = &kTwoCredentials},
    {.theme = Theme::kWeak, .saved = &kWeakShape, .sought = &kWeakShape, .repeats = 64},
    {.theme = Theme::kIds, .saved = &kUserAndId, .sought = &kUserAndId, .foreign_ids = 112},
    {.theme = Theme::kRepeats, .repeats = 128},
    {.theme = Theme::kNothing, .saved = &kNoCredential, .nothing = 64},
    {.theme = Theme::kLone, .weights = {1, 3, 1, 1, 1, 1, 1, 1}, .sought = &kLoneFields},
    {.theme = Theme::kEmpty, .kinds = kind_bit(ValueKind::kEmpty), .sought = &kLoneFields,
     .nothing = 32},
    {.theme = Theme::kLookAlikes, .kinds = kind_bit(ValueKind::kLookAlike), .weights = kFinds,
     .saved = &kUserAlike, .sought = &kUserAlike},
    {.theme = Theme::kSpecial, .kinds = kind_bit(ValueKind::kSpecial), .weights = kFinds},
    {.theme = Theme::kUnicode, .kinds = kind_bit(ValueKind::kUnicode)},
    {.theme = Theme::kLong, .kinds = kind_bit(ValueKind::kLong)},
    {.theme = Theme::kNul, .kinds = kind_bit(ValueKind::kNul), .weights = kByIds},
    {.theme = Theme::kDeletes, .weights = {2, 2, 1, 2, 16, 1, 1, 1}},
    {.theme = Theme::kReopens, .weights = {2, 1, 1, 1, 8, 1, 6, 1}},
    {.theme = Theme::kMany},
}};
// clang-format on
static_assert(std::ranges::is_sorted(kLeans, {}, &Lean::theme));

}  // namespace

const Lean& lean_of(Theme theme) { return kLeans[static_cast<std::size_t>(theme)]; }

}  // namespace assay
