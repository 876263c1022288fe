#include "harness/relations.h"

#include <array>

namespace assay {

namespace {

// Texts of one pool mostly differ in the last byte, which spares a call.
bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && a.back() == b.back() && a == b;
}

}  // namespace

Relations relations(const Token& token, const std::vector<Token>& records) {
  Relations all;
  std::array<Field, kFieldCount> held{};  // the present fields
  std::size_t count = 0;
  for (Field field : kFields) {
    if (token.has(field)) {
      all.present |= bit_of(field);
      held[count++] = field;
    } else if (token[field]) {
      all.empty |= bit_of(field);
    }
  }
  const bool names_user = (all.present & bit_of(Field::kUserName)) != 0;
  const bool names_client = (all.present & bit_of(Field::kClientId)) != 0;
  for (const Token& record : records) {
    Fields agrees = 0;
    for (std::size_t i = 0; i < count; ++i)
      if (same(token.text(held[i]), record.text(held[i]))) agrees |= bit_of(held[i]);
    if ((all.empty & ~all.lacked) != 0)
      for (Field field : kFields)
        if ((all.empty & bit_of(field)) != 0 && !record.has(field)) all.lacked |= bit_of(field);
    if (agrees == 0) continue;
    all.agrees |= agrees;
    const bool owned = record.has(Field::kUserName);
    if (!owned)
      all.of_nobody |= agrees;
    else if (names_user && (agrees & bit_of(Field::kUserName)) == 0)
      all.of_other_user |= agrees;
    if (names_client && record.has(Field::kClientId) && (agrees & bit_of(Field::kClientId)) == 0)
      all.of_other_client |= agrees;
  }
  return all;
}

}  // namespace assay
