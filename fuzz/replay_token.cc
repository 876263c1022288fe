#include "fuzz/replay_token.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "fuzz/value_pool.h"

namespace assay {

namespace {

constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kMostCount = 2047;  // of a fill
constexpr std::size_t kChecksumLetters = 2;

// What an operation is, in four bits. The numbers never change.
enum class Kind : std::uint8_t {
  kSave,
  kSaveWithRef,
  kSaveAgain,
  kFind,
  kFindWithRef,
  kFindAgain,
  kFindById,
  kFindByRef,
  kDelete,
  kDeleteByRef,
  kList,
  kReopen,
  kDeleteAll,
  kFill,
};
constexpr std::size_t kKinds = 14;

struct Shape {
  Method method = Method::kSaveToken;
  bool id_of = false;
  bool again = false;
};
constexpr std::array<Shape, kKinds> kShapes = {{{Method::kSaveToken},
                                                {Method::kSaveToken, true},
                                                {Method::kSaveToken, false, true},
                                                {Method::kFindToken},
                                                {Method::kFindToken, true},
                                                {Method::kFindToken, false, true},
                                                {Method::kFindTokenById},
                                                {Method::kFindTokenById, true},
                                                {Method::kDeleteToken},
                                                {Method::kDeleteToken, true},
                                                {Method::kGetTokens},
                                                {Method::kReopen},
                                                {Method::kDeleteTokens},
                                                {Method::kFill}}};

std::size_t kind_of(const Operation& operation) {
  const auto shape = std::ranges::find_if(kShapes, [&](const Shape& each) {
    return each.method == operation.call.method && each.id_of == operation.id_of.has_value() &&
           each.again == operation.again.has_value();
  });
  return static_cast<std::size_t>(shape - kShapes.begin());
}

class BitWriter {
 public:
  void put(std::size_t value, int bits) {
    for (int k = bits - 1; k >= 0; --k) {
      word_ = word_ << 1U | (value >> k & 1U);
      if (++held_ == 6) flush();
    }
  }
  std::string letters() {
    if (held_ > 0) {
      word_ <<= 6 - held_;
      flush();
    }
    return std::move(letters_);
  }

 private:
  void flush() {
    letters_ += kLetters[word_];
    word_ = 0;
    held_ = 0;
  }
  std::string letters_;
  std::size_t word_ = 0;
  int held_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::string_view letters) : letters_(letters) {}

  std::size_t take(int bits) {
    std::size_t value = 0;
    for (int k = 0; k < bits; ++k, ++at_) {
      if (at_ / 6 >= letters_.size()) throw FormatError("this replay token ends too early");
      const std::size_t letter = kLetters.find(letters_[at_ / 6]);
      value = value << 1U | (letter >> (5 - at_ % 6) & 1U);
    }
    return value;
  }
  // True iff less than a letter is left, and nothing in it.
  bool at_end() {
    if (letters_.size() != (at_ + 5) / 6) return false;
    while (at_ % 6 != 0)
      if (take(1) != 0) return false;
    return true;
  }

 private:
  std::string_view letters_;
  std::size_t at_ = 0;
};

std::string checksum(std::string_view letters) {
  std::uint32_t sum = 2166136261U;
  for (const char c : letters) sum = (sum ^ static_cast<unsigned char>(c)) * 16777619U;
  return {kLetters[sum >> 26U], kLetters[sum >> 20U & 63U]};
}

// Puts what has a place in a token; `fault_` tells what has none.
class TokenWriter {
 public:
  std::string write(const Plan& plan) {
    if (plan.operations.size() > kMostOperationsInToken)
      fault_ = "the plan has " + std::to_string(plan.operations.size()) +
               " operations, and a token holds " + std::to_string(kMostOperationsInToken);
    bits_.put(plan.operations.size(), 4);
    for (; step_ < plan.operations.size() && fault_.empty(); ++step_) put(plan.operations[step_]);
    return bits_.letters();
  }
  const std::string& fault() const { return fault_; }

 private:
  void put(const Operation& operation) {
    const Call& call = operation.call;
    const std::size_t kind = kind_of(operation);
    if (kind == kKinds) return fail("names two earlier steps");
    bits_.put(kind, 4);
    if (operation.again) return bits_.put(*operation.again, 4);
    if (operation.id_of) bits_.put(*operation.id_of, 4);
    if (takes_token(call.method)) {
      for (const Field field : kFields)
        if (field != Field::kId || !operation.id_of) put_text(field, call.token[field]);
    } else if (takes_id(call.method) && !operation.id_of) {
      put_text(Field::kId, call.id);
    } else if (call.method == Method::kFill) {
      if (call.count > kMostCount) return fail("fills with more than a token can tell");
      bits_.put(call.count, 11);
    }
  }

  void put_text(Field field, const std::optional<std::string>& text) {
    if (!text || text->empty()) return bits_.put(text ? 1 : 0, 8);
    const auto index = pool_index(field, *text);
    if (!index) return fail("has a text in " + std::string(name_of(field)) + " outside the pool");
    bits_.put(*index + 2, 8);
  }

  void fail(const std::string& what) {
    if (fault_.empty()) fault_ = "step " + std::to_string(step_ + 1) + " " + what;
  }

  BitWriter bits_;
  std::size_t step_ = 0;
  std::string fault_;
};

class TokenReader {
 public:
  explicit TokenReader(std::string_view letters) : bits_(letters) {}

  Plan read() {
    Plan plan;
    const std::size_t count = bits_.take(4);
    if (count > kMostOperationsInToken) fail();
    for (std::size_t k = 0; k < count; ++k) plan.operations.push_back(operation(plan));
    if (!bits_.at_end()) fail();
    return plan;
  }

 private:
  [[noreturn]] static void fail() {
    throw FormatError("this replay token was made by a newer version, or is none");
  }

  Operation operation(const Plan& earlier) {
    const std::size_t kind = bits_.take(4);
    if (kind >= kKinds) fail();
    const Shape& shape = kShapes[kind];
    Operation operation;
    Call& call = operation.call;
    call.method = shape.method;
    if (shape.again) operation.again = reference(earlier, false);
    if (shape.id_of) operation.id_of = reference(earlier, true);
    if (shape.again) return operation;
    if (takes_token(call.method)) {
      for (const Field field : kFields)
        if (field != Field::kId || !shape.id_of) call.token[field] = text(field);
    } else if (takes_id(call.method) && !shape.id_of) {
      call.id = text(Field::kId).value_or("");
    } else if (call.method == Method::kFill) {
      call.count = bits_.take(11);
    }
    return operation;
  }

  std::size_t reference(const Plan& earlier, bool or_fill) {
    const std::size_t step = bits_.take(4);
    if (step >= earlier.operations.size()) fail();
    const Method method = earlier.operations[step].call.method;
    if (method != Method::kSaveToken && !(or_fill && method == Method::kFill)) fail();
    return step;
  }

  std::optional<std::string> text(Field field) {
    const std::size_t code = bits_.take(8);
    if (code == 0) return std::nullopt;
    if (code == 1) return "";
    if (code - 2 >= pool_of(field).size()) fail();
    return pool_of(field)[code - 2];
  }

  BitReader bits_;
};

}  // namespace

std::optional<std::string> replay_token(const Plan& plan) {
  TokenWriter writer;
  const std::string letters = writer.write(plan);
  if (!writer.fault().empty()) return std::nullopt;
  return std::string(kReplayTokenPrefix) + letters + checksum(letters);
}

std::string why_no_token(const Plan& plan) {
  TokenWriter writer;
  writer.write(plan);
  return writer.fault();
}

Plan plan_from_replay_token(std::string_view token) {
  std::string_view letters = token;
  if (!letters.starts_with(kReplayTokenPrefix))
    throw FormatError("a replay token begins with " + std::string(kReplayTokenPrefix));
  letters.remove_prefix(kReplayTokenPrefix.size());
  const bool strange = letters.find_first_not_of(kLetters) != letters.npos;
  if (strange || letters.size() <= kChecksumLetters || token.size() > kMostTokenLength)
    throw FormatError("this replay token is not whole: copy it again, without a blank or a break");
  const std::string_view sum = letters.substr(letters.size() - kChecksumLetters);
  letters.remove_suffix(kChecksumLetters);
  if (sum != checksum(letters))
    throw FormatError("this replay token is not whole: a letter of it is missing or changed");
  return TokenReader(letters).read();
}

}  // namespace assay
