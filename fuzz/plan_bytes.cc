#include "fuzz/plan_bytes.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "fuzz/value_pool.h"
#include "spec/utf8.h"

namespace assay {

namespace {

// The numbers of the format; see the header. They never change.
constexpr std::uint8_t kSaveByte = 0;
constexpr std::uint8_t kSaveWithRefByte = 5;
constexpr std::uint8_t kSaveAgainByte = 6;
constexpr std::uint8_t kFindByte = 7;
constexpr std::uint8_t kFindWithRefByte = 9;
constexpr std::uint8_t kFindAgainByte = 10;
constexpr std::uint8_t kFindByIdByte = 11;
constexpr std::uint8_t kFindByRefByte = 12;
constexpr std::uint8_t kDeleteByte = 13;
constexpr std::uint8_t kDeleteByRefByte = 14;
constexpr std::uint8_t kOther = 15;

constexpr std::uint8_t kListByte = 0;
constexpr std::uint8_t kReopenByte = 4;
constexpr std::uint8_t kDeleteAllByte = 6;
constexpr std::uint8_t kFillByte = 7;

constexpr std::uint8_t kEmpty = 240;
constexpr std::uint8_t kShortText = 248;
constexpr std::uint8_t kLongText = 252;
constexpr std::uint8_t kRun = 254;
constexpr std::uint8_t kLongRun = 255;

constexpr std::size_t kFills = 2048;
constexpr std::size_t kRuns = 1024;
constexpr std::size_t kLongRuns = 131'072;
constexpr std::array<std::string_view, 4> kUnits = {"a", "\xc3\xa9", "\xf0\x9f\x98\x80", "9"};
constexpr std::array<std::string_view, 3> kEnds = {"", "x", "y"};

// The steps that references may name.
struct Givers {
  std::vector<std::size_t> saves;
  std::vector<std::size_t> given;  // saves and fills

  void note(const Plan& plan) {
    const Method method = plan.operations.back().call.method;
    const std::size_t step = plan.operations.size() - 1;
    if (method == Method::kSaveToken) saves.push_back(step);
    if (method == Method::kSaveToken || method == Method::kFill) given.push_back(step);
  }
};

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  Plan plan() {
    if (byte() != kPlanBytesVersion) return {};
    const std::size_t likely = std::min<std::size_t>(rest_.size() / 2, 16);
    plan_.operations.reserve(likely);
    givers_.saves.reserve(likely);
    givers_.given.reserve(likely);
    while (!rest_.empty() && plan_.operations.size() < kMostOperationsInBytes) {
      read_operation(byte() % 16);
      givers_.note(plan_);
    }
    return std::move(plan_);
  }

 private:
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const std::uint8_t first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }

  std::size_t number(int size) {
    std::size_t value = 0;
    for (int k = 0; k < size; ++k) value |= std::size_t{byte()} << (8 * k);
    return value;
  }

  Operation& begin(Method method) {
    Operation& operation = plan_.operations.emplace_back();
    operation.call.method = method;
    return operation;
  }

  void read_operation(std::uint8_t code) {
    if (code == kOther) return read_other(byte() % 8);
    if (code >= kFindByIdByte) {
      Operation& operation =
          begin(code < kDeleteByte ? Method::kFindTokenById : Method::kDeleteToken);
      if (code == kFindByIdByte || code == kDeleteByte)
        operation.call.id = text(Field::kId);
      else
        operation.id_of = reference(givers_.given);
      return;
    }
    Operation& operation = begin(code < kFindByte ? Method::kSaveToken : Method::kFindToken);
    if (code == kSaveAgainByte || code == kFindAgainByte) {
      operation.again = reference(givers_.saves);
      return;
    }
    if (code == kSaveWithRefByte || code == kFindWithRefByte)
      operation.id_of = reference(givers_.given);
    read_token(operation);
  }

  void read_other(std::uint8_t code) {
    if (code < kReopenByte) {
      begin(Method::kGetTokens);
    } else if (code < kDeleteAllByte) {
      begin(Method::kReopen);
    } else if (code == kDeleteAllByte) {
      begin(Method::kDeleteTokens);
    } else {
      begin(Method::kFill).call.count = number(2) % kFills;
    }
  }

  std::optional<std::size_t> reference(const std::vector<std::size_t>& steps) {
    const std::size_t which = byte();
    if (steps.empty()) return std::nullopt;
    return steps[which % steps.size()];
  }

  void read_token(Operation& operation) {
    const std::size_t mask = number(2);
    for (const Field field : kFields) {
      if ((mask >> index_of(field) & 1U) == 0 || (field == Field::kId && operation.id_of)) continue;
      operation.call.token[field] = text(field);
    }
    operation.call.token.seal();
  }

  std::string text(Field field) {
    const std::uint8_t code = byte();
    if (code < kEmpty) {
      return within_bounds(pool_of(field)[code % kPoolSizes[index_of(field)]]);
    }
    if (code < kShortText) return "";
    if (code < kRun) return within_bounds(literal(number(code < kLongText ? 1 : 2)));
    return within_bounds(run(code == kLongRun));
  }

  std::string run(bool maybe_long) {
    std::uint8_t first = byte();
    const bool is_long = maybe_long && first == kLongRun;
    if (is_long) first = byte();
    const std::string_view unit = kUnits[first % kUnits.size()];
    const std::string_view end = kEnds[byte() % kEnds.size()];
    const std::size_t count = is_long ? number(3) % kLongRuns : number(2) % kRuns;
    if (unit.size() * count > text_left_) return "";
    std::string text;
    text.reserve(unit.size() * count + end.size());
    for (std::size_t k = 0; k < count; ++k) text += unit;
    return text += end;
  }

  std::string literal(std::size_t size) {
    const auto taken = rest_.first(std::min(size, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    const std::string_view bytes(reinterpret_cast<const char*>(taken.data()), taken.size());
    std::string text;
    for (std::size_t at = 0; at < bytes.size();) {
      const Character character = character_at(bytes, at);
      append_character(text, character.value);
      at += character.size;
    }
    return text;
  }

  std::string within_bounds(std::string text) {
    if (text.size() > text_left_) return "";
    text_left_ -= text.size();
    return text;
  }

  std::span<const std::uint8_t> rest_;
  Plan plan_;
  Givers givers_;
  std::size_t text_left_ = kMostTextInBytes;
};

class Writer {
 public:
  std::vector<std::uint8_t> write(const Plan& plan) {
    put(kPlanBytesVersion);
    Plan earlier;
    for (const Operation& operation : plan.operations) {
      write_operation(operation);
      earlier.operations.push_back({operation.call.method == Method::kFill
                                        ? Call{Method::kFill, {}, "", 0}
                                        : Call{operation.call.method, {}, "", 0},
                                    {},
                                    {}});
      givers_.note(earlier);
    }
    return std::move(bytes_);
  }

 private:
  void put(std::uint8_t byte) { bytes_.push_back(byte); }
  void put_number(std::size_t value, int size) {
    for (int k = 0; k < size; ++k) put(static_cast<std::uint8_t>(value >> (8 * k)));
  }

  void write_operation(const Operation& operation) {
    const Call& call = operation.call;
    switch (call.method) {
      case Method::kSaveToken:
      case Method::kFindToken: return write_with_token(operation);
      case Method::kFindTokenById: return write_with_id(operation, kFindByIdByte, kFindByRefByte);
      case Method::kDeleteToken: return write_with_id(operation, kDeleteByte, kDeleteByRefByte);
      case Method::kGetTokens: return put_other(kListByte);
      case Method::kReopen: return put_other(kReopenByte);
      case Method::kDeleteTokens: return put_other(kDeleteAllByte);
      case Method::kFill: break;
    }
    put_other(kFillByte);
    put_number(call.count, 2);
  }

  void put_other(std::uint8_t code) {
    put(kOther);
    put(code);
  }

  void write_with_id(const Operation& operation, std::uint8_t by_text, std::uint8_t by_ref) {
    if (operation.id_of) {
      put(by_ref);
      put_reference(*operation.id_of, givers_.given);
    } else {
      put(by_text);
      put_text(Field::kId, operation.call.id);
    }
  }

  void write_with_token(const Operation& operation) {
    const bool saves = operation.call.method == Method::kSaveToken;
    if (operation.again) {
      put(saves ? kSaveAgainByte : kFindAgainByte);
      put_reference(*operation.again, givers_.saves);
      return;
    }
    if (operation.id_of) {
      put(saves ? kSaveWithRefByte : kFindWithRefByte);
      put_reference(*operation.id_of, givers_.given);
    } else {
      put(saves ? kSaveByte : kFindByte);
    }
    std::size_t mask = 0;
    for (const Field field : kFields)
      if (operation.call.token[field]) mask |= std::size_t{1} << index_of(field);
    put_number(mask, 2);
    for (const Field field : kFields)
      if (operation.call.token[field]) put_text(field, *operation.call.token[field]);
  }

  void put_reference(std::size_t step, const std::vector<std::size_t>& steps) {
    put(static_cast<std::uint8_t>(std::ranges::find(steps, step) - steps.begin()));
  }

  void put_text(Field field, const std::string& text) {
    if (text.empty()) return put(kEmpty);
    if (const auto index = pool_index(field, text); index && *index < kPoolSizes[index_of(field)])
      return put(static_cast<std::uint8_t>(*index));
    if (put_run(text)) return;
    put(text.size() < 256 ? kShortText : kLongText);
    put_number(text.size(), text.size() < 256 ? 1 : 2);
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }

  // Where the text is longer than it would be as a run.
  bool put_run(std::string_view text) {
    if (text.size() < 16) return false;
    for (std::size_t u = 0; u < kUnits.size(); ++u) {
      std::size_t count = 0;
      std::string_view rest = text;
      for (; rest.starts_with(kUnits[u]); ++count) rest.remove_prefix(kUnits[u].size());
      const auto end = std::ranges::find(kEnds, rest);
      if (end == kEnds.end()) continue;
      put(count < kRuns ? kRun : kLongRun);
      if (count >= kRuns) put(kLongRun);
      put(static_cast<std::uint8_t>(u));
      put(static_cast<std::uint8_t>(end - kEnds.begin()));
      put_number(count, count < kRuns ? 2 : 3);
      return true;
    }
    return false;
  }

  std::vector<std::uint8_t> bytes_;
  Givers givers_;
};

bool same(const Plan& a, const Plan& b) {
  return std::ranges::equal(a.operations, b.operations, [](const Operation& x, const Operation& y) {
    return x.id_of == y.id_of && x.again == y.again && x.call.method == y.call.method &&
           x.call.id == y.call.id && x.call.count == y.call.count &&
           identical(x.call.token, y.call.token);
  });
}

}  // namespace

Plan plan_from_bytes(std::span<const std::uint8_t> bytes) { return Reader(bytes).plan(); }

std::optional<std::vector<std::uint8_t>> bytes_of_plan(const Plan& plan) {
  std::vector<std::uint8_t> bytes = Writer().write(plan);
  if (!same(plan_from_bytes(bytes), plan)) return std::nullopt;
  return bytes;
}

}  // namespace assay
