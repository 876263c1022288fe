#include "harness/generate.h"

#include <rapidcheck/Random.h>

#include <algorithm>
#include <array>
#include <vector>

#include "harness/lean.h"
#include "harness/vocabulary.h"

namespace assay {

namespace {

constexpr std::size_t kLargeFill = 1030;

// Draws one plan, step by step.
class Author {
 public:
  Author(Choices& choices, const Profile& profile, Theme theme)
      : choices_(choices), profile_(profile), lean_(lean_of(theme)) {
    const std::uint32_t kinds = draw_kinds();
    vocabulary_ = draw_vocabulary(choices_, kinds | (choices_.one_in(4) ? kEmptyBit : 0),
                                  profile.capabilities);
    look_alikes_ = (kinds & 1U) != 0;
    draw_weights();
  }

  Plan plan() {
    const std::size_t fill = draw_fill();
    std::size_t length = profile_.least_operations;
    if (profile_.most_operations > length)
      length += choices_.below(
          static_cast<std::uint32_t>(profile_.most_operations - profile_.least_operations + 1));
    if (fill > 200) length = std::min<std::size_t>(length, 10);
    plan_.operations.reserve(length + 1);
    if (fill > 0) add(Method::kFill).call.count = fill;
    while (plan_.operations.size() < length) add_step();
    return std::move(plan_);
  }

 private:
  static constexpr std::uint32_t kEmptyBit = 1U << static_cast<unsigned>(ValueKind::kEmpty);

  // Three plans in eight are plain: what is wrong there needs no hostile text to show. Two are
  // about texts that read alike, which takes several of a kind in one plan; the rest mix.
  std::uint32_t draw_kinds() {
    if (lean_.kinds != 0) return lean_.kinds;
    const auto bit = kind_bit;
    switch (choices_.below(8)) {
      case 0:
      case 1:
      case 2: return 0;
      case 3: return bit(ValueKind::kLookAlike);
      case 4: return bit(ValueKind::kLookAlike) | bit(ValueKind::kSpecial);
      case 5: return 1U << choices_.below(kValueKinds);
      default: return choices_.below(1U << kValueKinds);
    }
  }

  // Past the 9th, the 99th and the 1,000th record, now and then.
  std::size_t draw_fill() {
    if (profile_.fill) return *profile_.fill;
    if (lean_.theme == Theme::kMany) return choices_.one_in(3) ? kLargeFill : 105;
    const std::uint32_t roll = choices_.below(4096);
    if (roll == 0) return kLargeFill;
    if (roll < 24) return 105;
    if (roll < 120) return 12;
    return 0;
  }

  // Swarm: each plan leaves some methods out, and prefers others.
  void draw_weights() {
    constexpr std::array<std::uint32_t, kMethodCount> kBase = {36, 28, 10, 9, 1, 3, 4, 0};
    for (std::size_t m = 0; m < kMethodCount; ++m) {
      std::uint32_t weight = kBase[m];
      if (weight != 0 && m != kSave && choices_.one_in(5)) weight = 0;
      if (choices_.one_in(6)) weight *= 3;
      weight *= lean_.weights[m];
      if (static_cast<Method>(m) == Method::kReopen && !profile_.capabilities.persistent)
        weight = 0;
      weights_[m] = weight;
      total_ += weight;
    }
  }

  Method draw_method() {
    std::uint32_t roll = choices_.below(total_);
    for (std::size_t m = 0; m < kMethodCount; ++m) {
      if (roll < weights_[m]) return static_cast<Method>(m);
      roll -= weights_[m];
    }
    return Method::kSaveToken;
  }

  Operation& add(Method method) {
    Operation& operation = plan_.operations.emplace_back();
    operation.call.method = method;
    return operation;
  }

  void add_step() {
    const Method method = plan_.operations.empty() ? Method::kSaveToken : draw_method();
    const std::size_t step = plan_.operations.size();
    Operation& operation = add(method);
    if (takes_id(method)) draw_id(operation, operation.call.id);
    if (method == Method::kSaveToken) {
      draw_saved(operation);
      saves_.push_back(step);
    }
    if (method == Method::kFindToken) draw_sought(operation);
  }

  // The argument of a find by id or a delete: mostly an id that an earlier step was given.
  void draw_id(Operation& operation, std::string& id) {
    const std::uint32_t roll = choices_.below(16);
    if (roll < 9 && !saves_.empty()) {
      operation.id_of = choices_.of(saves_);
    } else if (roll > 10) {
      id = vocabulary_.draw(choices_, Field::kId);
      if (look_alikes_ && choices_.one_in(2)) id = look_alike_of(choices_, id);
    }
  }

  void draw_saved(Operation& operation) {
    if (follows_a_save() && choices_.share(std::max(64U, lean_.repeats))) return repeat(operation);
    if (leans(lean_.nothing)) return draw_nothing(operation);
    if (lean_.saved != nullptr && choices_.one_in(2)) return draw_shape(operation, *lean_.saved);
    const std::uint32_t roll = choices_.below(32);
    if (roll < 11 && !saves_.empty()) {
      derive(operation);
    } else if (roll < 13) {
      draw_nothing(operation);
    } else {
      draw_shape(operation, *choices_.of(kSaveShapes));
    }
  }

  bool leans(std::uint32_t share) { return share != 0 && choices_.share(share); }

  void draw_shape(Operation& operation, const Shape& shape) {
    fill_in(operation.call.token, shape);
    maybe_id_of(operation, foreign_id_share(operation.call.token));
  }

  bool follows_a_save() const {
    return plan_.operations.size() > 1 &&
           plan_.operations[plan_.operations.size() - 2].call.method == Method::kSaveToken;
  }

  // The save before this one once more: the same token, or the caller's as it reads now.
  void repeat(Operation& operation) {
    const std::size_t last = plan_.operations.size() - 2;
    if (choices_.one_in(3))
      operation.again = last;
    else
      copy_arguments(plan_.operations[last], operation);
  }

  void draw_sought(Operation& operation) {
    if (leans(lean_.nothing)) return draw_nothing(operation);
    if (lean_.sought != nullptr && choices_.one_in(2)) return draw_shape(operation, *lean_.sought);
    const std::uint32_t roll = choices_.below(32);
    if (roll < 11 && !saves_.empty()) {
      derive(operation);
    } else if (roll == 11 && !saves_.empty()) {
      operation.again = choices_.of(saves_);
    } else if (roll == 12) {
      draw_nothing(operation);
    } else {
      const Shape& shape = *choices_.of(kFindShapes);
      fill_in(operation.call.token, shape);
      maybe_id_of(operation, &shape == &kLoneId ? 160 : foreign_id_share(operation.call.token));
    }
  }

  static void copy_arguments(const Operation& from, Operation& to) {
    to.call.token = from.call.token;
    to.id_of = from.id_of;
    to.again = from.again;
  }

  // A token in which nothing is present, or an id alone.
  void draw_nothing(Operation& operation) {
    if (choices_.one_in(3))
      operation.call.token[Field::kId] = vocabulary_.draw(choices_, Field::kId);
    for (Field field : kFields)
      if (vocabulary_.empty_share != 0 && choices_.one_in(3)) operation.call.token[field] = "";
  }

  void fill_in(Token& token, const Shape& shape) {
    for (Field field : kFields) {
      std::uint32_t share = shape[index_of(field)];
      if (field == Field::kId && look_alikes_ && choices_.one_in(4)) share = 256;
      if (share >= 256 || (share != 0 && choices_.share(share)))
        token[field] = vocabulary_.draw(choices_, field);
      else if (vocabulary_.empty_share != 0 && choices_.share(vocabulary_.empty_share))
        token[field] = "";
    }
  }

  // A user with the id of a record that may be another user's is worth trying more often.
  std::uint32_t foreign_id_share(const Token& token) const {
    return std::max(lean_.foreign_ids, token.has(Field::kUserName) ? 88U : 40U);
  }

  void maybe_id_of(Operation& operation, std::uint32_t share) {
    if (saves_.empty() || !choices_.share(share)) return;
    operation.call.token[Field::kId].reset();
    operation.id_of = choices_.of(saves_);
  }

  // An earlier token, a little changed: parts dropped, another client, another user, a look-alike.
  void derive(Operation& operation) {
    const Operation& like = plan_.operations[choices_.of(saves_)];
    if (like.again) {
      operation.again = like.again;
      return;
    }
    operation.call.token = like.call.token;
    Token& token = operation.call.token;
    constexpr std::array<FieldSet, 6> kDropped = {
        FieldSet{},
        {Field::kUserName},
        {Field::kUserName, Field::kId},
        {Field::kClientId, Field::kClientSecret, Field::kUserName},
        {Field::kRefreshToken},
        {Field::kAccessToken, Field::kGrantToken}};
    const FieldSet dropped = choices_.of(kDropped);
    for (Field field : kFields) {
      const std::uint32_t roll = choices_.below(64);
      if (dropped.contains(field) || roll < 6)
        token[field].reset();
      else if (roll < 12)
        token[field] = vocabulary_.draw(choices_, field);
      else if (look_alikes_ && roll < 15 && token.has(field) && field != Field::kExpiresIn)
        token[field] = look_alike_of(choices_, *token[field]);
      else if (vocabulary_.empty_share != 0 && roll < 18)
        token[field] = "";
    }
    if (choices_.one_in(8)) {
      constexpr std::array kKeepOne = {Field::kRefreshToken, Field::kGrantToken,
                                       Field::kAccessToken, Field::kUserName};
      keep_only(token, choices_.of(kKeepOne));
    }
    maybe_id_of(operation, 40);
  }

  static void keep_only(Token& token, Field kept) {
    if (!token.has(kept)) return;
    for (Field field : kFields)
      if (field != kept) token[field].reset();
  }

  static constexpr std::size_t kSave = static_cast<std::size_t>(Method::kSaveToken);

  Choices& choices_;
  const Profile& profile_;
  const Lean& lean_;
  Vocabulary vocabulary_;
  bool look_alikes_ = false;
  std::array<std::uint32_t, kMethodCount> weights_{};
  std::uint32_t total_ = 0;
  Plan plan_;
  std::vector<std::size_t> saves_;
};

std::uint64_t next_of(void* random) { return static_cast<rc::Random*>(random)->next(); }

}  // namespace

Plan draw_plan(Choices& choices, const Profile& profile, Theme theme) {
  return Author(choices, profile, theme).plan();
}

Plan plan_of_case(std::uint64_t seed, std::uint64_t index, const Profile& profile) {
  rc::Random random(rc::Random::Key{seed, index, 0, 0});
  Choices choices(next_of, &random);
  // One early case is large whatever the dice say, so that a short run has seen a thousand records.
  constexpr std::uint64_t kLargeCase = 5;
  const bool large_case = index == kLargeCase && !profile.fill;
  if (!large_case && !profile.themes.empty() && !choices.one_in(4))
    return draw_plan(choices, profile, choices.of(profile.themes));
  if (!large_case) return draw_plan(choices, profile);
  Profile large = profile;
  large.fill = kLargeFill;
  return draw_plan(choices, large);
}

}  // namespace assay
