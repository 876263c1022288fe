#include "harness/perform.h"

#include <algorithm>

namespace assay {

void perform(TokenStore& store, const Call& call, Outcome& outcome) {
  catching(outcome, [&] {
    switch (call.method) {
      case Method::kSaveToken:
        outcome.token = call.token;
        store.save_token(*outcome.token);
        return;
      case Method::kFindToken: outcome.token = store.find_token(call.token); return;
      case Method::kFindTokenById: outcome.token = store.find_token_by_id(call.id); return;
      case Method::kDeleteToken: return store.delete_token(call.id);
      case Method::kDeleteTokens: return store.delete_tokens();
      case Method::kGetTokens: outcome.tokens = store.get_tokens(); return;
      case Method::kReopen:
      case Method::kFill: return;
    }
  });
}

std::string_view given_id(const Outcome& save, const std::vector<Token>& before,
                          const std::vector<Token>& after) {
  std::string_view id = "no-such-id";
  if (save.ending != Ending::kReturned) return id;
  const std::string_view told = save.token ? save.token->text(Field::kId) : std::string_view();
  for (const Token& record : after)
    if (!told.empty() && record.text(Field::kId) == told) return told;
  for (const Token& record : after)
    if (std::ranges::find(before, record) == before.end()) id = record.text(Field::kId);
  return id;
}

}  // namespace assay
